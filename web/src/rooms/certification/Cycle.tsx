import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Milestone } from '../../../../src/isms/certification/contract.ts';
import { download, showError, useHere, useRead } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { counted, dayInWords, plural, today } from '../../words.ts';

const time = (day: string) => Date.parse(`${day}T00:00:00Z`);
const states: Record<Milestone['state'], { sign: string; word: string; colour: string }> = {
  done: { sign: '●', word: 'Done', colour: 'var(--green)' },
  planned: { sign: '◐', word: 'Planned', colour: 'var(--yellow)' },
  due: { sign: '◔', word: 'To be planned', colour: 'var(--orange)' },
  late: { sign: '■', word: 'Late', colour: 'var(--red)' },
  open: { sign: '○', word: 'Later', colour: 'var(--quiet)' },
  unknown: { sign: '?', word: 'Not known', colour: 'var(--quiet)' },
};
/** Where each date is dealt with. */
const places: Record<Milestone['id'], string> = {
  'stage-1': 'stage-1',
  window: 'stage-1',
  'stage-2': 'stage-2',
  decision: 'stage-2',
  'surveillance-1': 'surveillance-1',
  'surveillance-2': 'surveillance-2',
  planning: 'recertification',
  recertification: 'recertification',
  expiry: 'certificates',
  restoration: 'recertification',
};
const bases = { held: 'held', planned: 'agreed', computed: 'counted from the decision', estimated: 'estimated', unknown: 'not known' };

/** Every date of the three years, drawn and listed, each with the rule it follows from. */
export function Cycle() {
  const { slug } = useHere();
  const shown = useRead(['certification'], (client) => client.certification.show());
  return (
    <Loaded query={shown}>
      {({ cycle, window }) =>
        cycle.milestones.every(({ from, by }) => from === null && by === null) ? (
          <Empty title="There is nothing to count from yet.">
            <Text className="quiet">
              Choose the certification body under{' '}
              <Anchor component={Link} to={`/o/${slug}/certification/body` as never}>
                Body and contract
              </Anchor>{' '}
              and enter the days of Stage 1 and Stage 2 under Audits: the three years follow from them.
            </Text>
          </Empty>
        ) : (
          <Stack gap="lg">
            <Timeline milestones={cycle.milestones} />
            {window && (
              <Text>
                Between the stages lie {window.days === null ? 'days not yet known' : plural(window.days, 'day')}
                {window.fits === 'short' && ', fewer than the usual four weeks'}
                {window.fits === 'long' && ', more than the usual eight weeks'}; {plural(window.open, 'area')} of concern to close.
              </Text>
            )}
            <div className="scroll" tabIndex={0} role="group" aria-label="Dates of the cycle">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>What</th>
                    <th>State</th>
                    <th>When</th>
                    <th>At the latest</th>
                    <th style={{ minWidth: 240 }}>Rule</th>
                  </tr>
                </thead>
                <tbody>
                  {cycle.milestones.map(({ id, title, state, from, to, by, basis, rule }) => (
                    <tr key={id}>
                      <td>
                        <Anchor component={Link} to={`/o/${slug}/certification/${places[id]}` as never} fw={600}>
                          {title}
                        </Anchor>
                      </td>
                      <td className="nowrap">
                        <span aria-hidden style={{ color: states[state].colour }}>
                          {states[state].sign}
                        </span>{' '}
                        {states[state].word}
                      </td>
                      <td className="nowrap">
                        {from === null ? (
                          <span className="quiet">–</span>
                        ) : (
                          `${dayInWords(from)}${to !== null && to !== from ? ` to ${dayInWords(to)}` : ''}`
                        )}{' '}
                        {from !== null && <span className="quiet">{bases[basis]}</span>}
                      </td>
                      <td className="nowrap">
                        {by === null ? (
                          <span className="quiet">–</span>
                        ) : (
                          <>
                            {dayInWords(by)} <span className="quiet">({counted(by)})</span>
                          </>
                        )}
                      </td>
                      <td className="quiet">{rule}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <Group>
              <Button variant="default" onClick={() => void download(slug, '/certification/calendar').catch(showError)}>
                Dates as iCalendar
              </Button>
            </Group>
          </Stack>
        )
      }
    </Loaded>
  );
}

/** The same dates on one line of time. */
function Timeline({ milestones }: { milestones: readonly Milestone[] }) {
  const now = time(today());
  const known = milestones.filter((each) => (each.from ?? each.by) !== null);
  const first = Math.min(now, ...known.map((each) => time((each.from ?? each.by)!)));
  const last = Math.max(now, ...known.map((each) => time(each.by ?? each.to ?? each.from!)));
  const at = (day: number) => `${((day - first) / Math.max(1, last - first)) * 100}%`;
  const years = [];
  for (let year = new Date(first).getUTCFullYear() + 1; Date.UTC(year, 0, 1) <= last; year++) years.push(year);
  return (
    <section aria-label="The cycle on a line of time" aria-hidden>
      <Title order={2} mb="xs">
        The cycle
      </Title>
      <div className="scroll">
        <div className="cycle">
          {years.map((year) => (
            <span key={year} className="cycle-year" style={{ left: at(Date.UTC(year, 0, 1)) }}>
              {year}
            </span>
          ))}
          <span className="cycle-today" style={{ left: at(now) }} title="Today" />
          {known.map(({ id, title, from, to, by, state }, index) => {
            const begins = time((from ?? by)!);
            const ends = time(to ?? by ?? from!);
            return (
              <div key={id} className="cycle-row" style={{ top: 26 + index * 24 }}>
                <span
                  className="cycle-bar"
                  style={{ left: at(begins), width: `max(10px, calc(${at(ends)} - ${at(begins)}))`, background: states[state].colour }}
                  title={`${title}: ${dayInWords(from ?? by)}`}
                />
                <span
                  className="cycle-title"
                  style={
                    begins - first > (last - first) * 0.7
                      ? { right: `calc(100% - ${at(begins)} + 8px)` }
                      : { left: `calc(max(${at(ends)}, ${at(begins)} + 10px) + 8px)` }
                  }
                >
                  {title}
                </span>
              </div>
            );
          })}
          <div style={{ height: 30 + known.length * 24 }} />
        </div>
      </div>
    </section>
  );
}
