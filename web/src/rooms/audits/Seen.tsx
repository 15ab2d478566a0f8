import { Anchor, Button, Group, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SubjectShown } from '../../../../src/isms/audits/contract.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { AttachButton, Files } from '../../parts/Attach.tsx';
import { linkTo } from '../../parts/Findings.tsx';
import { momentInWords } from '../../words.ts';
import { Sign } from '../operations/signs.tsx';

/** What was seen, frozen by its hash; and what there is to see. Typing narrows it, Enter takes the first. */
export function SeenAndToSee({ audit, shown: { subject, seen, toSee, note }, writes }: { audit: string; shown: SubjectShown; writes: boolean }) {
  const { slug } = useHere();
  const [typed, setTyped] = useState('');
  const [all, setAll] = useState(false);
  const see = useWrite(
    (client: Client, { register, id }: { register: string; id: string }) => client.audits.see({ id: audit, subject, register, record: id }),
    () => '',
    { signed: true },
  );
  const unsee = useWrite(
    (client: Client, { register, id }: { register: string; id: string }) => client.audits.unsee({ id: audit, subject, register, record: id }),
    () => 'Taken back.',
    { signed: true },
  );
  const attach = useWrite(
    (client: Client, upload: string) => client.audits.attach({ id: audit, subject, upload }),
    () => 'The file is kept.',
    { signed: true },
  );
  const known = new Set(seen.map(({ register, id }) => `${register} ${id}`));
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const left = toSee.filter(
    (each) =>
      !known.has(`${each.register} ${each.id}`) && words.every((word) => `${each.id} ${each.label} ${each.about}`.toLowerCase().includes(word)),
  );
  const listed = all || words.length > 0 ? left : left.slice(0, 8);
  const link = (register: string, id: string, label: string) => {
    const { to, search } = linkTo(register, id);
    return (
      <Anchor inherit component={Link} to={`/o/${slug}/${to}` as never} search={search as never} target="_blank">
        {id} {label !== id && label}
      </Anchor>
    );
  };
  return (
    <section aria-label="Evidence">
      <Title order={2}>Seen</Title>
      <Text size="sm" className="quiet">
        Each with the hash of what it said at that moment. It opens beside, so that nothing here is lost.
      </Text>
      <ul className="audit-seen">
        {seen.map((each) => (
          <li key={`${each.register} ${each.id} ${each.sha256}`}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <div>
                {link(each.register, each.id, each.label)}
                <span className="quiet" style={{ display: 'block' }}>
                  {momentInWords(each.at)} · <code title={each.sha256}>{each.sha256.slice(0, 12)}…</code> ·{' '}
                  {each.now === 'same' ? (
                    <Sign at="good">as seen</Sign>
                  ) : each.now === 'changed' ? (
                    <Sign at="some">has changed since</Sign>
                  ) : (
                    <Sign at="none">archived since</Sign>
                  )}
                </span>
              </div>
              {writes && (
                <Button size="compact-xs" variant="subtle" onClick={() => unsee.mutate(each)} aria-label={`Take back that ${each.id} was seen`}>
                  Take back
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
      {note && <Files files={note.files} />}
      {writes && (
        <>
          <Group gap="xs" mt="sm" align="flex-end">
            <TextInput
              label="What there is to see"
              placeholder="Narrow it: policy, restore, R-3"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') event.currentTarget.blur();
                if (event.key === 'Enter' && left[0]) {
                  see.mutate(left[0]);
                  setTyped('');
                }
              }}
              style={{ flex: 1, maxWidth: '24rem' }}
            />
            <AttachButton onUploaded={(upload) => attach.mutate(upload)}>Attach a file</AttachButton>
          </Group>
          <ul className="audit-seen">
            {listed.map((each) => (
              <li key={`${each.register} ${each.id}`}>
                <Group justify="space-between" wrap="nowrap">
                  <span>
                    {link(each.register, each.id, each.label)} <span className="quiet">· {each.about}</span>
                  </span>
                  <Button size="compact-xs" variant="default" onClick={() => see.mutate(each)} aria-label={`Seen: ${each.id} ${each.label}`}>
                    Seen
                  </Button>
                </Group>
              </li>
            ))}
          </ul>
          {left.length > listed.length && (
            <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
              Show all {left.length}
            </Button>
          )}
          {toSee.length === 0 && (
            <Text size="sm" className="quiet">
              No record speaks for it: that by itself is worth a note.
            </Text>
          )}
        </>
      )}
    </section>
  );
}
