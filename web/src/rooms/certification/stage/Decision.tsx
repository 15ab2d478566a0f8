import { Anchor, Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { decisionsAfter, type CertificationAudit, type Decision as Decided } from '../../../../../src/isms/certification/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../../client.tsx';
import { dayInWords, plural, sentence } from '../../../words.ts';

const words: Partial<Record<Decided, string>> = { ready: 'Ready for Stage 2', 'not-ready': 'Not ready for Stage 2' };
const decisionInWords = (decision: Decided) => words[decision] ?? sentence(decision);

/** What the body decides, what holds it up, and the certificate that follows. */
export function Decision({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const { decision, decidedOn } = audit;
  const findings = useRead(['certification-findings', audit.id], (client) =>
    client.certification.findings.list({ limit: 1000, filter: { audit: audit.id } }),
  );
  const holding = (findings.data?.items ?? []).filter(({ blocks }) => blocks);
  const grants = audit.kind === 'stage-2' || audit.kind === 'recertification';
  return (
    <section aria-label="Decision of the body">
      <Title order={3} mb="xs">
        Decision of the body
      </Title>
      {decision === 'open' ? (
        <Stack gap="xs">
          {grants && holding.length > 0 && (
            <Text>
              <span aria-hidden style={{ color: 'var(--orange)' }}>
                ○{' '}
              </span>
              {plural(holding.length, 'finding holds', 'findings hold')} it up: {holding.map(({ id }) => id).join(', ')}. Majors are verified and
              plans for minors accepted first.
            </Text>
          )}
          {keeps ? <Decide audit={audit} /> : <Text className="quiet">It is open.</Text>}
        </Stack>
      ) : (
        <Text>
          <span aria-hidden style={{ color: decision === 'refused' || decision === 'not-ready' ? 'var(--red)' : 'var(--green)' }}>
            {decision === 'refused' || decision === 'not-ready' ? '■' : '●'}
          </span>{' '}
          <b>{decisionInWords(decision)}</b>, decided on {dayInWords(decidedOn)}.
        </Text>
      )}
      {(decision === 'granted' || decision === 'renewed') && <Granted audit={audit} keeps={keeps} />}
    </section>
  );
}

function Decide({ audit }: { audit: CertificationAudit }) {
  const allowed = decisionsAfter[audit.kind];
  const [decision, setDecision] = useState<Decided>(allowed[0]!);
  const [on, setOn] = useState('');
  const decide = useWrite(
    (client: Client) => client.certification.decide({ id: audit.id, decision: decision as 'ready', ...(on && { on }) }),
    () => 'Recorded.',
    { signed: true },
  );
  return (
    <Group gap="xs" align="flex-end">
      <SegmentedControl
        aria-label="Decision"
        value={decision}
        onChange={(value) => setDecision(value as Decided)}
        data={allowed.map((value) => ({ value, label: decisionInWords(value) }))}
      />
      <TextInput label="On" type="date" description="Empty: today" value={on} onChange={(event) => setOn(event.currentTarget.value)} />
      <Button variant={audit.heldTo === null ? 'default' : 'filled'} loading={decide.isPending} onClick={() => decide.mutate(undefined)}>
        Record the decision
      </Button>
    </Group>
  );
}

/** A certificate that was granted is entered with its number; the rest follows from what is in force. */
function Granted({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const { slug } = useHere();
  const [number, setNumber] = useState('');
  const certificates = useRead(['certificates', 'of', audit.id], (client) =>
    client.certification.certificates.list({ limit: 100, filter: { audit: audit.id } }),
  );
  const enter = useWrite(
    (client: Client) => client.certification.certificates.create({ number, audit: audit.id, decidedOn: audit.decidedOn }),
    ({ record }) => `${record.id} is entered.`,
  );
  const [known] = certificates.data?.items ?? [];
  if (known)
    return (
      <Anchor component={Link} to={`/o/${slug}/certification/certificates` as never}>
        Certificate {known.number}
      </Anchor>
    );
  if (!keeps || certificates.data === undefined) return null;
  return (
    <form
      aria-label="Enter the certificate"
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate(undefined);
      }}
    >
      <Group gap="xs" align="flex-end" mt="xs">
        <TextInput
          label="Number of the certificate"
          description="Scope, Statement of Applicability and validity are taken from what is in force, and can be corrected"
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button type="submit" disabled={number.trim() === ''} loading={enter.isPending}>
          Enter the certificate
        </Button>
      </Group>
    </form>
  );
}
