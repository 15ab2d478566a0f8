import { Button, Group, MultiSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { type CertificationAudit, type Interview, startOf } from '../../../../../src/isms/certification/model.ts';
import { showError, useHere, useWrite, type Client } from '../../../client.tsx';
import { useNames, useOptions } from '../../../parts/options.ts';
import { References } from '../../../parts/Reference.tsx';
import { LeftOut } from '../../../parts/LeftOut.tsx';
import { counted, dayInWords, plural, today } from '../../../words.ts';

type Talk = Omit<Interview, 'id'> & { id?: string | undefined };

/** Who is spoken with, when, about which clauses and controls; proposed from roles and owners, and changed as a whole. */
export function Interviews({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const { client } = useHere();
  const [draft, setDraft] = useState<Talk[] | null>(null);
  const [left, setLeft] = useState<string[]>([]);
  const save = useWrite(
    (c: Client) => c.certification.interviews({ id: audit.id, interviews: draft!, version: audit.version }),
    () => 'The interview plan is saved.',
  );
  const propose = async () => {
    const proposal = await client.certification.propose({ id: audit.id });
    setLeft(proposal.left);
    setDraft(proposal.interviews);
  };
  const writes = keeps && audit.decision === 'open';
  return (
    <section aria-label="Interview plan">
      <Group justify="space-between">
        <Title order={3}>Interview plan</Title>
        {writes && draft === null && (
          <Group gap="xs">
            {audit.interviews.length > 0 && (
              <Button size="compact-sm" variant="default" onClick={() => setDraft(audit.interviews)}>
                Change the interview plan
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => void propose().catch(showError)}>
              {audit.interviews.length > 0 ? 'Propose anew' : 'Propose an interview plan'}
            </Button>
          </Group>
        )}
      </Group>
      {draft === null ? (
        <Planned audit={audit} />
      ) : (
        <Stack gap="sm">
          <LeftOut left={left} />
          {draft.map((talk, index) => (
            <TalkForm
              key={talk.id ?? index}
              talk={talk}
              onChange={(fields) => setDraft(draft.map((each, at) => (at === index ? { ...each, ...fields } : each)))}
              onRemove={() => setDraft(draft.filter((_, at) => at !== index))}
            />
          ))}
          <Group gap="xs" style={{ position: 'sticky', bottom: 0, background: 'var(--paper)', padding: '8px 0' }}>
            <Button loading={save.isPending} onClick={() => save.mutate(undefined, { onSuccess: () => (setDraft(null), setLeft([])) })}>
              Save the interview plan
            </Button>
            <Button
              variant="default"
              onClick={() =>
                setDraft([
                  ...draft,
                  { day: startOf(audit) ?? today(), from: '09:00', to: '10:00', role: '', people: [], subjects: [], auditor: '', note: '' },
                ])
              }
            >
              Add a talk
            </Button>
            <Button variant="subtle" onClick={() => (setDraft(null), setLeft([]))}>
              Leave it as it was
            </Button>
          </Group>
        </Stack>
      )}
    </section>
  );
}

function Planned({ audit: { interviews } }: { audit: CertificationAudit }) {
  const name = useNames('people');
  if (interviews.length === 0) return <Text className="quiet">Nobody is planned to be interviewed yet.</Text>;
  return (
    <Stack gap="xs">
      {[...Map.groupBy(interviews, ({ day }) => day)].map(([day, talks]) => (
        <section key={day} aria-label={dayInWords(day)}>
          <Text fw={600}>
            {dayInWords(day)}{' '}
            <Text span className="quiet" fw={400}>
              {counted(day)}, {plural(talks.length, 'talk')}
            </Text>
          </Text>
          <div className="scroll" tabIndex={0} role="group" aria-label={`Interviews of ${dayInWords(day)}`}>
            <table className="grid-table">
              <thead className="sr-only">
                <tr>
                  <th>Time</th>
                  <th>Role</th>
                  <th>About</th>
                </tr>
              </thead>
              <tbody>
                {talks.map(({ id, from, to, role, people, subjects, auditor }) => (
                  <tr key={id}>
                    <td className="nowrap" style={{ width: '7rem' }}>
                      {from} to {to}
                    </td>
                    <td style={{ minWidth: '14rem' }}>
                      <b>{role}</b>
                      <Text size="sm" className="quiet">
                        {people.map(name).join(', ')}
                        {auditor && ` · with ${auditor}`}
                      </Text>
                    </td>
                    <td style={{ minWidth: '16rem' }}>
                      <References ids={subjects} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </Stack>
  );
}

function TalkForm({ talk, onChange, onRemove }: { talk: Talk; onChange(fields: Partial<Talk>): void; onRemove(): void }) {
  const people = useOptions('people');
  const all = useOptions('subjects');
  return (
    <div className="hairline" style={{ paddingTop: 8 }} role="group" aria-label={`Talk ${talk.day} ${talk.from}`}>
      <Group gap="sm" align="flex-end">
        <TextInput label="Day" type="date" value={talk.day} onChange={(event) => onChange({ day: event.currentTarget.value })} />
        <TextInput label="From" type="time" value={talk.from} onChange={(event) => onChange({ from: event.currentTarget.value })} />
        <TextInput label="Until" type="time" value={talk.to} onChange={(event) => onChange({ to: event.currentTarget.value })} />
        <TextInput label="Role" style={{ flex: '1 1 10rem' }} value={talk.role} onChange={(event) => onChange({ role: event.currentTarget.value })} />
        <TextInput label="Auditor" value={talk.auditor} onChange={(event) => onChange({ auditor: event.currentTarget.value })} />
        <Button variant="subtle" onClick={onRemove} aria-label={`Remove the talk ${talk.day} ${talk.from}`}>
          Remove
        </Button>
      </Group>
      <Group gap="sm" grow mt="xs">
        <MultiSelect label="People" searchable limit={40} data={people} value={talk.people} onChange={(list) => onChange({ people: list })} />
        <MultiSelect
          label="Clauses and controls"
          searchable
          limit={40}
          data={all}
          value={talk.subjects}
          onChange={(subjects) => onChange({ subjects })}
        />
      </Group>
    </div>
  );
}
