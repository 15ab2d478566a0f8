import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type CertificationAudit, auditTitles, certificationAudits } from '../../../../src/isms/certification/model.ts';
import { useHere } from '../../client.tsx';
import { RegisterList } from '../../parts/Register.tsx';

/** Every audit by the body as a list; each has its page among the stages. */
export function Audits() {
  const { slug } = useHere();
  return (
    <RegisterList
      register={certificationAudits}
      operations={(client) => client.certification.audits}
      filters={['kind']}
      about={({ id, kind }: CertificationAudit) => (
        <Anchor component={Link} to={`/o/${slug}/certification/${kind}` as never} search={{ audit: id } as never}>
          The page of {auditTitles[kind]}: interviews, requests, samples, findings and the decision
        </Anchor>
      )}
    />
  );
}
