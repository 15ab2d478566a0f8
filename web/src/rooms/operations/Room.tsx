import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { supplierCertificates, supplierContracts, supplierNotes } from '../../../../src/isms/operations/suppliers/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { plural } from '../../words.ts';
import { Backups, ContinuityTests, Plans, RestoreTests } from './Continuity.tsx';
import { Changes } from './Changes.tsx';
import { Incidents } from './Incidents.tsx';
import { Legal } from './Legal.tsx';
import { Moves } from './Moves.tsx';
import { Overview } from './Overview.tsx';
import { Reviews } from './Reviews.tsx';
import { Suppliers } from './Suppliers.tsx';
import { Vulnerabilities } from './Vulnerabilities.tsx';

/** Controls at work day by day: clause 8.1 and the controls that leave records. */
export function Operations() {
  const { slug } = useHere();
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const duties = useRead(['operations', 'duties'], (client) => client.operations.calendar.duties({}));
  const items = duties.data?.items ?? [];
  const count = (state: string) => items.filter((each) => each.state === state).length;
  return (
    <Page
      title="Operations"
      state={
        duties.data &&
        (items.length === 0 ? (
          <>
            Nothing recurs yet: say in{' '}
            <Anchor inherit component={Link} to={`/o/${slug}/documents/commitments` as never}>
              the commitments
            </Anchor>{' '}
            how often things are done.
          </>
        ) : (
          `${plural(items.length, 'duty', 'duties')} in the calendar: ${count('missed')} missed, ${count('due')} due within 30 days.`
        ))
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'operations') ?? []} />
      <RoomTabs
        room="operations"
        parts={[
          { id: '', title: 'Calendar', content: <Overview /> },
          { id: 'reviews', title: 'Access reviews', content: <Reviews /> },
          { id: 'moves', title: 'Joiners and leavers', content: <Moves /> },
          { id: 'incidents', title: 'Incidents', content: <Incidents /> },
          { id: 'vulnerabilities', title: 'Vulnerabilities', content: <Vulnerabilities /> },
          { id: 'changes', title: 'Changes', content: <Changes /> },
          { id: 'suppliers', title: 'Suppliers', content: <Suppliers /> },
          {
            id: 'contracts',
            title: 'Contracts',
            content: (
              <RegisterList
                register={supplierContracts}
                operations={(c) => c.operations.suppliers.contracts}
                filters={['supplier', 'personalData']}
              />
            ),
          },
          {
            id: 'certificates',
            title: 'Certificates',
            content: <RegisterList register={supplierCertificates} operations={(c) => c.operations.suppliers.certificates} filters={['supplier']} />,
          },
          {
            id: 'observations',
            title: 'Observations',
            content: <RegisterList register={supplierNotes} operations={(c) => c.operations.suppliers.notes} filters={['supplier', 'kind']} />,
          },
          { id: 'backups', title: 'Backups', content: <Backups /> },
          { id: 'restores', title: 'Restore tests', content: <RestoreTests /> },
          { id: 'continuity', title: 'Continuity', content: <Plans /> },
          { id: 'exercises', title: 'Exercises', content: <ContinuityTests /> },
          { id: 'legal', title: 'Laws and contracts', content: <Legal /> },
        ]}
      />
    </Page>
  );
}
