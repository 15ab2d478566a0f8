import { Kbd, Modal } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useLocation } from '@tanstack/react-router';

const everywhere = [
  ['Ctrl K', 'Find a page, a record, a control, a clause'],
  ['?', 'These keys'],
] as const;
const lists = [
  ['/', 'Search'],
  ['n', 'Add a record'],
  ['Enter', 'Open the record'],
  ['j, k', 'Next, previous record'],
  ['Esc', 'Close the record'],
] as const;
const sheet = [
  ['j, k', 'Next, previous line'],
  ['1', 'Implemented'],
  ['2', 'Partly'],
  ['3', 'Missing'],
  ['4', 'Not applicable'],
  ['0', 'Not assessed'],
  ['x', 'Choose the line, to answer several at once'],
  ['Enter', 'Open the line'],
  ['/', 'Search'],
] as const;

const rehearsal = [
  ['0, 1, 2', 'Score: no idea, partly, would satisfy an auditor'],
  ['j, k', 'Next, previous question'],
  ['a', 'Write down the answer'],
  ['Esc', 'Back to the keys'],
] as const;

const text = [
  ['j, k', 'Next, previous document'],
  ['{{', 'In the text: insert a fact'],
  ['Ctrl B, Ctrl I', 'In the text: bold, italic'],
  ['Ctrl Alt Enter', 'In the text: remark on the chosen passage'],
] as const;

const matrix = [
  ['/', 'Search'],
  ['j, k', 'Next, previous control'],
  ['Enter', 'Open the control'],
] as const;

const audit = [
  ['j, k', 'Next, previous clause or control'],
  ['↓, ↑', 'Next, previous question; after the last, the conclusion'],
  ['1', 'Conforms'],
  ['2', 'Deviates'],
  ['3', 'Not looked at'],
  ['0', 'Open again'],
  ['c', 'To the conclusion'],
  ['n', 'Write notes'],
  ['e', 'Find what there is to see'],
  ['f', 'Add a finding'],
  ['Ctrl Enter', 'In a finding: record it'],
  ['Esc', 'Back to the keys'],
] as const;

const meeting = [
  ['→, ←', 'Shown for the meeting: next, previous screen'],
  ['Esc', 'End it'],
] as const;

/** `?` shows the keys of the page. */
export function Keys() {
  const [opened, { open, close }] = useDisclosure();
  const path = useLocation({ select: ({ pathname }) => pathname.split('/').slice(3) });
  useHotkeys([['shift+?', open]], undefined, false);
  const own =
    path[0] === 'gap' && !path[1]
      ? sheet
      : path[0] === 'audit' && path[2] === 'work'
        ? audit
        : path[0] === 'controls'
          ? matrix
          : path[0] === 'management-review'
            ? meeting
            : path[0] === 'document'
              ? text
              : path[0] === 'people' && path[1] === 'rehearsal'
                ? rehearsal
                : ['context', 'risks', 'gap', 'people', 'objectives', 'evidence', 'audits', 'reviews'].includes(path[0] ?? '')
                  ? lists
                  : [];
  return (
    <Modal opened={opened} onClose={close} title="Keys of this page">
      <table className="grid-table">
        <tbody>
          {[...own, ...everywhere].map(([key, does]) => (
            <tr key={key}>
              <td>
                <Kbd>{key}</Kbd>
              </td>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
