import { Anchor, Button, Group, MultiSelect, SegmentedControl, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CertificationFindingShown } from '../../../../../src/isms/certification/contract.ts';
import type { CertificationAudit } from '../../../../../src/isms/certification/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../../client.tsx';
import { useOptions } from '../../../parts/options.ts';
import { Loaded } from '../../../parts/Page.tsx';
import { References } from '../../../parts/Reference.tsx';
import { counted, dayInWords, plural, today } from '../../../words.ts';

const grades = {
  major: { sign: '■', one: 'major nonconformity', many: 'major nonconformities' },
  minor: { sign: '▲', one: 'minor nonconformity', many: 'minor nonconformities' },
  opportunity: { sign: '◇', one: 'opportunity for improvement', many: 'opportunities for improvement' },
} as const;
type Grade = keyof typeof grades;

/** What is done about a nonconformity of the body, in order: each step is a day. */
const steps = [
  { field: 'planSentOn', done: 'Plan sent', ask: 'The plan was sent' },
  { field: 'planAcceptedOn', done: 'Plan accepted', ask: 'The plan was accepted' },
  { field: 'evidenceSentOn', done: 'Evidence sent', ask: 'Evidence was sent' },
  { field: 'verifiedOn', done: 'Verified', ask: 'It was verified' },
] as const;
type Step = (typeof steps)[number];

