import { Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type CertificationAudit, type CertificationAuditKind, auditTitles, endOf, startOf } from '../../../../../src/isms/certification/model.ts';
import { may, type Role } from '../../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../../client.tsx';
import { AttachButton, Files } from '../../../parts/Attach.tsx';
import { Empty, Loaded } from '../../../parts/Page.tsx';
import { counted, dayInWords, plural, sentence } from '../../../words.ts';
import { Concerns } from './Concerns.tsx';
import { Days } from './Days.tsx';
import { Decision } from './Decision.tsx';
import { FindingsOf } from './FindingsOf.tsx';
import { Focus } from './Focus.tsx';
import { Interviews } from './Interviews.tsx';
import { Requests } from './Requests.tsx';
import { Samples } from './Samples.tsx';
import { SevenThings } from './SevenThings.tsx';

const means: Record<CertificationAuditKind, string> = {
  'stage-1': 'Whether the system stands: the auditors read the seven things below and say whether they can come again.',
  'stage-2': 'Whether the system works: interviews, evidence and samples, and then the decision on the certificate.',
  'surveillance-1': 'Whether it goes on working, a year after the decision.',
  'surveillance-2': 'Whether it goes on working, two years after the decision.',
  recertification: 'Whether it holds for another three years: audit, answers and decision before the certificate ends.',
  special: 'An audit out of turn: a complaint, a change, a smaller or larger scope.',
};

/** One stage of the certification: everything about the audit on one page, before it, while it goes on, and after it. */
export function Stage({ kind }: { kind: CertificationAuditKind }) {
  const audits = useRead(['certification-audits', kind], (client) => client.certification.audits.list({ limit: 100, filter: { kind } }));
  const { audit: wanted } = useSearch({ strict: false }) as { audit?: string };
  const navigate = useNavigate();
  return (
    <Loaded query={audits}>
      {({ items }) => {
        const all = items.toSorted((a, b) => (startOf(b) ?? '9999').localeCompare(startOf(a) ?? '9999'));
        const audit = all.find(({ id }) => id === wanted) ?? all[0];
        if (!audit) return <Unplanned kind={kind} />;
        return (
          <Stack gap="sm">
            {all.length > 1 && (
              <Select
                label="Which one"
                maw={320}
                allowDeselect={false}
                data={all.map((each) => ({ value: each.id, label: `${each.id}, ${dayInWords(startOf(each)) || 'no days yet'}` }))}
                value={audit.id}
                onChange={(id) => void navigate({ to: '.', search: { audit: id } as never })}
              />
            )}
            <One key={audit.id} audit={audit} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Unplanned({ kind }: { kind: CertificationAuditKind }) {
  const { role } = useHere();
  return (
    <Empty title={`${auditTitles[kind]} is not planned yet.`}>
      <Text className="quiet">{means[kind]}</Text>
      {may(role as Role, 'keep the certification') && <Plan kind={kind} />}
    </Empty>
  );
}

/** Days agreed with the body make an audit. */
function Plan({ kind }: { kind: CertificationAuditKind }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const plan = useWrite(
    (client: Client) => client.certification.audits.create({ kind, plannedFrom: from, plannedTo: to || from }),
    ({ record }) => `${record.id} is planned.`,
  );
  return (
    <form
      aria-label={`Plan ${auditTitles[kind]}`}
      onSubmit={(event) => {
        event.preventDefault();
        plan.mutate(undefined, { onSuccess: () => (setFrom(''), setTo('')) });
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput label="From" type="date" required value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput label="Until" type="date" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={from === ''} loading={plan.isPending}>
          Plan it
        </Button>
      </Group>
    </form>
  );
}

function stateOf(audit: CertificationAudit): string {
  const { heldFrom, heldTo, plannedFrom, decision, decidedOn, auditors, days, place } = audit;
  const [start, end] = [startOf(audit), endOf(audit)];
  const when = start === null ? 'no days are set' : `${dayInWords(start)}${end !== null && end !== start ? ` to ${dayInWords(end)}` : ''}`;
  const state =
    decision !== 'open'
      ? `Held ${when}; the body decided on ${dayInWords(decidedOn)}: ${sentence(decision).toLowerCase()}.`
      : heldTo !== null
        ? `Held ${when}; the decision of the body is open.`
        : heldFrom !== null
          ? `Going on since ${dayInWords(heldFrom)}.`
          : plannedFrom === null
            ? 'Planned, but no days are set.'
            : `Planned for ${when} (${counted(plannedFrom)}).`;
  const more = [auditors, days !== null && plural(days, 'audit day'), place].filter(Boolean).join(' · ');
  return more ? `${state} ${more}` : state;
}

function One({ audit }: { audit: CertificationAudit }) {
  const { role } = useHere();
  const { kind } = audit;
  const keeps = may(role as Role, 'keep the certification');
  return (
    <Stack gap="xl">
      <div>
        <Title order={2}>{auditTitles[kind]}</Title>
        <Text>{stateOf(audit)}</Text>
        <Text size="sm" className="quiet">
          {means[kind]}
        </Text>
        <Days audit={audit} keeps={keeps} />
      </div>
      {kind === 'stage-1' && <SevenThings />}
      {kind !== 'stage-1' && kind !== 'stage-2' && <Focus audit={audit} />}
      {(kind === 'stage-1' || kind === 'stage-2') && <Concerns audit={audit} keeps={keeps} />}
      <Interviews audit={audit} keeps={keeps} />
      <Requests audit={audit} keeps={keeps} />
      <Samples audit={audit} keeps={keeps} />
      <FindingsOf audit={audit} keeps={keeps} />
      <Decision audit={audit} keeps={keeps} />
      <Reports audit={audit} keeps={keeps} />
      {keeps && audit.decision !== 'open' && (
        <details>
          <summary>Plan another one</summary>
          <Plan kind={kind} />
        </details>
      )}
    </Stack>
  );
}

function Reports({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const attach = useWrite(
    (client: Client, upload: string) => client.certification.attach({ id: audit.id, upload }),
    () => 'Kept.',
  );
  return (
    <section aria-label="Reports and plans">
      <Title order={3} mb="xs">
        Reports and plans
      </Title>
      <Stack gap="xs">
        {audit.files.length === 0 && <Text className="quiet">Neither the plan nor the report of the body is kept here yet.</Text>}
        <Files files={audit.files} />
        {keeps && (
          <div>
            <AttachButton onUploaded={(upload) => attach.mutate(upload)}>Keep files</AttachButton>
          </div>
        )}
      </Stack>
    </section>
  );
}
