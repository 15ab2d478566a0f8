import { BackupShown, PlanShown, backups, continuityPlans, continuityTests, restoreTests } from '../../../../src/isms/operations/continuity/model.ts';
import { useNames } from '../../parts/options.ts';
import { RegisterList } from '../../parts/Register.tsx';
import { counted, dayInWords } from '../../words.ts';
import { Sign, State } from './signs.tsx';

const none = <span className="quiet">–</span>;
const days = (day: string | null, count = false) =>
  day ? (
    <>
      <span className="nowrap">{dayInWords(day)}</span>
      {count && <span className="quiet nowrap"> ({counted(day)})</span>}
    </>
  ) : (
    none
  );

/** Backups (A.8.13): whether they run, and whether restoring was proven. */
export function Backups() {
  const [systems, people] = [useNames('systems'), useNames('people')];
  return (
    <RegisterList
      register={backups}
      operations={(c) => c.operations.continuity.backups}
      shown={BackupShown}
      filters={['state', 'owner', 'systems']}
      columns={[
        { field: 'title', title: 'Backup', render: (row: BackupShown) => row.title },
        {
          field: 'systems',
          title: 'Systems',
          render: (row: BackupShown) =>
            row.systems.length > 0
              ? row.systems
                  .map((id) => systems(id))
                  .map((each, index) => (
                    <span key={index}>
                      {index > 0 && ', '}
                      {each}
                    </span>
                  ))
              : none,
        },
        {
          field: 'fresh',
          title: 'Last success',
          render: (row: BackupShown) => (
            <Sign at={row.fresh === null ? 'unknown' : row.fresh ? 'good' : 'open'}>
              {row.lastSuccessOn ? dayInWords(row.lastSuccessOn) : 'not known'}
            </Sign>
          ),
        },
        { field: 'state', title: 'Restoring', render: (row: BackupShown) => <State of="proven" at={row.state} /> },
        { field: 'testBy', title: 'Test again by', render: (row: BackupShown) => days(row.testBy, true) },
        { field: 'apart', title: 'Out of reach', render: (row: BackupShown) => (row.apart ? 'Yes' : <Sign at="open">No</Sign>) },
        { field: 'owner', title: 'Owner', render: (row: BackupShown) => people(row.owner) },
      ]}
    />
  );
}

export const RestoreTests = () => (
  <RegisterList register={restoreTests} operations={(c) => c.operations.continuity.restoreTests} filters={['backup', 'result', 'by']} />
);

/** Continuity plans (A.5.29, A.5.30). */
export function Plans() {
  const people = useNames('people');
  const hours = (value: number | null) => (value === null ? <span className="quiet">as committed</span> : `${value} h`);
  return (
    <RegisterList
      register={continuityPlans}
      operations={(c) => c.operations.continuity.plans}
      shown={PlanShown}
      filters={['state', 'owner', 'systems']}
      columns={[
        { field: 'title', title: 'Plan', render: (row: PlanShown) => row.title },
        { field: 'recoveryHours', title: 'Back within', render: (row: PlanShown) => hours(row.recoveryHours) },
        { field: 'lossHours', title: 'Lost at most', render: (row: PlanShown) => hours(row.lossHours) },
        { field: 'state', title: 'Exercised', render: (row: PlanShown) => <State of="proven" at={row.state} /> },
        { field: 'lastTestOn', title: 'Last', render: (row: PlanShown) => days(row.lastTestOn) },
        { field: 'testBy', title: 'Again by', render: (row: PlanShown) => days(row.testBy, true) },
        { field: 'owner', title: 'Owner', render: (row: PlanShown) => people(row.owner) },
      ]}
    />
  );
}

export const ContinuityTests = () => (
  <RegisterList register={continuityTests} operations={(c) => c.operations.continuity.tests} filters={['plan', 'kind', 'result']} />
);
