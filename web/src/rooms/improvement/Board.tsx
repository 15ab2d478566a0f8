import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { nonconformityStates } from '../../../../src/isms/improvement/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { useNames } from '../../parts/options.ts';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { counted } from '../../words.ts';
import { GradeOf, stateWords } from './states.tsx';

/** Nonconformities side by side, from found to closed; of the closed the latest only. */
export function Board() {
  const { slug } = useHere();
  const list = useRead(['nonconformities', 'all'], (client) => client.improvement.nonconformities.list({ limit: 1000 }));
  const names = useNames('people');
  return (
    <Loaded query={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="Nothing has been found yet.">
            <Text className="quiet">
              Nonconformities come from internal audits, certification audits, incidents, failed checks, the verdict and samples; each of these pages
              can raise one. An organisation that never finds any has not looked.
            </Text>
          </Empty>
        ) : (
          <div className="scroll" tabIndex={0} role="group" aria-label="Board of nonconformities">
            <div className="board">
              {nonconformityStates.map((state) => {
                const own = items
                  .filter((each) => each.state === state)
                  .toSorted((a, b) =>
                    state === 'closed' ? (b.closedOn ?? '').localeCompare(a.closedOn ?? '') : (a.closeBy ?? '9').localeCompare(b.closeBy ?? '9'),
                  );
                const { sign, title, means, colour } = stateWords[state];
                return (
                  <section key={state} aria-label={title}>
                    <h2>
                      <span aria-hidden style={{ color: colour }}>
                        {sign}
                      </span>{' '}
                      {title} <span className="quiet">{own.length}</span>
                    </h2>
                    <Text size="xs" className="quiet" mb={6}>
                      {means}
                    </Text>
                    {own.slice(0, state === 'closed' ? 8 : 200).map((each) => (
                      <article key={each.id} className="card">
                        <Text size="sm">
                          <Anchor component={Link} to={`/o/${slug}/nonconformity/${each.id}` as never}>
                            {each.id}
                          </Anchor>{' '}
                          {each.title}
                        </Text>
                        <Text size="xs" mt={4}>
                          <GradeOf grade={each.grade} /> <span className="quiet">{each.owner ? names(each.owner) : 'nobody yet'}</span>
                        </Text>
                        <Text size="xs" className={each.overdue ? undefined : 'quiet'} style={each.overdue ? { color: 'var(--red)' } : undefined}>
                          {state === 'closed'
                            ? `closed ${counted(each.closedOn!)}`
                            : state === 'waiting'
                              ? `effect reviewed ${counted(each.effectFrom!)}`
                              : state === 'effect-due'
                                ? `since ${counted(each.effectFrom!)}`
                                : each.closeBy === null
                                  ? 'no day known'
                                  : `${each.overdue ? '■ was due' : 'due'} ${counted(each.closeBy)}`}
                        </Text>
                      </article>
                    ))}
                    {state === 'closed' && own.length > 8 && (
                      <Text size="xs" className="quiet">
                        and {own.length - 8} more in the list
                      </Text>
                    )}
                  </section>
                );
              })}
            </div>
          </div>
        )
      }
    </Loaded>
  );
}
