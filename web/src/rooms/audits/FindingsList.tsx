import { Anchor, SegmentedControl, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AuditGrade } from '../../../../src/isms/audits/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { linkTo } from '../../parts/Findings.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { Grade } from './states.tsx';

/** What has become of a finding: a link to the nonconformity or the opportunity, and who deals with it. */
export function RaisedAs({ id, owner }: { id: string; owner: string }) {
  const { slug } = useHere();
  if (id === '') return <span className="quiet">not raised yet</span>;
  const { to, search } = linkTo(id.startsWith('OFI') ? 'improvements' : 'nonconformities', id);
  return (
    <>
      <Anchor inherit component={Link} to={`/o/${slug}/${to}` as never} search={search as never}>
        {id}
      </Anchor>
      <span className="quiet second-line">{owner || 'nobody deals with it'}</span>
    </>
  );
}

/** Findings of all audits. */
export function AllFindings() {
  const { slug } = useHere();
  const [grade, setGrade] = useState<AuditGrade | 'all'>('all');
  const list = useRead(['audit-findings', grade], (client) => client.audits.findings(grade === 'all' ? {} : { grade }));
  return (
    <Stack gap="sm">
      <SegmentedControl
        w="fit-content"
        size="xs"
        aria-label="Which findings"
        value={grade}
        onChange={(value) => setGrade(value as AuditGrade | 'all')}
        data={[
          { value: 'all', label: 'All' },
          { value: 'major', label: 'Major' },
          { value: 'minor', label: 'Minor' },
          { value: 'opportunity', label: 'Better' },
          { value: 'conformity', label: 'Conformity' },
        ]}
      />
      <Loaded query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No finding of this kind">
              <Text className="quiet">Findings are written down while an audit is carried out: open an audit, choose a subject, press f.</Text>
            </Empty>
          ) : (
            <div className="scroll" tabIndex={0} role="region" aria-label="Findings">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Finding</th>
                    <th>Grade</th>
                    <th>About</th>
                    <th>Audit</th>
                    <th>Became</th>
                  </tr>
                </thead>
                <tbody>
                  {items.toReversed().map((each) => (
                    <tr key={each.id}>
                      <td style={{ minWidth: '14rem' }}>
                        {each.id} {each.title}
                      </td>
                      <td>
                        <Grade at={each.grade} />
                      </td>
                      <td>
                        <References ids={each.subjects} />
                      </td>
                      <td>
                        <Anchor inherit component={Link} to={`/o/${slug}/audit/${each.audit}/findings` as never}>
                          {each.auditTitle}
                        </Anchor>
                        <span className="quiet second-line">{each.auditorName}</span>
                      </td>
                      <td>{each.grade === 'conformity' ? <span className="quiet">–</span> : <RaisedAs id={each.raisedAs} owner={each.owner} />}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Stack>
  );
}
