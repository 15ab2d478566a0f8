import { Anchor, Button, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { AuditShown } from '../../../../src/isms/audits/contract.ts';
import { auditProgrammes, internalAudits } from '../../../../src/isms/audits/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { useNames } from '../../parts/options.ts';
import { Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Coverage } from './Coverage.tsx';
import { AllFindings } from './FindingsList.tsx';
import { NewAudit } from './NewAudit.tsx';
import { AuditState } from './states.tsx';

/** Internal audits: clause 9.2. The programme with its coverage, the audits, what they found. */
export function Audits() {
  const { role } = useHere();
  const [adding, setAdding] = useState(false);
  const coverage = useRead(['audits', 'coverage'], (client) => client.audits.coverage({}));
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const { counts, programme } = coverage.data ?? {};
  return (
    <Page
      title="Internal audits"
      state={
        counts &&
        (programme
          ? `${programme.title}: of ${plural(counts.all, 'clause requirement and control', 'clause requirements and controls')} ${counts.covered} are covered, ${counts.planned} planned, ${counts.again} due again, ${counts.gap} in no audit.`
          : 'There is no audit programme yet.')
      }
      actions={may(role as Role, 'plan internal audits') && <Button onClick={() => setAdding(true)}>Plan an audit</Button>}
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ clause }) => clause.startsWith('9.2')) ?? []} />
      <NewAudit opened={adding} onClose={() => setAdding(false)} programme={programme?.id ?? null} />
      <RoomTabs
        room="audits"
        parts={[
          { id: '', title: 'Programme', content: <Coverage /> },
          { id: 'list', title: 'Audits', content: <List onAdd={() => setAdding(true)} /> },
          { id: 'findings', title: 'Findings', content: <AllFindings /> },
          {
            id: 'programmes',
            title: 'Programmes',
            content: <RegisterList register={auditProgrammes} operations={(c) => c.audits.programmes} />,
          },
        ]}
      />
    </Page>
  );
}

function List({ onAdd }: { onAdd(): void }) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const person = useNames('people');
  return (
    <RegisterList
      register={internalAudits}
      operations={(c) => c.audits.audits}
      shown={AuditShown}
      filters={['status', 'programme', 'leadAuditor']}
      onAdd={onAdd}
      page={(id) => `/o/${slug}/audit/${id}`}
      emptyActions={
        <Button variant="default" onClick={() => void navigate({ to: `/o/${slug}/audits` as never })}>
          See what is in no audit yet
        </Button>
      }
      columns={[
        {
          field: 'title',
          title: 'Audit',
          render: (row: AuditShown) => (
            <Anchor inherit component={Link} to={`/o/${slug}/audit/${row.id}` as never}>
              {row.title}
            </Anchor>
          ),
        },
        { field: 'status', title: 'State', render: (row: AuditShown) => <AuditState audit={row} /> },
        {
          field: 'plannedFrom',
          title: 'Days',
          render: (row: AuditShown) =>
            row.plannedFrom === null ? (
              <Text span size="sm" className="quiet">
                not set
              </Text>
            ) : (
              <span className="nowrap">
                {dayInWords(row.plannedFrom)}
                {row.plannedTo && row.plannedTo !== row.plannedFrom && ` to ${dayInWords(row.plannedTo)}`}
                <span className="quiet second-line">{row.reportedOn ? `reported ${dayInWords(row.reportedOn)}` : counted(row.plannedFrom)}</span>
              </span>
            ),
        },
        { field: 'leadAuditor', title: 'Lead auditor', render: (row: AuditShown) => person(row.leadAuditor) },
        {
          field: 'concluded',
          title: 'Looked at',
          render: (row: AuditShown) => (
            <span className="nowrap">
              {row.concluded} of {row.all}
            </span>
          ),
        },
        {
          field: 'findings',
          title: 'Major, minor, better',
          sortable: false,
          render: (row: AuditShown) => (
            <span className="nowrap">
              {row.findings.major}, {row.findings.minor}, {row.findings.opportunity}
            </span>
          ),
        },
      ]}
    />
  );
}
