import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useHere, useRead } from '../../client.tsx';
import { linkTo, placeOf } from '../../parts/Findings.tsx';
import { useNames } from '../../parts/options.ts';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { laneTitles } from '../controls/states.tsx';

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const monthOf = (day: string) => `${monthNames[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

/** The calendar of lapses: what has lapsed, then month by month what will unless something newer comes. */
export function Lapses() {
  const { slug } = useHere();
  const lapses = useRead(['lapses', 'year'], (client) => client.controls.lapses({}));
  const names = useNames('people');
  return (
    <Loaded query={lapses}>
      {({ items }) => {
        if (items.length === 0)
          return (
            <Empty title="Nothing lapses within a year.">
              <Text className="quiet">Either everything is shown for longer, or nothing has been shown yet: add evidence, or connect a system.</Text>
            </Empty>
          );
        const months = Map.groupBy(items, ({ on, days }) => (days <= 0 ? 'Has lapsed' : monthOf(on)));
        return (
          <div className="scroll" role="group" aria-label="What lapses when">
            <table className="grid-table">
              <thead>
                <tr>
                  <th>On</th>
                  <th>Control</th>
                  <th>No longer shown that it</th>
                  <th>Owner</th>
                  <th>Last shown by</th>
                  <th className="no-print">Next</th>
                </tr>
              </thead>
              {[...months].map(([month, own]) => (
                <tbody key={month}>
                  <tr>
                    <th scope="rowgroup" colSpan={6} style={{ position: 'static' }} className={month === 'Has lapsed' ? 'grade-minor' : undefined}>
                      {month} <span className="quiet">{plural(own.length, 'lapse')}</span>
                    </th>
                  </tr>
                  {own.map(({ on, days, control, title, owner, lanes, last }) => {
                    const way = placeOf(last.register) ? linkTo(last.register, last.id) : null;
                    return (
                      <tr key={control + on}>
                        <td className="nowrap">
                          {days <= 0 ? '◐ ' : ''}
                          {dayInWords(on)} <span className="quiet">{counted(on)}</span>
                        </td>
                        <td style={{ minWidth: '12rem' }}>
                          <Reference id={control} /> {title}
                        </td>
                        <td className="nowrap">{lanes.map((lane) => laneTitles[lane].toLowerCase()).join(', ')}</td>
                        <td className="nowrap">{owner ? names(owner) : <span className="quiet">nobody</span>}</td>
                        <td style={{ minWidth: '12rem' }}>
                          {way ? (
                            <Anchor component={Link} to={`/o/${slug}/${way.to}` as never} search={way.search as never}>
                              {last.id} {last.title}
                            </Anchor>
                          ) : (
                            `${last.id} ${last.title}`
                          )}
                        </td>
                        <td className="nowrap no-print">
                          <Anchor
                            component={Link}
                            to={`/o/${slug}/evidence` as never}
                            search={{ add: control, from: days <= 0 ? on : undefined } as never}
                          >
                            Add newer
                            <span className="sr-only"> evidence of {control}</span>
                          </Anchor>
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              ))}
            </table>
          </div>
        );
      }}
    </Loaded>
  );
}
