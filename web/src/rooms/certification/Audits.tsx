import { Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { certificationAudits, decisions, type CertificationAudit } from '../../../../src/isms/certification/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton, Files } from '../../parts/Attach.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { useNames } from '../../parts/options.ts';
import { dayInWords, sentence } from '../../words.ts';

/** Which decisions of the body follow which audit. */
const after: Record<CertificationAudit['kind'], readonly (typeof decisions)[number][]> = {
  'stage-1': ['ready', 'not-ready'],
  'stage-2': ['granted', 'refused'],
  'surveillance-1': ['continued', 'refused'],
  'surveillance-2': ['continued', 'refused'],
  recertification: ['renewed', 'refused'],
  special: ['continued', 'refused'],
};

export const Audits = () => (
  <RegisterList
    register={certificationAudits}
    operations={(client) => client.certification.audits}
    filters={['kind']}
    about={(row: CertificationAudit) => <About key={row.id} audit={row} />}
  />
);

function About({ audit }: { audit: CertificationAudit }) {
  const { role } = useHere();
  const keeps = may(role as Role, 'keep the certification');
  const attach = useWrite(
    (client: Client, upload: string) => client.certification.attach({ id: audit.id, upload }),
    () => 'Kept.',
  );
  return (
    <Stack gap="md">
      {keeps && audit.decision === 'open' && <Decide audit={audit} />}
      {audit.kind !== 'stage-1' && audit.kind !== 'stage-2' && <Focus audit={audit} />}
      <Interviews audit={audit} keeps={keeps} />
      <section aria-label="Reports">
        <Title order={3}>Reports and plans</Title>
        <Files files={audit.files} />
        {keeps && <AttachButton onUploaded={(upload) => attach.mutate(upload)}>Keep files</AttachButton>}
      </section>
    </Stack>
  );
}

function Decide({ audit }: { audit: CertificationAudit }) {
  const [decision, setDecision] = useState<string | null>(null);
  const [on, setOn] = useState('');
  const decide = useWrite(
    (client: Client) => client.certification.decide({ id: audit.id, decision: decision as 'ready', ...(on && { on }) }),
    () => 'Recorded.',
    { signed: true },
  );
  return (
    <section aria-label="Decision of the body">
      <Title order={3}>Decision of the body</Title>
      <Group gap="xs" align="flex-end">
        <Select
          label="Decision"
          data={after[audit.kind].map((value) => ({ value, label: sentence(value) }))}
          value={decision}
          onChange={setDecision}
        />
        <TextInput label="On" type="date" description="Empty: today" value={on} onChange={(event) => setOn(event.currentTarget.value)} />
        <Button disabled={decision === null} loading={decide.isPending} onClick={() => decide.mutate(undefined)}>
          Record the decision
        </Button>
      </Group>
    </section>
  );
}

function Interviews({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const names = useNames('people');
  const propose = useWrite(
    async (client: Client) => {
      const { interviews } = await client.certification.propose({ id: audit.id });
      return client.certification.interviews({ id: audit.id, interviews });
    },
    () => 'The plan is proposed from roles and owners.',
  );
  return (
    <section aria-label="Interview plan">
      <Group justify="space-between">
        <Title order={3}>Interview plan</Title>
        {keeps && audit.interviews.length === 0 && (
          <Button size="compact-sm" variant="default" loading={propose.isPending} onClick={() => propose.mutate(undefined)}>
            Propose one
          </Button>
        )}
      </Group>
      {audit.interviews.length === 0 ? (
        <Text className="quiet">Nobody is planned to be interviewed yet.</Text>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label="Interviews">
          <table className="grid-table">
            <tbody>
              {audit.interviews.map(({ id, day, from, to, role, people, subjects }) => (
                <tr key={id}>
                  <td className="nowrap">
                    {dayInWords(day)}, {from}–{to}
                  </td>
                  <td>
                    {role}
                    <Text size="sm" className="quiet">
                      {people.map(names).join(', ')}
                    </Text>
                  </td>
                  <td>
                    {subjects.map((each) => (
                      <span key={each}>
                        <Reference id={each} />{' '}
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Focus({ audit }: { audit: CertificationAudit }) {
  const focus = useRead(['focus', audit.id], (client) => client.certification.focus({ id: audit.id }));
  return (
    <section aria-label="What this audit looks at">
      <Title order={3}>What this audit looks at</Title>
      <Loaded query={focus}>
        {({ since, always, changes, promises, findings, controls }) => (
          <Stack gap={4}>
            <Text size="sm" className="quiet">
              {since === null ? 'There is no audit before it.' : `Since the audit before it, on ${dayInWords(since)}.`}
            </Text>
            {[...always, ...changes].map(({ title, text }) => (
              <Text size="sm" key={title}>
                <b>{title}</b> {text}
              </Text>
            ))}
            {promises.map(({ id, title, dueOn, overdue }) => (
              <Text size="sm" key={id}>
                Promised: {id} {title}
                {dueOn && ` by ${dayInWords(dueOn)}`}
                {overdue && <span style={{ color: 'var(--red)' }}> ■ overdue</span>}
              </Text>
            ))}
            {findings.map(({ id, title, state }) => (
              <Text size="sm" key={id}>
                Found before: {id} {title} ({sentence(state).toLowerCase()})
              </Text>
            ))}
            <Text size="sm">
              {controls.lookedAt} of {controls.applicable} applicable controls have been looked at in this cycle. Of the others these are drawn:{' '}
              {controls.sample.map(({ control }) => (
                <span key={control}>
                  <Reference id={control} />{' '}
                </span>
              ))}
            </Text>
          </Stack>
        )}
      </Loaded>
    </section>
  );
}
