import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { CertificationAudit } from '../../../../../src/isms/certification/model.ts';
import { useHere, useRead } from '../../../client.tsx';
import { linkTo } from '../../../parts/Findings.tsx';
import { Loaded } from '../../../parts/Page.tsx';
import { Reference } from '../../../parts/Reference.tsx';
import { dayInWords, sentence } from '../../../words.ts';

/** What a surveillance or recertification audit looks at: always, since the last one, promised, found before, not seen yet. */
export function Focus({ audit }: { audit: CertificationAudit }) {
  const { slug } = useHere();
  const focus = useRead(['focus', audit.id], (client) => client.certification.focus({ id: audit.id }));
  const link = (register: string, id: string, label: string) => {
    const { to, search } = linkTo(register, id);
    return (
      <Anchor inherit component={Link} to={`/o/${slug}/${to}` as never} search={search as never}>
        {label}
      </Anchor>
    );
  };
  return (
    <section aria-label="What this audit looks at">
      <Title order={3}>What this audit looks at</Title>
      <Loaded query={focus}>
        {({ since, always, changes, promises, findings, controls }) => (
          <Stack gap="md">
            <Part title={since === null ? 'What has changed' : `What has changed since ${dayInWords(since)}`}>
              {since === null && <Text className="quiet">There is no audit before it to compare with.</Text>}
              {since !== null && changes.length === 0 && <Text className="quiet">Nothing that the body wants to hear of.</Text>}
              <ul className="certification-list">
                {changes.map(({ title, text, records }) => (
                  <li key={title}>
                    <b>{title}</b>: {text}
                    {records.length > 0 && (
                      <Text span size="sm" className="quiet">
                        {' '}
                        {records.slice(0, 6).map(({ register, id, label }, index) => (
                          <span key={id}>
                            {index > 0 && ', '}
                            {link(register, id, label || id)}
                          </span>
                        ))}
                        {records.length > 6 && ` and ${records.length - 6} more`}
                      </Text>
                    )}
                  </li>
                ))}
              </ul>
            </Part>
            <Part title="What was promised and is not done">
              {promises.length === 0 && <Text className="quiet">Nothing is open.</Text>}
              <ul className="certification-list">
                {promises.map(({ register, id, title, dueOn, overdue }) => (
                  <li key={id}>
                    {link(register, id, id)} {title}
                    {dueOn && ` by ${dayInWords(dueOn)}`}
                    {overdue && <span style={{ color: 'var(--red)' }}> ■ overdue</span>}
                  </li>
                ))}
              </ul>
            </Part>
            {findings.length > 0 && (
              <Part title="What was found before">
                <ul className="certification-list">
                  {findings.map(({ id, title, grade, state, nonconformity }) => (
                    <li key={id}>
                      {id} {title}{' '}
                      <span className="quiet">
                        {grade}, {sentence(state).toLowerCase()}
                      </span>{' '}
                      {nonconformity && link('nonconformities', nonconformity, nonconformity)}
                    </li>
                  ))}
                </ul>
              </Part>
            )}
            <Part title="Controls that no audit of the body has looked at">
              <Text>
                {controls.lookedAt} of {controls.applicable} applicable controls have been looked at. Of the others these are drawn, with the seed{' '}
                <code>{controls.seed}</code>:{' '}
                {controls.sample.map(({ control }) => (
                  <span key={control}>
                    <Reference id={control} />{' '}
                  </span>
                ))}
              </Text>
            </Part>
            <details>
              <summary>What the body looks at every time</summary>
              <ul className="certification-list">
                {always.map(({ title, text, room, clause }) => (
                  <li key={title}>
                    <Anchor inherit component={Link} to={`/o/${slug}/${room}` as never}>
                      {title}
                    </Anchor>{' '}
                    {text} <Reference id={clause} />
                  </li>
                ))}
              </ul>
            </details>
          </Stack>
        )}
      </Loaded>
    </section>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <Text fw={600}>{title}</Text>
      {children}
    </div>
  );
}
