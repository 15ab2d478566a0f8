import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ControlShown, LaneShown } from '../../../../src/isms/controls/contract.ts';
import { useHere } from '../../client.tsx';
import { placeOf, linkTo } from '../../parts/Findings.tsx';
import { dayInWords, plural } from '../../words.ts';
import { days, laneTitles, percent, states, stretchInWords } from './states.tsx';
import './controls.css';

type Stretch = LaneShown['stretches'][number];
interface Period {
  from: string;
  to: string;
}

/** Where a stretch lies in its period, in percent. */
const placed = ({ from, to }: Period, period: Period) => {
  const all = days(period.from, period.to);
  return { left: `${((days(period.from, from) - 1) / all) * 100}%`, width: `${(days(from, to) / all) * 100}%` };
};

/** The period in one thin line, beside words that say the same. */
export function Strip({ stretches, period }: { stretches: (Period & { state: Stretch['state'] })[]; period: Period }) {
  return (
    <span className="strip" aria-hidden>
      {stretches.map((each) => (
        <span key={each.from} data-stretch={each.state} style={placed(each, period)} title={`${states[each.state].title}: ${stretchInWords(each)}`} />
      ))}
    </span>
  );
}

/** What covers a control over the audit period, a lane for each thing to be shown. Each stretch leads to its proof, or to adding it; the table says the same. */
export function LaneChart({ control, period, lanes }: { control: string; period: Period; lanes: ControlShown['laneChart'] }) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [table, setTable] = useState(false);
  return (
    <figure style={{ margin: 0 }} aria-label="Evidence over the audit period">
      <div className="period">
        {lanes.map(({ lane, stretches, share }, index) => (
          <div key={lane} style={{ display: 'contents' }}>
            <span>{laneTitles[lane]}</span>
            <div className="period-track" ref={index === 0 ? ref : undefined}>
              {stretches.map((stretch) => (
                <Piece key={stretch.from} control={control} lane={lane} stretch={stretch} period={period} room={width} />
              ))}
            </div>
            <span className="nowrap">{percent(share)}</span>
          </div>
        ))}
        <span />
        <div className="period-axis" aria-hidden>
          {ticks(period, width).map(({ on, label }) => (
            <span key={on} style={{ left: placed({ from: on, to: on }, period).left }}>
              {label}
            </span>
          ))}
        </div>
        <span />
      </div>
      <Button className="no-print" size="compact-xs" variant="subtle" px={0} aria-expanded={table} onClick={() => setTable(!table)}>
        {table ? 'Hide the table' : 'As a table'}
      </Button>
      {table && <Table control={control} lanes={lanes} />}
    </figure>
  );
}

/** Narrower than a finger it is a picture only; the table has its link. */
const finger = 26;

function Piece({
  control,
  lane,
  stretch,
  period,
  room,
}: {
  control: string;
  lane: LaneShown['lane'];
  stretch: Stretch;
  period: Period;
  room: number;
}) {
  const place = placed(stretch, period);
  const words = inWords(lane, stretch);
  const wide = room * (Number.parseFloat(place.width) / 100);
  if (wide < finger) return <span data-stretch={stretch.state} style={place} title={words} />;
  return (
    <Way control={control} stretch={stretch} lane={lane} style={place}>
      {wide > 90 ? (stretch.state === 'covered' ? plural(stretch.count, 'record') : plural(days(stretch.from, stretch.to), 'day')) : ''}
      <span className="sr-only">{words}</span>
    </Way>
  );
}

const inWords = (lane: LaneShown['lane'], stretch: Stretch) =>
  `${laneTitles[lane]}: ${states[stretch.state].title.toLowerCase()} from ${stretchInWords(stretch)}${stretch.proofs.length > 0 ? `, by ${stretch.proofs.map(({ id, title }) => `${id} ${title}`).join(', ')}` : ''}`;

/** To the one record, to the list of several, or to adding what is missing. */
function Way({
  control,
  lane,
  stretch,
  style,
  children,
}: {
  control: string;
  lane: LaneShown['lane'];
  stretch: Stretch;
  style?: React.CSSProperties;
  children: React.ReactNode;
}) {
  const { slug } = useHere();
  const { state, from, to, proofs, count } = stretch;
  const way =
    state !== 'covered'
      ? { to: 'evidence', search: { add: control, from, to, ...(lane !== 'any' && { shows: lane }) } }
      : count === 1 && proofs[0] && placeOf(proofs[0].register)
        ? linkTo(proofs[0].register, proofs[0].id)
        : { to: 'evidence', search: { subjects: control } };
  return (
    <Link
      to={`/o/${slug}/${way.to}` as never}
      search={way.search as never}
      data-stretch={style ? state : undefined}
      style={style}
      title={style ? inWords(lane, stretch) : undefined}
    >
      {children}
    </Link>
  );
}

function Table({ control, lanes }: { control: string; lanes: ControlShown['laneChart'] }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Evidence over the audit period, as a table">
      <table className="grid-table">
        <thead>
          <tr>
            <th>Shows</th>
            <th>From</th>
            <th>To</th>
            <th>State</th>
            <th>By</th>
          </tr>
        </thead>
        <tbody>
          {lanes.flatMap(({ lane, stretches }) =>
            stretches.map((stretch) => (
              <tr key={lane + stretch.from}>
                <td className="nowrap">{laneTitles[lane]}</td>
                <td className="nowrap">{dayInWords(stretch.from)}</td>
                <td className="nowrap">
                  {dayInWords(stretch.to)} <span className="quiet">{plural(days(stretch.from, stretch.to), 'day')}</span>
                </td>
                <td className="nowrap">{states[stretch.state].title}</td>
                <td>
                  <Way control={control} lane={lane} stretch={stretch}>
                    {stretch.state === 'covered'
                      ? stretch.count === 1
                        ? `${stretch.proofs[0]!.id} ${stretch.proofs[0]!.title}`
                        : plural(stretch.count, 'record')
                      : 'Add evidence for these days'}
                  </Way>
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The first days of months, so many as there is room for. */
function ticks({ from, to }: Period, width: number): { on: string; label: string }[] {
  const found: { on: string; label: string }[] = [];
  const at = new Date(`${from.slice(0, 7)}-01T00:00:00Z`);
  for (at.setUTCMonth(at.getUTCMonth() + 1); at.toISOString().slice(0, 10) <= to; at.setUTCMonth(at.getUTCMonth() + 1)) {
    const on = at.toISOString().slice(0, 10);
    found.push({ on, label: on.slice(5, 7) === '01' ? on.slice(0, 4) : months[at.getUTCMonth()]! });
  }
  const every = Math.max(1, Math.ceil((found.length * 44) / Math.max(width, 120)));
  return found.filter((_each, index) => index % every === 0);
}
