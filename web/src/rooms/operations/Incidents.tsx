import { Stack, Text } from '@mantine/core';
import { IncidentShown, incidents } from '../../../../src/isms/operations/incidents/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { useNames } from '../../parts/options.ts';
import { RegisterList } from '../../parts/Register.tsx';
import { dayInWords, plural, sentence } from '../../words.ts';
import { ReportIncident } from './ReportIncident.tsx';
import { Sign, State } from './signs.tsx';

/** Incidents and exercises (A.5.24–A.5.28). */
export function Incidents() {
  const { slug } = useHere();
  const all = useRead(['incidents', 'all'], (client) => client.operations.incidents.list({ limit: 1000 }));
  const playbooks = useRead(['incidents', 'playbooks'], (client) => client.operations.incidents.playbooks(), { staleTime: Infinity });
  const titles = new Map(playbooks.data?.items.map(({ id, title }) => [id, title]));
  const people = useNames('people');
  const late = all.data?.items.filter(({ notices }) => notices.some(({ state }) => state === 'late')).length ?? 0;
  return (
    <Stack gap="sm">
      {late > 0 && (
        <Text role="status">
          <Sign at="bad">In {plural(late, 'incident')} somebody was not told in time.</Sign>
        </Text>
      )}
      <RegisterList
        register={incidents}
        operations={(c) => c.operations.incidents}
        shown={IncidentShown}
        page={(id) => `/o/${slug}/incident/${id}`}
        filters={['state', 'severity', 'kind', 'exercise', 'lead']}
        actions={<ReportIncident />}
        groups={[
          { title: 'What happened', fields: ['title', 'kind', 'severity', 'exercise', 'description', 'detectedAt', 'occurredAt'] },
          { title: 'Who and what', fields: ['lead', 'reporter', 'systems', 'assets', 'suppliers', 'personalData', 'customersConcerned', 'risks'] },
        ]}
        columns={[
          {
            field: 'title',
            title: 'What happened',
            render: (row: IncidentShown) => (
              <>
                {row.title}
                {row.exercise && <span className="quiet"> · exercise</span>}
              </>
            ),
          },
          { field: 'severity', title: 'Severity', render: (row: IncidentShown) => <State of="severity" at={row.severity} /> },
          { field: 'state', title: 'State', render: (row: IncidentShown) => <State of="incident" at={row.state} /> },
          { field: 'kind', title: 'Playbook', render: (row: IncidentShown) => titles.get(row.kind) ?? sentence(row.kind) },
          {
            field: 'detectedAt',
            title: 'Noticed',
            render: (row: IncidentShown) => <span className="nowrap">{dayInWords(row.detectedAt) || '–'}</span>,
          },
          {
            field: 'notices',
            title: 'To be told',
            sortable: false,
            render: (row: IncidentShown) => {
              const open = row.notices.filter(({ state }) => state === 'late' || state === 'open' || state === 'undecided');
              if (row.notices.length === 0) return <span className="quiet">nobody</span>;
              return open.length === 0 ? (
                <Sign at="good">all told</Sign>
              ) : (
                <Sign at={open.some(({ state }) => state === 'late') ? 'bad' : 'some'}>{open.length} open</Sign>
              );
            },
          },
          { field: 'lead', title: 'Led by', render: (row: IncidentShown) => people(row.lead) },
          {
            field: 'stepsOpen',
            title: 'Steps open',
            sortable: false,
            render: (row: IncidentShown) => (row.closedAt ? <span className="quiet">–</span> : row.stepsOpen),
          },
        ]}
      />
    </Stack>
  );
}
