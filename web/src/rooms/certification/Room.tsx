import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CertificationFindingShown } from '../../../../src/isms/certification/contract.ts';
import { areasOfConcern, certificationFindings } from '../../../../src/isms/certification/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { PackButton } from '../../parts/Pack.tsx';
import { Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { counted, dayInWords, sentence } from '../../words.ts';
import { Audits } from './Audits.tsx';
import { Body } from './Body.tsx';
import { Certificate } from './Certificate.tsx';
import { Cycle } from './Cycle.tsx';
import { Stage } from './stage/Stage.tsx';
import './certification.css';

/** The stages in the order in which they come, each with a page of its own. */
const stages = [
  ['stage-1', 'Stage 1'],
  ['stage-2', 'Stage 2'],
  ['surveillance-1', 'Surveillance 1'],
  ['surveillance-2', 'Surveillance 2'],
  ['recertification', 'Recertification'],
] as const;

/** The certification body, its audits, and the three years of the certificate (mission 11). */
export function Certification() {
  const { slug, role } = useHere();
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const shown = useRead(['certification'], (client) => client.certification.show());
  const { certification, certificate, cycle } = shown.data ?? {};
  const next = cycle?.milestones.find(({ id }) => id === cycle.next);
  return (
    <Page
      title="Certification"
      state={
        certification &&
        [
          certification.body ? `By ${certification.body}.` : 'No certification body is chosen.',
          certificate ? `Certificate ${certificate.number}: ${sentence(certificate.state).toLowerCase()}.` : 'There is no certificate yet.',
          next && (next.from ?? next.by) ? `Next: ${next.title}, ${dayInWords(next.from ?? next.by)} (${counted((next.from ?? next.by)!)}).` : '',
        ].join(' ')
      }
      actions={
        <>
          <Anchor component={Link} to={`/o/${slug}/auditors` as never}>
            Auditor’s room
          </Anchor>
          {may(role as Role, 'release to auditors') && <PackButton path="/audit-pack">Audit pack</PackButton>}
        </>
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'certification') ?? []} />
      <RoomTabs
        room="certification"
        parts={[
          { id: '', title: 'Cycle', content: <Cycle /> },
          ...stages.map(([kind, title]) => ({ id: kind, title, content: <Stage key={kind} kind={kind} /> })),
          { id: 'certificates', title: 'Certificate', content: <Certificate /> },
          {
            id: 'concerns',
            title: 'Areas of concern',
            content: <RegisterList register={areasOfConcern} operations={(client) => client.certification.areas} filters={['owner', 'audit']} />,
          },
          {
            id: 'findings',
            title: 'Findings of the body',
            content: (
              <RegisterList
                register={certificationFindings}
                operations={(client) => client.certification.findings}
                shown={CertificationFindingShown}
                filters={['audit', 'grade', 'state']}
              />
            ),
          },
          { id: 'stages', title: 'All audits', content: <Audits /> },
          { id: 'body', title: 'Body and contract', content: <Body /> },
        ]}
      />
    </Page>
  );
}
