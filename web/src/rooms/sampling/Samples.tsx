import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead } from '../../client.tsx';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { dayInWords, plural } from '../../words.ts';
import { Draw } from './Draw.tsx';

export const stateSigns = {
  open: { sign: '◐', word: 'Being looked at', colour: 'var(--yellow)' },
  'looked-at': { sign: '◕', word: 'Looked at', colour: 'var(--green)' },
  closed: { sign: '●', word: 'Closed', colour: 'var(--green)' },
} as const;

/** Samples from complete populations: for audits, reviews, and whoever looks whether something is so everywhere. */
export function Samples() {
  const { slug, role } = useHere();
  const samples = useRead(['samples'], (client) => client.sampling.list({}));
  return (
    <Page
      title="Samples"
      state={
        samples.data &&
        (samples.data.items.length === 0 ? 'No sample has been drawn.' : `${plural(samples.data.items.length, 'sample')}, latest first.`)
      }
      actions={may(role as Role, 'draw samples') && <Draw />}
    >
      <Loaded query={samples}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing has been drawn yet.">
              <Text className="quiet">
                A sample is drawn from a complete list by a seed: whoever has the list and the seed draws the same one again. An auditor asks for the
                list first and for the sample second.
              </Text>
            </Empty>
          ) : (
            <div className="scroll" tabIndex={0} role="group" aria-label="Samples">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th style={{ minWidth: 220 }}>Sample</th>
                    <th>State</th>
                    <th>Drawn</th>
                    <th style={{ textAlign: 'right' }}>Of</th>
                    <th style={{ textAlign: 'right' }}>Deviate</th>
                    <th>On</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ id, title, state, counts, count, drawnOn, drawnBy }) => (
                    <tr key={id}>
                      <td>
                        <Anchor component={Link} to={`/o/${slug}/sample/${id}` as never}>
                          {id} {title}
                        </Anchor>
                      </td>
                      <td className="nowrap">
                        <span aria-hidden style={{ color: stateSigns[state].colour }}>
                          {stateSigns[state].sign}
                        </span>{' '}
                        {stateSigns[state].word}
                      </td>
                      <td>{counts.all}</td>
                      <td style={{ textAlign: 'right' }}>{count.toLocaleString('en')}</td>
                      <td style={{ textAlign: 'right' }}>
                        {counts.deviates > 0 ? <span style={{ color: 'var(--orange)' }}>▲ {counts.deviates}</span> : counts.deviates}
                      </td>
                      <td className="nowrap">
                        {dayInWords(drawnOn)} <span className="quiet">{drawnBy}</span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
