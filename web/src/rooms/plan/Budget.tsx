import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { plural, sentence } from '../../words.ts';

interface Row {
  name: string;
  low: number;
  high: number;
  spent: number;
}

/** What it costs, by quarter and kind, against what was spent. */
export function Budget() {
  const { role } = useHere();
  const budget = useRead(['plan', 'budget'], (client) => client.planning.budget());
  const propose = useWrite(
    (client: Client) => client.planning.proposeBudget(),
    ({ created }) => (created === 0 ? 'Every kind has a line already.' : `${plural(created, 'line')} added from what is usual.`),
  );
  return (
    <Loaded query={budget}>
      {({ currency, total, kinds, quarters, usual }) => {
        const money = (value: number) => new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 }).format(value);
        const proposal = may(role as Role, 'keep the plan') && usual.length > 0 && (
          <Button variant={kinds.length === 0 ? 'filled' : 'default'} loading={propose.isPending} onClick={() => propose.mutate(undefined)}>
            Take over what is usual
          </Button>
        );
        return (
          <Stack gap="xl">
            {kinds.length === 0 ? (
              <Empty title="Nothing is planned yet.">
                <Text className="quiet">
                  Take over what certification usually costs for a scope of your size and put your own figures in, or add lines yourself.
                </Text>
                <Group>{proposal}</Group>
              </Empty>
            ) : (
              <>
                <Group justify="space-between">
                  <Text>
                    Planned are <b>{money(total.low)}</b> to <b>{money(total.high)}</b>; spent are <b>{money(total.spent)}</b>
                    {total.spent > total.high && <span style={{ color: 'var(--red)' }}> ▲ more than planned</span>}.
                  </Text>
                  {proposal}
                </Group>
                <Ranges
                  title="By quarter"
                  rows={quarters.map(({ quarter, ...sum }) => ({ name: quarter.replace('-', ' ') || 'Without a day', ...sum }))}
                  money={money}
                />
                <Ranges title="By kind" rows={kinds.map(({ kind, ...sum }) => ({ name: sentence(kind), ...sum }))} money={money} />
              </>
            )}
            {usual.length > 0 && (
              <section aria-label="What is usual">
                <Title order={2} mb="xs">
                  What is usual for this scope
                </Title>
                <div className="scroll" tabIndex={0} role="group" aria-label="Usual costs">
                  <table className="grid-table">
                    <thead>
                      <tr>
                        <th style={{ minWidth: 180 }}>For what</th>
                        <th style={{ textAlign: 'right' }}>From</th>
                        <th style={{ textAlign: 'right' }}>To</th>
                        <th style={{ minWidth: 240 }}>Why</th>
                      </tr>
                    </thead>
                    <tbody>
                      {usual.map(({ id, title, low, high, why }) => (
                        <tr key={id}>
                          <td>{title}</td>
                          <td className="nowrap" style={{ textAlign: 'right' }}>
                            {money(low)}
                          </td>
                          <td className="nowrap" style={{ textAlign: 'right' }}>
                            {money(high)}
                          </td>
                          <td className="quiet">{why}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </section>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** Ranges as bars, and what was spent as a line in them. */
function Ranges({ title, rows, money }: { title: string; rows: Row[]; money(value: number): string }) {
  const most = Math.max(1, ...rows.flatMap(({ high, spent }) => [high, spent]));
  return (
    <section aria-label={title}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      <div className="scroll" tabIndex={0} role="group" aria-label={title}>
        <table className="grid-table forecast">
          <thead>
            <tr>
              <th />
              <th aria-hidden className="picture" />
              <th style={{ textAlign: 'right' }}>Planned</th>
              <th style={{ textAlign: 'right' }}>Spent</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, low, high, spent }) => (
              <tr key={name}>
                <td className="nowrap">{name}</td>
                <td aria-hidden className="picture">
                  <span className="forecast-range" data-sure style={{ left: 0, width: `${(low / most) * 100}%` }} />
                  <span className="forecast-range" style={{ left: `${(low / most) * 100}%`, width: `${((high - low) / most) * 100}%` }} />
                  {spent > 0 && <span className="forecast-before" style={{ left: `${(spent / most) * 100}%` }} />}
                </td>
                <td className="nowrap" style={{ textAlign: 'right' }}>
                  {low === high ? money(low) : `${money(low)} to ${money(high)}`}
                </td>
                <td className="nowrap" style={{ textAlign: 'right' }}>
                  {spent > 0 ? money(spent) : <span className="quiet">–</span>}
                  {spent > high && <span style={{ color: 'var(--orange)' }}> ▲</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
