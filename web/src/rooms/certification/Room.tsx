import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CertificateShown, CertificationFindingShown } from '../../../../src/isms/certification/contract.ts';
import { areasOfConcern, certificates, certificationFindings } from '../../../../src/isms/certification/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { counted, dayInWords, sentence } from '../../words.ts';
import { Audits } from './Audits.tsx';
import { Body } from './Body.tsx';
import { Cycle } from './Cycle.tsx';
import { Events } from './Events.tsx';
import { Stage1 } from './Stage1.tsx';

/** The certification body, its audits, and the three years of the certificate (mission 11). */
export function Certification() {
  const { slug } = useHere();
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
        <Anchor component={Link} to={`/o/${slug}/auditors` as never}>
          Auditor’s room
        </Anchor>
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'certification') ?? []} />
      <RoomTabs
        room="certification"
        parts={[
          { id: '', title: 'Cycle', content: <Cycle /> },
          { id: 'stage-1', title: 'Stage 1', content: <Stage1 /> },
          { id: 'stages', title: 'Audits', content: <Audits /> },
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
          {
            id: 'certificates',
            title: 'Certificates',
            content: (
              <RegisterList
                register={certificates}
                operations={(client) => client.certification.certificates}
                shown={CertificateShown}
                about={(row: CertificateShown) => <Events key={row.id} certificate={row} />}
              />
            ),
          },
          { id: 'body', title: 'Body and contract', content: <Body /> },
        ]}
      />
    </Page>
  );
}
