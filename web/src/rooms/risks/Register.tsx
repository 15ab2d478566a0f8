import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { risks, type AssessedRisk } from '../../../../src/isms/risk/model.ts';
import { useHere } from '../../client.tsx';
import { Level } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { dayInWords, sentence } from '../../words.ts';
import { About } from './About.tsx';

const groups = [
  { title: 'What could happen', fields: ['title', 'description', 'category', 'threat', 'vulnerability', 'assets', 'affects', 'owner'] },
  { title: 'Without controls', fields: ['inherentLikelihood', 'inherentImpact', 'inherentRationale'] },
  { title: 'Today', fields: ['currentLikelihood', 'currentImpact', 'currentRationale'] },
  { title: 'Treatment', fields: ['treatment', 'treatmentRationale', 'controls'] },
  { title: 'Expected once treated', fields: ['residualLikelihood', 'residualImpact', 'residualRationale'] },
  { title: 'Keeping it alive', fields: ['status', 'identifiedOn', 'ratedOn', 'reviewOn', 'reopenedBecause', 'reopenedNote', 'externalReference'] },
];

export function ImportLink() {
  const { slug } = useHere();
  return (
    <Button variant="light" component={Link} to={`/o/${slug}/import` as never}>
      Import a spreadsheet
    </Button>
  );
}

export function Register() {
  const { slug } = useHere();
  return (
    <RegisterList
      register={risks}
      operations={(c) => c.risk.risks}
      groups={groups}
      filters={['category', 'owner', 'treatment', 'status']}
      emptyActions={
        <>
          <ImportLink />
          <Button variant="light" component={Link} to={`/o/${slug}/risks/library` as never}>
            Start from the library
          </Button>
        </>
      }
      about={(row: AssessedRisk) => <About risk={row} />}
      columns={[
        {
          field: 'title',
          title: 'Risk',
          render: (row: AssessedRisk) => (
            <>
              {row.title}
              {row.methodOutdated && (
                <Text span size="xs" className="quiet">
                  {' '}
                  · older method
                </Text>
              )}
            </>
          ),
        },
        { field: 'owner', title: 'Owner', render: (row: AssessedRisk) => row.ownerName ?? <span className="quiet">nobody</span> },
        { field: 'inherent', title: 'Inherent', render: (row: AssessedRisk) => <Level rating={row.inherent} /> },
        { field: 'current', title: 'Current', render: (row: AssessedRisk) => <Level rating={row.current} /> },
        { field: 'treatment', title: 'Treatment', render: (row: AssessedRisk) => sentence(row.treatment) },
        {
          field: 'residual',
          title: 'Residual',
          render: (row: AssessedRisk) => (
            <>
              <Level rating={row.residual} />
              {row.residual && (
                <Text span size="xs" className="quiet">
                  {' '}
                  {row.residualReached ? 'reached' : 'expected'}
                </Text>
              )}
            </>
          ),
        },
        {
          field: 'acceptance',
          title: 'Acceptance',
          render: (row: AssessedRisk) => (row.acceptance === 'none' ? <span className="quiet">–</span> : sentence(row.acceptance)),
        },
        { field: 'reviewOn', title: 'Review', render: (row: AssessedRisk) => <span className="nowrap">{dayInWords(row.reviewOn)}</span> },
      ]}
    />
  );
}
