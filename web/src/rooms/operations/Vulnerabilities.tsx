import { Stack, Text } from '@mantine/core';
import { VulnerabilityShown, vulnerabilities, type AgeingBand } from '../../../../src/isms/operations/vulnerabilities/model.ts';
import { useRead } from '../../client.tsx';
import { useNames } from '../../parts/options.ts';
import { RegisterList } from '../../parts/Register.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { State, looks } from './signs.tsx';

/** Technical vulnerabilities (A.8.8): how old they are, and by when each must be closed. */
export function Vulnerabilities() {
  const ageing = useRead(['vulnerabilities', 'ageing'], (client) => client.operations.vulnerabilities.ageing());
  const bands = ageing.data?.bands ?? [];
  const systems = useNames('systems');
  const people = useNames('people');
  const late = bands.reduce((sum, each) => sum + each.late, 0);
  return (
    <Stack>
      {bands.some(({ open, closed }) => open + closed > 0) && <Ageing bands={bands} />}
      <RegisterList
        register={vulnerabilities}
        operations={(c) => c.operations.vulnerabilities}
        shown={VulnerabilityShown}
        filters={['severity', 'state', 'system', 'owner']}
        chips={[{ title: 'Past their deadline', field: 'state', value: 'late', count: late }]}
        groups={[
          { title: 'What it is', fields: ['title', 'severity', 'system', 'asset', 'description', 'source', 'fingerprint', 'finding'] },
          { title: 'How it is closed', fields: ['owner', 'remedy', 'foundOn', 'seenOn', 'fixedOn', 'fixedBy'] },
          { title: 'Exception', fields: ['exceptionReason', 'exceptionUntil', 'exceptionBy'] },
        ]}
        columns={[
          { field: 'title', title: 'Vulnerability', render: (row: VulnerabilityShown) => row.title },
          { field: 'severity', title: 'Severity', render: (row: VulnerabilityShown) => <State of="severity" at={row.severity} /> },
          { field: 'state', title: 'State', render: (row: VulnerabilityShown) => <State of="vulnerability" at={row.state} /> },
          {
            field: 'dueOn',
            title: 'Close by',
            render: (row: VulnerabilityShown) =>
              row.fixedOn ? (
                <span className="quiet nowrap">closed {dayInWords(row.fixedOn)}</span>
              ) : row.dueOn ? (
                <>
                  <span className="nowrap">{dayInWords(row.dueOn)}</span> <span className="quiet nowrap">({counted(row.dueOn)})</span>
                </>
              ) : (
                <span className="quiet">no time set</span>
              ),
          },
          {
            field: 'age',
            title: 'Open for',
            render: (row: VulnerabilityShown) =>
              row.age === null ? <span className="quiet">–</span> : <span className="nowrap">{plural(row.age, 'day')}</span>,
          },
          { field: 'system', title: 'System', render: (row: VulnerabilityShown) => systems(row.system) },
          { field: 'owner', title: 'Closed by', render: (row: VulnerabilityShown) => people(row.owner) },
        ]}
      />
    </Stack>
  );
}

const ageTitles = ['up to 7 days', '8 to 30 days', '31 to 90 days', 'older'];

/** Open ones by severity and age as bars, each with its figures in words beside it. */
function Ageing({ bands }: { bands: AgeingBand[] }) {
  const shown = bands.filter(({ open, closed }) => open + closed > 0);
  const most = Math.max(1, ...shown.map(({ open }) => open));
  return (
    <figure className="ageing" aria-label="Age of open vulnerabilities">
      <Text size="sm" className="quiet">
        Open by age:{' '}
        {ageTitles.map((title, index) => (
          <span key={title} className="nowrap" style={{ marginRight: 12 }}>
            <span aria-hidden className="ageing-key" data-age={index} /> {title}
          </span>
        ))}
      </Text>
      {shown.map(({ severity, ages, open, late, excepted, withinDays, closed, closedInTime, medianDays }) => (
        <div key={severity} className="ageing-row">
          <Text size="sm">{looks['severity']![severity]![1]}</Text>
          <div className="ageing-bars" aria-hidden>
            {ages.map(
              (count, index) =>
                count > 0 && (
                  <span key={index} data-age={index} style={{ width: `${(count / most) * 100}%` }} title={`${count}, ${ageTitles[index]}`} />
                ),
            )}
          </div>
          <Text size="sm">
            <b>{open} open</b>
            {open > 0 && <span className="sr-only"> ({ages.map((count, index) => `${count} ${ageTitles[index]}`).join(', ')})</span>}
            {late > 0 && `, ${late} past the deadline`}
            {excepted > 0 && `, ${excepted} allowed for now`}
            <span className="quiet">
              {withinDays === null ? '; no time is set' : `; to be closed within ${plural(withinDays, 'day')}`}
              {closed > 0 &&
                `; ${closedInTime} of ${closed} closed ${withinDays === null ? '' : 'in time '}in the last year${medianDays === null ? '' : `, half of them within ${plural(Math.round(medianDays), 'day')}`}`}
            </span>
          </Text>
        </div>
      ))}
    </figure>
  );
}
