import { Alert, Anchor, Button, Group, Menu, Modal, Stack, Text, Textarea } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { AuditShown } from '../../../../src/isms/audits/contract.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Comments } from '../../parts/Comments.tsx';
import { useNames } from '../../parts/options.ts';
import { History } from '../../parts/History.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Findings } from './Findings.tsx';
import { About } from './About.tsx';
import { Plan } from './Plan.tsx';
import { Report } from './Report.tsx';
import { Work } from './Work.tsx';

/** One internal audit: its plan, the work, the findings, the report. */
export function Audit() {
  const { id } = useParams({ strict: false }) as { id: string };
  const audit = useRead(['internal-audits', 'one', id], (client) => client.audits.audits.get({ id }));
  return <Loaded query={audit}>{(shown) => <One key={id} audit={shown} />}</Loaded>;
}

function stateOf(audit: AuditShown, lead: string): string {
  const { status, plannedFrom, reportedOn, concluded, all, findings, late, cancelledBecause } = audit;
  const found = `${plural(findings.major, 'major nonconformity', 'major nonconformities')}, ${findings.minor} minor, ${plural(findings.opportunity, 'opportunity', 'opportunities')}`;
  if (status === 'cancelled') return `Cancelled: ${cancelledBecause}`;
  if (status === 'reported') return `Reported by ${lead} on ${dayInWords(reportedOn)}: ${found}.`;
  if (status === 'in-progress') return `Under way: ${concluded} of ${all} concluded; ${found} so far.${late ? ' The report is late.' : ''}`;
  return `Planned${plannedFrom ? ` for ${dayInWords(plannedFrom)} (${counted(plannedFrom)})` : ', without a day yet'}: ${plural(all, 'clause or control', 'clauses and controls')}, led by ${lead === '–' ? 'nobody yet' : lead}.`;
}

function One({ audit }: { audit: AuditShown }) {
  const { slug, role, person } = useHere();
  const name = useNames('people');
  const plans = may(role as Role, 'plan internal audits');
  const over = audit.status === 'reported' || audit.status === 'cancelled';
  const auditing = person !== null && (audit.leadAuditor === person || audit.auditors.includes(person)) && !over;
  const get = (format: 'pdf' | 'docx') => void download(slug, `/reports/internal-audits/${audit.id}?format=${format}`).catch(showError);
  return (
    <Page
      title={audit.title}
      state={stateOf(audit, name(audit.leadAuditor))}
      actions={
        <>
          {auditing && (
            <Button component={Link} to={`/o/${slug}/audit/${audit.id}/work` as never}>
              {audit.status === 'planned' ? 'Begin the audit' : 'Go on auditing'}
            </Button>
          )}
          <Menu>
            <Menu.Target>
              <Button variant="default">Report</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => get('pdf')}>{over ? 'As PDF' : 'Draft as PDF'}</Menu.Item>
              <Menu.Item onClick={() => get('docx')}>{over ? 'As DOCX' : 'Draft as DOCX'}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          {plans && !over && <Cancel audit={audit} />}
        </>
      }
    >
      <Anchor component={Link} to={`/o/${slug}/audits/list` as never} size="sm" className="no-print">
        All audits
      </Anchor>
      <RoomTabs
        room={`audit/${audit.id}`}
        parts={[
          {
            id: '',
            title: 'About',
            content: (
              <Stack gap="xl">
                <About audit={audit} writes={plans && !over} />
                <Comments register="internal-audits" record={audit.id} />
                <History register="internal-audits" record={audit.id} />
              </Stack>
            ),
          },
          { id: 'plan', title: `Plan (${audit.plan.length})`, content: <Plan key={audit.version} audit={audit} writes={plans && !over} /> },
          { id: 'work', title: `Work (${audit.concluded} of ${audit.all})`, content: <Work audit={audit} writes={auditing} /> },
          {
            id: 'findings',
            title: `Findings (${audit.findings.major + audit.findings.minor + audit.findings.opportunity})`,
            content: <Findings audit={audit} writes={auditing} />,
          },
          { id: 'report', title: 'Report', content: <Report audit={audit} /> },
        ]}
      />
    </Page>
  );
}

function Cancel({ audit }: { audit: AuditShown }) {
  const [opened, setOpened] = useState(false);
  const [because, setBecause] = useState('');
  const cancel = useWrite(
    (client: Client) => client.audits.cancel({ id: audit.id, because }),
    () => 'Cancelled.',
    { signed: true },
  );
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Cancel the audit
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Cancel the audit">
        <Stack>
          <Text>It stays in the programme as cancelled, with the reason; what it was to cover becomes a gap again.</Text>
          <Textarea label="Why" autosize minRows={2} value={because} onChange={(event) => setBecause(event.currentTarget.value)} data-autofocus />
          <Group>
            <Button
              disabled={because.trim() === ''}
              loading={cancel.isPending}
              onClick={() => cancel.mutate(undefined, { onSuccess: () => setOpened(false) })}
            >
              Cancel the audit
            </Button>
          </Group>
          {cancel.error && (
            <Alert color="red" variant="light">
              {cancel.error.message}
            </Alert>
          )}
        </Stack>
      </Modal>
    </>
  );
}
