import { Button, Group, Kbd, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { DecisionShown } from '../../../../src/isms/operations/access-reviews/contract.ts';
import { hintWords } from '../../../../src/isms/operations/access-reviews/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { State } from './signs.tsx';

type Decision = 'open' | 'keep' | 'change' | 'revoke';
interface Choice {
  id: string;
  decision: Decision;
  reason: string;
}

/** The accounts that wait for one’s decision, made for the keyboard: one hand, one key each. */
export function Decide() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { slug, role } = useHere();
  const mine = useRead(['my', 'access-reviews'], (client) => client.operations.accessReviews.mine());
  const list = useRead(['my', 'access-reviews', id], (client) => client.operations.accessReviews.myDecisions({ id }));
  const review = mine.data?.items.find((each) => each.review === id);
  return (
    <Page
      title={review?.title ?? 'Access review'}
      state={
        review
          ? `${plural(review.open, 'account')} of ${review.all} ${review.open === 1 ? 'waits' : 'wait'} for your decision by ${dayInWords(review.dueOn)} (${counted(review.dueOn)}).`
          : mine.data && 'This review is not open for you any more.'
      }
      actions={
        <Button variant="default" component={Link} to={(role === 'employee' ? `/o/${slug}/my` : `/o/${slug}/access-review/${id}`) as never}>
          {role === 'employee' ? 'My page' : 'The whole review'}
        </Button>
      }
    >
      <Loaded query={list}>{({ items }) => (review ? <Sheet review={id} all={items} /> : <Empty title="Nothing is to be decided here." />)}</Loaded>
    </Page>
  );
}

