import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { may, type Role } from '../../../src/isms/permissions.ts';
import { showError, useHere, useRead, useWrite, type Client } from '../client.tsx';
import { KeyFingerprint } from '../parts/Pack.tsx';
import { Loaded, Page } from '../parts/Page.tsx';
import { dayInWords, plural, sentence, valueInWords } from '../words.ts';

/** Every change, who, when, before and after; verified and signed. */
export function Ledger() {
  const { client, role } = useHere();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [before, setBefore] = useState<number | undefined>();
  const entries = useRead(['ledger', from, to, before], (c) =>
    c.ledger.entries({ ...(from && { from }), ...(to && { to }), ...(before && { before }), limit: 100 }),
  );
  const checkpoints = useRead(['checkpoints'], (c) => c.ledger.checkpoints());
  const verify = useMutation({ mutationFn: () => client.ledger.verify(), onError: showError });
  const sign = useWrite(
    (c: Client) => c.ledger.checkpoint(),
    () => 'Signed.',
  );
  const undo = useWrite(
    (c: Client, request: string) => c.ledger.undo({ request }),
    ({ records }) => `${plural(records, 'record')} taken back.`,
  );
  const save = (content: object, name: string) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Page
      title="Ledger"
      state={entries.data && `${plural(entries.data.total, 'change')} recorded, each bound to the one before it.`}
      actions={
        <>
          <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
            Verify
          </Button>
          {may(role as Role, 'sign a checkpoint') && (
            <Button loading={sign.isPending} onClick={() => sign.mutate(undefined)}>
              Sign where it stands
            </Button>
          )}
        </>
      }
    >
      {verify.data && (
        <Alert
          variant="light"
          color={verify.data.intact ? 'teal' : 'red'}
          title={
            verify.data.intact
              ? `Intact: ${verify.data.entries} entries, and every record stands as the ledger last wrote it.`
              : `Broken at ${verify.data.firstBroken?.sequence ? `entry ${verify.data.firstBroken.sequence}, ` : ''}${verify.data.firstBroken?.register} ${verify.data.firstBroken?.record}`
          }
        >
          <Text size="sm">{verify.data.firstBroken?.reason}</Text>
          {verify.data.checkpoints.map((each) => (
            <Text size="sm" key={each.sequence}>
              {each.holds ? '●' : '○'} {each.reason}
            </Text>
          ))}
        </Alert>
      )}
      <Group gap="xs">
        <TextInput
          type="date"
          label="From"
          value={from}
          onChange={(event) => {
            setFrom(event.currentTarget.value);
            setBefore(undefined);
          }}
        />
        <TextInput
          type="date"
          label="To"
          value={to}
          onChange={(event) => {
            setTo(event.currentTarget.value);
            setBefore(undefined);
          }}
        />
      </Group>
      <Loaded query={entries}>
        {({ items }) => (
          <Stack>
            <div className="scroll" tabIndex={0}>
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>#</th>
                    <th>When</th>
                    <th>Who</th>
                    <th>Record</th>
                    <th>What</th>
                    <th>
                      <span className="sr-only">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((entry, index) => (
                    <tr key={entry.sequence}>
                      <td>{entry.sequence}</td>
                      <td style={{ whiteSpace: 'nowrap' }}>
                        {dayInWords(entry.at)} {entry.at.slice(11, 16)}
                      </td>
                      <td>
                        {entry.actorName} <span className="quiet">{entry.door}</span>
                      </td>
                      <td style={{ whiteSpace: 'nowrap' }}>
                        {sentence(entry.register)} {entry.record}
                      </td>
                      <td>
                        {entry.action === 'create'
                          ? 'Added'
                          : entry.changed.slice(0, 4).map(({ field, before: was, after }) => (
                              <div key={field}>
                                {sentence(field)}: <del className="quiet">{valueInWords(was, 120)}</del> → {valueInWords(after, 120)}
                              </div>
                            ))}
                      </td>
                      <td>
                        {may(role as Role, 'undo a change') && items[index - 1]?.request !== entry.request && (
                          <Button size="compact-xs" variant="subtle" onClick={() => undo.mutate(entry.request)}>
                            Undo
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {items.length === 100 && (
              <Button w="fit-content" variant="default" onClick={() => setBefore(items.at(-1)!.sequence)}>
                Older
              </Button>
            )}
          </Stack>
        )}
      </Loaded>
      <Title order={2}>Signed checkpoints</Title>
      <Text className="quiet">Hand one to your auditor: with it anybody can tell later whether earlier entries were altered.</Text>
      <KeyFingerprint />
      <Loaded query={checkpoints}>
        {({ items }) => (
          <>
            {items.length === 0 && <Text>None yet.</Text>}
            {items.slice(0, 20).map((each) => (
              <Group key={each.sequence} gap="xs">
                <Text size="sm">
                  Entry {each.sequence}, {dayInWords(each.at)}
                </Text>
                <Button size="compact-xs" variant="default" onClick={() => save(each, `checkpoint-${each.sequence}.json`)}>
                  Download
                </Button>
              </Group>
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}