/** What the body has found, by grade, with the plan, the evidence and the verification of each. */
export function FindingsOf({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const findings = useRead(['certification-findings', audit.id], (client) =>
    client.certification.findings.list({ limit: 1000, filter: { audit: audit.id } }),
  );
  return (
    <section aria-label="Findings">
      <Title order={3}>Findings</Title>
      <Loaded query={findings}>
        {({ items }) => {
          const of = (grade: Grade) => items.filter((each) => each.grade === grade);
          return (
            <Stack gap="md">
              <Text size="sm" className="quiet">
                {items.length === 0
                  ? 'None is written down.'
                  : (Object.keys(grades) as Grade[])
                      .filter((grade) => of(grade).length > 0)
                      .map((grade) => plural(of(grade).length, grades[grade].one, grades[grade].many))
                      .join(', ')}
              </Text>
              {(Object.keys(grades) as Grade[])
                .filter((grade) => of(grade).length > 0)
                .map((grade) => (
                  <div key={grade} role="group" aria-label={grades[grade].many}>
                    {of(grade).map((each) => (
                      <One key={each.id} finding={each} keeps={keeps} />
                    ))}
                  </div>
                ))}
              {keeps && audit.decision === 'open' && <Add audit={audit.id} />}
            </Stack>
          );
        }}
      </Loaded>
    </section>
  );
}

function One({ finding, keeps }: { finding: CertificationFindingShown; keeps: boolean }) {
  const { slug } = useHere();
  const { id, number, title, grade, subjects, statement, nonconformity, state, answerBy, verifyBy, verification } = finding;
  const next = steps.find(({ field }) => finding[field] === null && (field !== 'evidenceSentOn' || finding.verifiedOn === null));
  const late = state === 'overdue' || state === 'lost';
  return (
    <article className="hairline" style={{ padding: '10px 0' }} aria-label={`${id} ${title}`}>
      <Text fw={600}>
        <span className={`grade-${grade}`} title={grades[grade].one}>
          {grades[grade].sign}
          <span className="sr-only"> {grades[grade].one}</span>
        </span>{' '}
        {title}{' '}
        <Text span size="sm" className="quiet">
          {[number, id].filter(Boolean).join(' · ')} <References ids={subjects} />
        </Text>
      </Text>
      {statement && <Text size="sm">{statement}</Text>}
      {grade !== 'opportunity' && (
        <>
          <ol className="steps" aria-label={`How far ${id} has come`}>
            {steps.map(({ field, done }) => (
              <li key={field} data-done={finding[field] !== null || undefined}>
                {done}
                <span className="quiet"> {finding[field] === null ? '' : dayInWords(finding[field])}</span>
              </li>
            ))}
          </ol>
          <Text size="sm" className={late ? undefined : 'quiet'} style={late ? { color: 'var(--red)' } : undefined}>
            {state === 'verified'
              ? verification
              : state === 'lost'
                ? `■ It was to be verified by ${dayInWords(verifyBy)}: Stage 2 is done again.`
                : [
                    finding.planSentOn === null &&
                      answerBy &&
                      `${late ? '■ The answer was due' : 'Answer by'} ${dayInWords(answerBy)} (${counted(answerBy)})`,
                    verifyBy && `to be verified by ${dayInWords(verifyBy)} (${counted(verifyBy)})`,
                    finding.blocks && 'holds up the decision',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
          </Text>
          <Group gap="sm" mt={4}>
            {nonconformity && (
              <Anchor component={Link} to={`/o/${slug}/nonconformity/${nonconformity}` as never} size="sm" style={{ padding: '3px 0' }}>
                Corrected in {nonconformity}
              </Anchor>
            )}
            {keeps && next && <Advance finding={finding} step={next} />}
          </Group>
        </>
      )}
    </article>
  );
}

/** The next step on the way: that it has happened, and on which day. */
function Advance({ finding, step }: { finding: CertificationFindingShown; step: Step }) {
  const [on, setOn] = useState<string | null>(null);
  const [verification, setVerification] = useState('');
  const verifies = step.field === 'verifiedOn';
  const advance = useWrite(
    (client: Client) => client.certification.findings.update({ id: finding.id, [step.field]: on, ...(verifies && { verification }) }),
    () => `${finding.id}: ${step.done.toLowerCase()}.`,
  );
  if (on === null)
    return (
      <Button size="compact-sm" variant="default" onClick={() => setOn(today())} aria-label={`${finding.id}: ${step.ask}`}>
        {step.ask}
      </Button>
    );
  return (
    <Group gap="xs" align="flex-end">
      <TextInput size="xs" label="On" type="date" value={on} onChange={(event) => setOn(event.currentTarget.value)} />
      {verifies && (
        <TextInput
          size="xs"
          label="How it was verified"
          w={280}
          value={verification}
          onChange={(event) => setVerification(event.currentTarget.value)}
        />
      )}
      <Button size="xs" loading={advance.isPending} disabled={on === ''} onClick={() => advance.mutate(undefined, { onSuccess: () => setOn(null) })}>
        Record it
      </Button>
    </Group>
  );
}

function Add({ audit }: { audit: string }) {
  const all = useOptions('subjects');
  const [open, setOpen] = useState(false);
  const blank = { title: '', number: '', grade: 'minor' as Grade, statement: '', subjects: [] as string[], raisedOn: '' };
  const [draft, setDraft] = useState(blank);
  const add = useWrite(
    (client: Client) => client.certification.findings.create({ ...draft, audit, raisedOn: draft.raisedOn || today() }),
    ({ record }) => (record.nonconformity ? `${record.id} is written down; ${record.nonconformity} deals with it.` : `${record.id} is written down.`),
  );
  if (!open)
    return (
      <Button variant="default" w="fit-content" onClick={() => setOpen(true)}>
        Write down a finding
      </Button>
    );
  return (
    <form
      aria-label="New finding of the body"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined, { onSuccess: () => setDraft({ ...blank, raisedOn: draft.raisedOn }) });
      }}
    >
      <Stack gap="xs" maw={640}>
        <TextInput label="Finding" required value={draft.title} onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })} />
        <SegmentedControl
          aria-label="Grade"
          value={draft.grade}
          onChange={(grade) => setDraft({ ...draft, grade: grade as Grade })}
          data={(Object.keys(grades) as Grade[]).map((grade) => ({
            value: grade,
            label: `${grades[grade].sign} ${grade.charAt(0).toUpperCase()}${grade.slice(1)}`,
          }))}
        />
        <MultiSelect
          label="About"
          searchable
          limit={40}
          data={all}
          value={draft.subjects}
          onChange={(subjects) => setDraft({ ...draft, subjects })}
        />
        <Textarea
          label="In the auditor’s words"
          autosize
          minRows={2}
          value={draft.statement}
          onChange={(event) => setDraft({ ...draft, statement: event.currentTarget.value })}
        />
        <Group grow>
          <TextInput label="The body’s number" value={draft.number} onChange={(event) => setDraft({ ...draft, number: event.currentTarget.value })} />
          <TextInput
            label="Raised on"
            type="date"
            description="Empty: today"
            value={draft.raisedOn}
            onChange={(event) => setDraft({ ...draft, raisedOn: event.currentTarget.value })}
          />
        </Group>
        <Group>
          <Button type="submit" disabled={draft.title.trim() === ''} loading={add.isPending}>
            Write it down
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            That is all
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
