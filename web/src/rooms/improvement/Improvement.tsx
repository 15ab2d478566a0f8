import { Button, Menu, SegmentedControl, Stack } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { NonconformityShown } from '../../../../src/isms/improvement/contract.ts';
import { correctiveActions, improvements, nonconformities } from '../../../../src/isms/improvement/model.ts';
import { download, showError, useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { useNames } from '../../parts/options.ts';
import { Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { counted, dayInWords, plural, sentence } from '../../words.ts';
import { Board } from './Board.tsx';
import { Raise } from './Raise.tsx';
import { Rules } from './Rules.tsx';
import { GradeOf, StateOf } from './states.tsx';

/** Nonconformities, corrective actions, opportunities (10.1, 10.2). */
export function Improvement() {
  const { slug } = useHere();
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const list = useRead(['nonconformities', 'all'], (client) => client.improvement.nonconformities.list({ limit: 1000 }));
  const open = (list.data?.items ?? []).filter(({ state }) => state !== 'closed');
  const overdue = open.filter((each) => each.overdue).length;
  const toReview = open.filter(({ state }) => state === 'effect-due').length;
  return (
    <Page
      title="Improvement"
      state={
        list.data &&
        (list.data.items.length === 0
          ? 'No nonconformity has been raised.'
          : `${plural(open.length, 'open nonconformity', 'open nonconformities')} of ${list.data.items.length}: ${overdue} overdue, ${toReview} whose effect waits for a review.`)
      }
      actions={
        <>
          <Menu>
            <Menu.Target>
              <Button variant="default">Register</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(['xlsx', 'pdf', 'docx', 'csv'] as const).map((format) => (
                <Menu.Item key={format} onClick={() => void download(slug, `/reports/nonconformities?format=${format}`).catch(showError)}>
                  All as {format.toUpperCase()}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Raise />
        </>
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'improvement') ?? []} />
      <RoomTabs
        room="improvement"
        parts={[
          { id: '', title: 'Nonconformities', content: <Nonconformities /> },
          { id: 'actions', title: 'Corrective actions', content: <CorrectiveActions /> },
          {
            id: 'opportunities',
            title: 'Opportunities',
            content: (
              <RegisterList
                register={improvements}
                operations={(client) => client.improvement.improvements}
                filters={['status', 'owner', 'source']}
              />
            ),
          },
          { id: 'rules', title: 'Days', content: <Rules /> },
        ]}
      />
    </Page>
  );
}

function Nonconformities() {
  const [view, setView] = useLocalStorage<'board' | 'list'>({
    key: 'annexa:improvement:view',
    defaultValue: 'board',
    getInitialValueInEffect: false,
  });
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="How they are shown"
        value={view}
        onChange={(value) => setView(value as typeof view)}
        data={[
          { value: 'board', label: 'Board' },
          { value: 'list', label: 'List' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {view === 'board' ? <Board /> : <List />}
    </Stack>
  );
}

function List() {
  const { slug } = useHere();
  const names = useNames('people');
  return (
    <RegisterList
      register={nonconformities}
      operations={(client) => client.improvement.nonconformities}
      shown={NonconformityShown}
      filters={['state', 'grade', 'owner', 'source']}
      page={(id) => `/o/${slug}/nonconformity/${id}`}
      columns={[
        { field: 'title', title: 'Nonconformity', render: (row: NonconformityShown) => row.title },
        { field: 'grade', title: 'Grade', render: (row: NonconformityShown) => <GradeOf grade={row.grade} /> },
        { field: 'state', title: 'State', render: (row: NonconformityShown) => <StateOf nonconformity={row} /> },
        { field: 'source', title: 'Came up in', render: (row: NonconformityShown) => `${sentence(row.source)} ${row.sourceRecord}` },
        {
          field: 'owner',
          title: 'Owner',
          render: (row: NonconformityShown) => (row.owner ? names(row.owner) : <span className="quiet">nobody</span>),
        },
        {
          field: 'closeBy',
          title: 'Close by',
          render: (row: NonconformityShown) =>
            row.closeBy === null ? (
              <span className="quiet">not known</span>
            ) : (
              <>
                <span className="nowrap">{dayInWords(row.closeBy)}</span>
                {row.state !== 'closed' && <span className="quiet nowrap"> ({counted(row.closeBy)})</span>}
              </>
            ),
        },
        {
          field: 'actions',
          title: 'Actions',
          sortable: false,
          render: (row: NonconformityShown) =>
            row.actions.all === 0 ? <span className="quiet">none</span> : `${row.actions.all - row.actions.open} of ${row.actions.all} done`,
        },
      ]}
    />
  );
}

const CorrectiveActions = () => (
  <RegisterList register={correctiveActions} operations={(client) => client.improvement.correctiveActions} filters={['assignee', 'nonconformity']} />
);
