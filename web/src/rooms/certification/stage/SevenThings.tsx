import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useHere, useRead } from '../../../client.tsx';
import { Findings, linkTo } from '../../../parts/Findings.tsx';
import { Loaded } from '../../../parts/Page.tsx';
import { plural } from '../../../words.ts';

/** The seven things that an auditor reads at Stage 1, each ready or not with what would be found. */
export function SevenThings() {
  const { slug } = useHere();
  const stage = useRead(['stage-1'], (client) => client.verdict.stage1());
  return (
    <Loaded query={stage}>
      {({ items }) => (
        <Stack gap="md">
          <Text>
            {items.filter(({ ready }) => ready).length} of {items.length} are ready for the auditor to read.
          </Text>
          <ol className="story">
            {items.map(({ id, title, text, there, ready, records, findings }) => (
              <li key={id} data-done={ready}>
                <section aria-label={title}>
                  <h2>
                    {title} <span className="quiet">{ready ? 'ready' : there ? 'there, not ready' : 'not there'}</span>
                  </h2>
                  <Text>{text}</Text>
                  {records.length > 0 && (
                    <Text size="sm" className="quiet">
                      {records.slice(0, 8).map(({ register, id: record, label }, index) => {
                        const { to, search } = linkTo(register, record);
                        return (
                          <span key={register + record}>
                            {index > 0 && ', '}
                            <Anchor
                              component={Link}
                              to={`/o/${slug}/${to}` as never}
                              search={search as never}
                              style={{ display: 'inline-block', padding: '3px 0' }}
                            >
                              {label || record}
                            </Anchor>
                          </span>
                        );
                      })}
                      {records.length > 8 && ` and ${records.length - 8} more`}
                    </Text>
                  )}
                  {findings.length > 0 && (
                    <details>
                      <summary>What an auditor would say: {plural(findings.length, 'finding')}</summary>
                      <Findings findings={findings} />
                    </details>
                  )}
                </section>
              </li>
            ))}
          </ol>
        </Stack>
      )}
    </Loaded>
  );
}
