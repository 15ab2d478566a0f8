import { Alert, Button, Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AuditShown } from '../../../../src/isms/audits/contract.ts';
import type { AuditSlot } from '../../../../src/isms/audits/model.ts';
import { showError, useHere, useWrite, type Client, type ProblemDetails } from '../../client.tsx';
import { useNames, useOptions } from '../../parts/options.ts';
import { Empty } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { LeftOut } from '../../parts/LeftOut.tsx';
import { counted, dayInWords, plural, today } from '../../words.ts';

type Slot = Omit<AuditSlot, 'id'> & { id?: string | undefined };

/** The sittings of an audit: when, about what, by whom, with whom. Changed as a whole, so that it is checked as a whole. */
export function Plan({ audit, writes }: { audit: AuditShown; writes: boolean }) {
  const { client } = useHere();
  const [draft, setDraft] = useState<Slot[] | null>(null);
  const [left, setLeft] = useState<string[]>([]);
  const save = useWrite(
    (c: Client, slots: Slot[]) => c.audits.setPlan({ id: audit.id, version: audit.version, slots }),
    () => 'The plan is saved.',
  );
  const propose = async () => {
    const { slots, unplanned } = await client.audits.proposePlan({ id: audit.id });
    setLeft(
      [...Map.groupBy(unplanned, ({ because }) => because)].map(
        ([because, own]) =>
          `${plural(own.length, 'subject')}: ${because} (${own
            .slice(0, 6)
            .map(({ subject }) => subject)
            .join(', ')}${own.length > 6 ? ' …' : ''})`,
      ),
    );
    setDraft(slots);
  };
  const begin = () => setDraft(audit.plan);
  const problem = save.error as (Error & { data?: ProblemDetails }) | null;
  if (draft === null) {
    if (audit.plan.length === 0)
      return (
        <Empty title="Nothing is planned yet">
          <Text className="quiet">
            A plan says who looks at what, when, and with whom; everybody concerned sees their part on their page and is reminded a week before.
          </Text>
          {writes && (
            <Group gap="xs">
              <Button variant="light" onClick={() => void propose().catch(showError)}>
                Propose a plan
              </Button>
              <Button variant="default" onClick={() => setDraft([blankSlot(audit)])}>
                Write it by hand
              </Button>
            </Group>
          )}
        </Empty>
      );
    return (
      <Stack gap="sm">
        {writes && (
          <Group gap="xs" className="no-print">
            <Button variant="default" onClick={begin}>
              Change the plan
            </Button>
            <Button variant="default" onClick={() => void propose().catch(showError)}>
              Propose anew
            </Button>
          </Group>
        )}
        <Sittings audit={audit} />
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <LeftOut left={left} />
      {draft.map((slot, index) => (
        <SlotForm
          key={slot.id ?? index}
          audit={audit}
          slot={slot}
          onChange={(fields) => setDraft(draft.map((each, at) => (at === index ? { ...each, ...fields } : each)))}
          onRemove={() => setDraft(draft.filter((_, at) => at !== index))}
        />
      ))}
      {problem && (
        <Alert color="red" variant="light" role="alert" title={problem.message}>
          {problem.data?.remedy}
        </Alert>
      )}
      <Group gap="xs" style={{ position: 'sticky', bottom: 0, background: 'var(--paper)', padding: '8px 0' }}>
        <Button
          loading={save.isPending}
          onClick={() =>
            save.mutate(draft, {
              onSuccess: () => {
                setDraft(null);
                setLeft([]);
              },
            })
          }
        >
          Save the plan
        </Button>
        <Button variant="default" onClick={() => setDraft([...draft, blankSlot(audit)])}>
          Add a sitting
        </Button>
        <Button variant="subtle" onClick={() => setDraft(null)}>
          Leave it as it was
        </Button>
      </Group>
    </Stack>
  );
}

const blankSlot = ({ plannedFrom, leadAuditor }: AuditShown): Slot => ({
  day: plannedFrom ?? today(),
  from: '09:00',
  to: '10:15',
  subjects: [],
  title: '',
  auditor: leadAuditor,
  with: [],
});

/** Requirements by their clause, each once: one reads 6.1.2, not its nine parts. */
const cited = (subjects: readonly string[]) => [...new Set(subjects.map((id) => (/^\d/.test(id) ? id.slice(0, id.indexOf('-')) : id)))];

function Sittings({ audit }: { audit: AuditShown }) {
  const name = useNames('people');
  const planned = new Set(audit.plan.flatMap(({ subjects }) => subjects));
  const without = audit.subjects.filter((id) => !planned.has(id));
  return (
    <>
      {[...Map.groupBy(audit.plan, ({ day }) => day)].map(([day, slots]) => (
        <section key={day} aria-label={dayInWords(day)}>
          <Text fw={600}>
            {dayInWords(day)}{' '}
            <Text span className="quiet" fw={400}>
              {counted(day)}
            </Text>
          </Text>
          <div className="scroll" tabIndex={0} role="region" aria-label={`Plan of ${dayInWords(day)}`}>
            <table className="grid-table">
              <thead className="sr-only">
                <tr>
                  <th>Time</th>
                  <th>About</th>
                  <th>Auditor</th>
                  <th>With</th>
                </tr>
              </thead>
              <tbody>
                {slots.map(({ id, from, to, title, subjects, auditor, with: people }) => (
                  <tr key={id}>
                    <td className="nowrap" style={{ width: '7rem' }}>
                      {from} to {to}
                    </td>
                    <td style={{ minWidth: '16rem' }}>
                      {title && <b>{title} </b>}
                      <References ids={cited(subjects)} />
                    </td>
                    <td style={{ minWidth: '9rem' }}>{auditor === null ? <span className="quiet">nobody yet</span> : name(auditor)}</td>
                    <td style={{ minWidth: '12rem' }}>
                      {people.length === 0 ? <span className="quiet">alone, at the records</span> : people.map(name).join(', ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
      {without.length > 0 && (
        <Text size="sm" className="quiet">
          In no sitting yet: <References ids={cited(without).slice(0, 20)} />
          {cited(without).length > 20 && ` and ${cited(without).length - 20} more`}
        </Text>
      )}
    </>
  );
}

function SlotForm({ audit, slot, onChange, onRemove }: { audit: AuditShown; slot: Slot; onChange(fields: Partial<Slot>): void; onRemove(): void }) {
  const people = useOptions('people');
  const all = useOptions('subjects');
  const covered = new Set(audit.subjects);
  const auditors = new Set([audit.leadAuditor, ...audit.auditors]);
  return (
    <div className="hairline" style={{ paddingTop: 10 }} role="group" aria-label={`Sitting ${slot.day} ${slot.from}`}>
      <Group gap="sm" align="flex-end">
        <TextInput label="Day" type="date" value={slot.day} onChange={(event) => onChange({ day: event.currentTarget.value })} />
        <TextInput label="From" type="time" value={slot.from} onChange={(event) => onChange({ from: event.currentTarget.value })} />
        <TextInput label="Until" type="time" value={slot.to} onChange={(event) => onChange({ to: event.currentTarget.value })} />
        <TextInput
          label="About"
          style={{ flex: 1, minWidth: '10rem' }}
          value={slot.title}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
        />
        <Select
          label="Auditor"
          clearable
          data={people.filter(({ value }) => auditors.has(value))}
          value={slot.auditor}
          onChange={(auditor) => onChange({ auditor })}
        />
        <Button variant="subtle" onClick={onRemove} aria-label={`Remove the sitting ${slot.day} ${slot.from}`}>
          Remove
        </Button>
      </Group>
      <Group gap="sm" grow mt="xs">
        <MultiSelect
          label="Clauses and controls"
          searchable
          data={all.filter(({ value }) => covered.has(value))}
          value={slot.subjects}
          onChange={(subjects) => onChange({ subjects })}
          limit={60}
        />
        <MultiSelect label="With" searchable data={people} value={slot.with} onChange={(list) => onChange({ with: list })} limit={40} />
      </Group>
    </div>
  );
}