function Sheet({ review, all }: { review: string; all: DecisionShown[] }) {
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const [at, setAt] = useState(0);
  const [marked, setMarked] = useState<Set<string>>(new Set());
  const [asking, setAsking] = useState<{ ids: string[]; decision: Decision } | null>(null);
  const [reason, setReason] = useState('');
  const former = useRef<Choice[][]>([]);
  const body = useRef<HTMLTableSectionElement>(null);
  // What has just been decided stays where it was until one asks for the rest: the eye keeps its place.
  const [standing, setStanding] = useState<Set<string>>(() => new Set(all.filter(({ decision }) => decision === 'open').map(({ id }) => id)));
  const shown = which === 'all' ? all : all.filter(({ id, decision }) => decision === 'open' || standing.has(id));
  const current = shown[Math.min(at, shown.length - 1)];
  const decide = useWrite(
    (client: Client, items: Choice[]) => client.operations.accessReviews.decide({ id: review, items }),
    ({ open }) => (open === 0 ? 'Everything that is yours is decided.' : ''),
    { signed: true },
  );
  const send = (items: Choice[], undoing = false) => {
    const before = items.map(({ id }) => {
      const known = all.find((each) => each.id === id)!;
      return { id, decision: known.decision, reason: known.reason };
    });
    // At once: whoever takes it back, or goes on to the next account, does not wait for the answer.
    if (!undoing) {
      former.current.push(before);
      setMarked(new Set());
      setAsking(null);
      setReason('');
    }
    decide.mutate(items, {
      onError: () => {
        if (undoing) return;
        former.current = former.current.filter((each) => each !== before);
        setMarked((now) => (now.size > 0 ? now : marked));
        setAsking((now) => now ?? asking);
        setReason((now) => now || reason);
      },
    });
  };
  const choose = (decision: Decision) => {
    const ids = marked.size > 0 ? [...marked] : current ? [current.id] : [];
    if (ids.length === 0) return;
    const left = ids.some((id) => all.find((each) => each.id === id)!.hints.includes('left'));
    if (decision === 'change' || decision === 'revoke' || (decision === 'keep' && left)) return setAsking({ ids, decision });
    send(ids.map((id) => ({ id, decision, reason: '' })));
    if (marked.size === 0) move(1);
  };
  const move = (step: number) => setAt((old) => Math.max(0, Math.min(shown.length - 1, old + step)));
  const toggle = (id: string) =>
    setMarked((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const undo = () => {
    const last = former.current.pop();
    if (last) send(last, true);
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['ArrowDown', () => move(1)],
    ['ArrowUp', () => move(-1)],
    ['1', () => choose('keep')],
    ['2', () => choose('change')],
    ['3', () => choose('revoke')],
    ['0', () => choose('open')],
    ['x', () => current && toggle(current.id)],
    ['a', () => setMarked((old) => (old.size > 0 ? new Set() : new Set(shown.filter(({ decision }) => decision === 'open').map(({ id }) => id))))],
    ['u', undo],
  ]);
  useEffect(() => {
    body.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const open = all.filter(({ decision }) => decision === 'open').length;
  return (
    <Stack gap="sm">
      <Group gap="xs" justify="space-between">
        <SegmentedControl
          aria-label="Which accounts"
          size="xs"
          value={which}
          onChange={(value) => {
            setWhich(value as 'open' | 'all');
            setStanding(new Set(all.filter(({ decision }) => decision === 'open').map(({ id }) => id)));
            setAt(0);
          }}
          data={[
            { value: 'open', label: `Open (${open})` },
            { value: 'all', label: `All (${all.length})` },
          ]}
        />
        <Text size="sm" className="quiet no-print keys-help">
          <Kbd>j</Kbd> <Kbd>k</Kbd> down, up · <Kbd>1</Kbd> keep <Kbd>2</Kbd> change <Kbd>3</Kbd> revoke · <Kbd>x</Kbd> mark <Kbd>a</Kbd> mark all ·{' '}
          <Kbd>u</Kbd> take back
        </Text>
      </Group>
      <Group gap="xs" className="decide-bar no-print">
        <Text size="sm" style={{ flex: 1 }} aria-live="polite">
          {marked.size > 0 ? `${plural(marked.size, 'account')} marked` : current ? current.account.name || current.account.id : ''}
        </Text>
        {(
          [
            ['keep', 'Keep'],
            ['change', 'Change'],
            ['revoke', 'Revoke'],
          ] as const
        ).map(([decision, title]) => (
          <Button key={decision} variant="default" onClick={() => choose(decision)} loading={decide.isPending} disabled={!current}>
            {title}
          </Button>
        ))}
      </Group>
      {asking && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send(asking.ids.map((id) => ({ id, decision: asking.decision, reason })));
            if (marked.size === 0) move(1);
          }}
        >
          <Group gap="xs" align="flex-end">
            <TextInput
              data-autofocus
              ref={(element) => element?.focus()}
              label={
                asking.decision === 'keep'
                  ? 'It belongs to somebody who has left. Why is it kept?'
                  : asking.decision === 'revoke'
                    ? `Why ${asking.ids.length === 1 ? 'is it' : 'are they'} revoked?`
                    : 'What is changed, and why?'
              }
              style={{ flex: 1 }}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setAsking(null)}
            />
            <Button type="submit" disabled={reason.trim() === ''} loading={decide.isPending}>
              {asking.decision === 'keep' ? 'Keep' : asking.decision === 'revoke' ? 'Revoke' : 'Change'}{' '}
              {asking.ids.length > 1 ? asking.ids.length : ''}
            </Button>
            <Button variant="default" onClick={() => setAsking(null)}>
              Not yet
            </Button>
          </Group>
        </form>
      )}
      {shown.length === 0 ? (
        <Empty title="Everything that is yours is decided." />
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label="Accounts to decide on">
          <table className="grid-table decide">
            <thead>
              <tr>
                <th>
                  <span className="sr-only">Marked</span>
                </th>
                <th>Account</th>
                <th>Access</th>
                <th>Catches the eye</th>
                <th>Last used</th>
                <th>Decision</th>
              </tr>
            </thead>
            <tbody ref={body}>
              {shown.map(({ id, account, personName, hints, decision, reason: why }, index) => (
                <tr
                  key={id}
                  data-chosen={shown[at]?.id === id || undefined}
                  aria-current={shown[at]?.id === id || undefined}
                  onClick={() => setAt(index)}
                >
                  <td>
                    <input type="checkbox" aria-label={`Mark ${account.name || account.id}`} checked={marked.has(id)} onChange={() => toggle(id)} />
                  </td>
                  <td>
                    {account.name || account.id}
                    <span className="quiet second-line">
                      {[account.id, personName && personName !== account.name ? personName : '', account.kind === 'person' ? '' : account.kind]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </td>
                  <td>{account.access || <span className="quiet">–</span>}</td>
                  <td>{hints.length > 0 ? hints.map((hint) => hintWords[hint]).join(', ') : <span className="quiet">–</span>}</td>
                  <td className="nowrap">{account.lastUsedOn ? dayInWords(account.lastUsedOn) : <span className="quiet">not known</span>}</td>
                  <td>
                    <State of="decision" at={decision} />
                    {why && <span className="quiet second-line">{why}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Stack>
  );
}
