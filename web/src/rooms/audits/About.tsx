import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AuditShown, IndependenceShown } from '../../../../src/isms/audits/contract.ts';
import { internalAudits } from '../../../../src/isms/audits/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { linkTo } from '../../parts/Findings.tsx';
import { Fields } from '../../parts/Field.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Sign } from '../operations/signs.tsx';

const groups = [
  { title: 'What it looks at', fields: ['title', 'programme', 'subjects', 'scope', 'criteria', 'method'] },
  { title: 'Who and when', fields: ['leadAuditor', 'auditors', 'plannedFrom', 'plannedTo', 'samples'] },
] as const;

/** What is audited, by whom, when; and who of them may look at what. */
export function About({ audit, writes }: { audit: AuditShown; writes: boolean }) {
  const independence = useRead(['internal-audits', 'independence', audit.id], (client) => client.audits.independence({ id: audit.id }));
  const save = useWrite(
    (client: Client, fields: object) => client.audits.audits.update({ id: audit.id, version: audit.version, ...fields }),
    () => 'Saved.',
  );
  return (
    <Stack gap="lg" maw={820}>
      <Loaded query={independence}>{(shown) => <Independence shown={shown} audit={audit} />}</Loaded>
      {groups.map(({ title, fields }) => (
        <section key={title} aria-label={title}>
          <Title order={2} mb="xs">
            {title}
          </Title>
          <Stack gap="sm">
            <Fields of={internalAudits.fields.shape} names={fields} values={audit} disabled={!writes} onChange={(changed) => save.mutate(changed)} />
          </Stack>
        </section>
      ))}
    </Stack>
  );
}

function Independence({ shown: { auditors, nobody }, audit }: { shown: IndependenceShown; audit: AuditShown }) {
  const { slug } = useHere();
  if (auditors.length === 0)
    return (
      <Text className="note" maw="44rem">
        No auditor is named yet. Nobody audits what they own or did themselves: who may look at what is shown here as soon as somebody is named.
      </Text>
    );
  return (
    <section aria-label="Independence">
      <Title order={2} mb="xs">
        Who may look at what
      </Title>
      <Stack gap="xs">
        {auditors.map(({ person, name, lead, access, barred }) => {
          const subjects = [...Map.groupBy(barred, ({ subject }) => subject)];
          return (
            <div key={person} className="hairline" style={{ padding: '8px 0' }}>
              <Group gap="sm">
                <Text fw={600}>
                  {name}
                  {lead && (
                    <Text span className="quiet" fw={400}>
                      {' '}
                      · lead auditor
                    </Text>
                  )}
                </Text>
                <Text size="sm">
                  {subjects.length === 0 ? (
                    <Sign at="good">impartial about all of it</Sign>
                  ) : subjects.length === audit.subjects.length ? (
                    <Sign at="bad">may look at nothing of it</Sign>
                  ) : (
                    <Sign at="some">not about {plural(subjects.length, 'of the subjects', 'of the subjects')}</Sign>
                  )}
                </Text>
                <Text size="sm" className="quiet">
                  {access === null ? (
                    <>
                      cannot sign in yet:{' '}
                      <Anchor inherit component={Link} to={`/o/${slug}/settings` as never}>
                        invite them as internal auditor
                      </Anchor>
                    </>
                  ) : access.until ? (
                    `has access until ${dayInWords(access.until)} (${counted(access.until)})`
                  ) : (
                    'has access'
                  )}
                </Text>
              </Group>
              {subjects.length > 0 && (
                <details>
                  <summary>
                    <Text span size="sm">
                      What, and why
                    </Text>
                  </summary>
                  <ul style={{ margin: '4px 0', fontSize: '0.875rem' }}>
                    {subjects.slice(0, 60).map(([subject, reasons]) => (
                      <li key={subject}>
                        <Reference id={subject} />:{' '}
                        {reasons.map(({ why, register, record }, index) => {
                          const { to, search } = linkTo(register, record);
                          return (
                            <span key={`${register} ${record} ${why}`}>
                              {index > 0 && ', '}
                              <Anchor inherit component={Link} to={`/o/${slug}/${to}` as never} search={search as never}>
                                {why}
                              </Anchor>
                            </span>
                          );
                        })}
                      </li>
                    ))}
                    {subjects.length > 60 && <li>and {subjects.length - 60} more</li>}
                  </ul>
                </details>
              )}
            </div>
          );
        })}
        {nobody.length > 0 && (
          <div className="note" role="status">
            <Text>
              None of these auditors may look at {plural(nobody.length, 'subject')} of the audit. Name a further auditor, or take{' '}
              {nobody.length === 1 ? 'it' : 'them'} out.
            </Text>
            <ul>
              {nobody.slice(0, 12).map(({ subject, title, could }) => (
                <li key={subject}>
                  {title}: {could.length > 0 ? `${could.join(', ')} could` : 'nobody here could'}
                </li>
              ))}
              {nobody.length > 12 && <li>and {nobody.length - 12} more</li>}
            </ul>
          </div>
        )}
      </Stack>
    </section>
  );
}
