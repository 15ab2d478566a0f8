import { Alert, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import type { AuditShown } from '../../../../src/isms/audits/contract.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { Sign } from '../../parts/Sign.tsx';
import { momentInWords, plural } from '../../words.ts';
import { Sign as Mark } from '../operations/signs.tsx';

interface Content {
  summary: string;
  counts: Record<'major' | 'minor' | 'opportunity' | 'conformity', number>;
  covered: { subject: string; title: string; conclusion: string; seen: unknown[] }[];
  notCovered: { subject: string; title: string; because: string }[];
  samples: { id: string; title: string; population: number; drawn: number; deviations: number; seed: string }[];
  independence: string[];
}

/** The report: what it says, what is missing before it can be signed, the signature. */
export function Report({ audit }: { audit: AuditShown }) {
  const report = useRead(['internal-audits', 'report', audit.id], (client) => client.audits.report({ id: audit.id }));
  return (
    <Loaded query={report}>
      {({ signed, holds, content, lacks }) => {
        const shown = content as Content;
        return (
          <Stack gap="lg" maw={820}>
            {signed ? (
              <div>
                <Text style={{ whiteSpace: 'pre-line' }}>{signed.summary}</Text>
                <Text size="sm" className="quiet" mt="xs">
                  Signed by {signed.signedBy} on {momentInWords(signed.signedAt)}. SHA-256{' '}
                  <code style={{ overflowWrap: 'anywhere' }}>{signed.hash}</code>
                </Text>
                <Text size="sm">
                  {holds ? <Mark at="good">The text is what was signed.</Mark> : <Mark at="bad">The text is not what was signed.</Mark>}
                </Text>
              </div>
            ) : (
              audit.status !== 'cancelled' && <ToSign audit={audit} lacks={lacks} />
            )}
            <section aria-label="Result">
              <Title order={2}>Result</Title>
              <Text>
                {plural(shown.counts.major, 'major nonconformity', 'major nonconformities')},{' '}
                {plural(shown.counts.minor, 'minor nonconformity', 'minor nonconformities')},{' '}
                {plural(shown.counts.opportunity, 'opportunity', 'opportunities')}; {shown.counts.conformity} noted as conforming.
              </Text>
            </section>
            <section aria-label="Coverage">
              <Title order={2}>What was looked at</Title>
              <Text>
                {plural(shown.covered.length, 'clause or control', 'clauses and controls')} to a conclusion,{' '}
                {shown.covered.filter(({ conclusion }) => conclusion === 'deviates').length} of them deviating;{' '}
                {plural(
                  shown.covered.reduce((sum, { seen }) => sum + seen.length, 0),
                  'record',
                )}{' '}
                seen.
              </Text>
              {shown.notCovered.length > 0 && (
                <>
                  <Title order={3} mt="sm">
                    What was not
                  </Title>
                  <ul style={{ margin: 0, paddingLeft: '1.2em' }}>
                    {shown.notCovered.slice(0, 40).map(({ subject, title, because }) => (
                      <li key={subject}>
                        {title}: <span className="quiet">{because}</span>
                      </li>
                    ))}
                    {shown.notCovered.length > 40 && <li>and {shown.notCovered.length - 40} more, all of them in the report</li>}
                  </ul>
                </>
              )}
            </section>
            {shown.samples.length > 0 && (
              <section aria-label="Samples">
                <Title order={2}>Samples</Title>
                <ul style={{ margin: 0, paddingLeft: '1.2em' }}>
                  {shown.samples.map(({ id, title, population, drawn, deviations, seed }) => (
                    <li key={id}>
                      {id} {title}: {drawn} of {population}, {plural(deviations, 'deviation')}; seed <code>{seed}</code>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <section aria-label="Independence">
              <Title order={2}>Independence</Title>
              {shown.independence.map((each) => (
                <Text key={each}>{each}</Text>
              ))}
            </section>
          </Stack>
        );
      }}
    </Loaded>
  );
}

function ToSign({ audit, lacks }: { audit: AuditShown; lacks: string[] }) {
  const { person } = useHere();
  const [summary, setSummary] = useState('');
  const [signing, setSigning] = useState(false);
  const sign = useWrite(
    (client: Client, password: string) => client.audits.sign({ id: audit.id, summary, password }),
    ({ raised }) => (raised.length > 0 ? `Signed. ${raised.join(', ')} followed from it.` : 'Signed.'),
    { signed: true },
  );
  const leads = person !== null && person === audit.leadAuditor;
  return (
    <section aria-label="Sign the report">
      {lacks.length > 0 && (
        <div className="note" role="status">
          <Text>Before it can be signed:</Text>
          <ul>
            {lacks.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </div>
      )}
      {leads ? (
        <Stack gap="sm" mt="sm">
          <Textarea
            label="Summary"
            description="What the audit concludes: does the management system conform, is it carried out and kept up (9.2.1)?"
            autosize
            minRows={4}
            value={summary}
            onChange={(event) => setSummary(event.currentTarget.value)}
          />
          <Group>
            <Button disabled={lacks.length > 0 || summary.trim().length < 20} onClick={() => setSigning(true)}>
              Sign the report
            </Button>
          </Group>
          <Sign
            opened={signing}
            onClose={() => setSigning(false)}
            action="Sign the report"
            meaning="You state that this is what the audit has found, and that you have looked at it impartially. Notes and findings do not change any more; nonconformities go to those who answer for them."
            onSign={(password) => sign.mutate(password, { onSuccess: () => setSigning(false) })}
            signing={sign}
          />
        </Stack>
      ) : (
        <Alert variant="light" mt="sm">
          The lead auditor writes the summary and signs.
        </Alert>
      )}
    </section>
  );
}
