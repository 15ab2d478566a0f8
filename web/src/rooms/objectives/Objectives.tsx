import { Button, Menu } from '@mantine/core';
import type { ObjectiveShown } from '../../../../src/isms/objectives/contract.ts';
import { measurements, metricTitles, objectives, type Metric } from '../../../../src/isms/objectives/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import type { z } from 'zod';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Sparkline } from '../../parts/Chart.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { useNames } from '../../parts/options.ts';
import { Page, Stands } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { counted, dayInWords, plural, sentence } from '../../words.ts';
import { About } from './About.tsx';
import { say, wanted } from './figures.ts';

export type Objective = z.infer<typeof ObjectiveShown>;

const groups = [
  { title: 'What is to be reached', fields: ['title', 'reason', 'metric', 'measure', 'unit', 'direction', 'target'] },
  { title: 'How it is reached', fields: ['owner', 'plan', 'resources', 'dueOn', 'communicatedOn'] },
  { title: 'How it is judged', fields: ['evaluation', 'everyDays', 'status'] },
];

/** Objectives with their figures: clauses 6.2 and 9.1. */
export function Objectives() {
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const list = useRead(['objectives', 'all'], (client) => client.objectives.objectives.list({ limit: 1000 }));
  const open = (list.data?.items ?? []).filter(({ status }) => status === 'open');
  const met = (value: boolean | null) => open.filter((each) => each.met === value).length;
  return (
    <Page
      title="Objectives"
      state={
        list.data &&
        (open.length === 0
          ? 'Nothing to reach has been set.'
          : `${plural(open.length, 'open objective')}: ${met(true)} met, ${met(false)} not met, ${met(null)} not known.`)
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'objectives') ?? []} />
      <RoomTabs
        room="objectives"
        parts={[
          { id: '', title: 'Objectives', content: <Register /> },
          {
            id: 'measurements',
            title: 'Measurements',
            content: <RegisterList register={measurements} operations={(c) => c.objectives.measurements} filters={['objective', 'by']} />,
          },
        ]}
      />
    </Page>
  );
}

function Register() {
  const series = useRead(['objectives', 'series'], (client) => client.objectives.allSeries({}));
  const lines = new Map(series.data?.items.map(({ objective, points }) => [objective, points]));
  const names = useNames('people');
  return (
    <RegisterList
      register={objectives}
      operations={(c) => c.objectives.objectives}
      groups={groups}
      filters={['status', 'owner', 'metric']}
      actions={<FromMeasure />}
      about={(row: Objective) => <About key={row.id} objective={row} />}
      columns={[
        {
          field: 'title',
          title: 'Objective',
          render: (row: Objective) => (
            <>
              {row.title}
              {row.lacks.length > 0 && <span className="quiet"> · {plural(row.lacks.length, 'point')} of 6.2 open</span>}
            </>
          ),
        },
        { field: 'target', title: 'Target', render: (row: Objective) => <span className="nowrap">{wanted(row)}</span> },
        {
          field: 'value',
          title: 'Now',
          render: (row: Objective) => (
            <Stands at={row.met === null ? 'unknown' : row.met ? 'met' : 'not-met'}>
              {row.value === null ? 'not measured' : say(row)(row.value)}
            </Stands>
          ),
        },
        {
          field: 'series',
          title: 'Last year',
          sortable: false,
          render: (row: Objective) => <Sparkline points={lines.get(row.id) ?? []} target={row.target} say={say(row)} />,
        },
        { field: 'owner', title: 'Responsible', render: (row: Objective) => (row.owner ? names(row.owner) : <span className="quiet">nobody</span>) },
        {
          field: 'dueOn',
          title: 'By',
          render: (row: Objective) =>
            row.dueOn ? (
              <>
                <span className="nowrap">{dayInWords(row.dueOn)}</span>{' '}
                {row.status === 'open' && <span className="quiet nowrap">({counted(row.dueOn)})</span>}
              </>
            ) : (
              <span className="quiet">–</span>
            ),
        },
        {
          field: 'judged',
          title: 'Evaluated',
          sortable: false,
          render: (row: Objective) =>
            row.judged ? (
              <>
                {sentence(row.judged.judgement)} <span className="quiet nowrap">{dayInWords(row.judged.on)}</span>
              </>
            ) : (
              <span className="quiet">never</span>
            ),
        },
        { field: 'status', title: 'Status', render: (row: Objective) => sentence(row.status) },
      ]}
    />
  );
}

/** Sensible beginnings for what the product measures by itself; everything can be changed. */
const beginnings: Record<Exclude<Metric, 'typed'>, { title: string; direction: 'at-least' | 'at-most'; target: number; reason: string }> = {
  'training-done': {
    title: 'Everybody is trained',
    direction: 'at-least',
    target: 95,
    reason: 'People who know what to do are the first defence (7.3).',
  },
  'reading-done': { title: 'Policies are read', direction: 'at-least', target: 95, reason: 'A policy binds those who know it (5.2, 7.3).' },
  'open-high-risks': {
    title: 'No risk above what may be accepted',
    direction: 'at-most',
    target: 0,
    reason: 'Follows from the risk acceptance criteria (6.1.2).',
  },
  'risks-without-owner': {
    title: 'Every risk has an owner',
    direction: 'at-most',
    target: 0,
    reason: 'Only an owner decides about a risk (6.1.2 c).',
  },
  'overdue-corrective-actions': {
    title: 'Corrective actions are on time',
    direction: 'at-most',
    target: 0,
    reason: 'What is decided about causes is done (10.2).',
  },
  'overdue-treatment-tasks': {
    title: 'Risk treatment is on time',
    direction: 'at-most',
    target: 0,
    reason: 'The treatment plan is carried out as decided (8.3).',
  },
  'controls-implemented': {
    title: 'Applicable controls are in place',
    direction: 'at-least',
    target: 90,
    reason: 'The Statement of Applicability is put into practice (6.1.3).',
  },
  'documents-in-force': {
    title: 'Required documents are in force',
    direction: 'at-least',
    target: 100,
    reason: 'What the standard wants documented binds people (7.5).',
  },
  'major-gaps': { title: 'No core requirement is missing', direction: 'at-most', target: 0, reason: 'Each would cost the certificate.' },
};

function FromMeasure() {
  const { role } = useHere();
  const list = useRead(['objectives', 'all'], (client) => client.objectives.objectives.list({ limit: 1000 }));
  const add = useWrite(
    (client: Client, metric: keyof typeof beginnings) =>
      client.objectives.objectives.create({
        ...beginnings[metric],
        metric,
        evaluation: 'The responsible person looks at the figure each quarter and records what it means.',
      }),
    ({ record }) => `${record.id} added.`,
  );
  const used = new Set(list.data?.items.map(({ metric }) => metric));
  const open = (Object.keys(beginnings) as (keyof typeof beginnings)[]).filter((metric) => !used.has(metric));
  if (!may(role as Role, 'set objectives') || open.length === 0) return null;
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default">From a measure</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Measured by the product itself</Menu.Label>
        {open.map((metric) => (
          <Menu.Item key={metric} onClick={() => add.mutate(metric)}>
            {metricTitles[metric]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
