import { Anchor, Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Finding } from '../../../src/rulebook/contract.ts';
import { useHere } from '../client.tsx';
import { Raise } from '../rooms/improvement/Raise.tsx';
import { Reference } from './Reference.tsx';

const places: Record<string, string> = {
  risks: 'risks',
  'treatment-tasks': 'risks/tasks',
  acceptances: 'risks/acceptances',
  'risk-methods': 'risks/method',
  assets: 'risks/assets',
  soa: 'applicability',
  'soa-versions': 'applicability',
  'gap-answers': 'gap',
  evidence: 'evidence',
  'own-controls': 'gap/own-controls',
  'control-tasks': 'controls',
  'control-practices': 'controls',
  connections: 'connections',
  'check-results': 'connections',
  'check-exceptions': 'connections',
  'collection-runs': 'connections',
  'context-issues': 'context/issues',
  climate: 'context/issues',
  'interested-parties': 'context/parties',
  requirements: 'context/requirements',
  'isms-roles': 'context/roles',
  people: 'people',
  competences: 'people/competences',
  'competence-evidence': 'people/proofs',
  lessons: 'people/lessons',
  'training-results': 'people/training',
  rehearsals: 'people/rehearsal',
  communications: 'people/communication',
  objectives: 'objectives',
  measurements: 'objectives/measurements',
  evaluations: 'objectives',
  'scope-versions': 'context',
  teams: 'context/teams',
  locations: 'context/locations',
  systems: 'context/systems',
  suppliers: 'context/suppliers',
  interfaces: 'context/interfaces',
  exclusions: 'context/exclusions',
  'supplier-assessments': 'operations/suppliers',
  'supplier-contracts': 'operations/contracts',
  'supplier-certificates': 'operations/certificates',
  'supplier-notes': 'operations/observations',
  'legal-requirements': 'operations/legal',
  incidents: 'operations/incidents',
  changes: 'operations/changes',
  vulnerabilities: 'operations/vulnerabilities',
  backups: 'operations/backups',
  'restore-tests': 'operations/restores',
  'continuity-plans': 'operations/continuity',
  'continuity-tests': 'operations/exercises',
  populations: 'operations/reviews',
  'access-reviews': 'operations/reviews',
  'access-decisions': 'operations/reviews',
  'people-moves': 'operations/moves',
  'duty-records': 'operations',
  'duty-plans': 'operations',
  documents: 'documents',
  'document-versions': 'documents',
  campaigns: 'documents/reading',
  duties: 'documents/claims',
  commitments: 'documents/commitments',
  'required-documents': 'documents/required',
  'management-reviews': 'reviews',
  'review-decisions': 'reviews/decisions',
  'audit-programmes': 'audits/programmes',
  'audit-coverage': 'audits',
  'internal-audits': 'audits/list',
  'audit-notes': 'audits/list',
  'audit-findings': 'audits/findings',
  'audit-reports': 'audits/list',
  samples: 'samples',
  nonconformities: 'improvement',
  'corrective-actions': 'improvement/actions',
  improvements: 'improvement/opportunities',
  certification: 'certification/body',
  'certification-audits': 'certification/stages',
  'areas-of-concern': 'certification/concerns',
  'certification-findings': 'certification/findings',
  certificates: 'certification/certificates',
  'audit-releases': 'auditors',
  'audit-messages': 'auditors/requests',
  'evidence-requests': 'auditors/requests',
};
export const placeOf = (register: string) => places[register] ?? '';

/** Where a record is looked at: on its own page, among the lines of a sheet, or open in its register. */
export function linkTo(register: string, id: string): { to: string; search: Record<string, string> } {
  if (register === 'incidents' && id) return { to: `incident/${id}`, search: {} };
  if (register === 'access-reviews' && id) return { to: `access-review/${id}`, search: {} };
  if (register === 'management-reviews' && id) return { to: `management-review/${id}`, search: {} };
  if (register === 'samples' && id) return { to: `sample/${id}`, search: {} };
  if (register === 'nonconformities' && id) return { to: `nonconformity/${id}`, search: {} };
  if (register === 'internal-audits' && id) return { to: `audit/${id}`, search: {} };
  if (register === 'documents' && id) return { to: `document/${id}`, search: {} };
  if ((register === 'controls' || register === 'control-practices') && id) return { to: `controls/${id}`, search: {} };
  if (register === 'connections' && id) return { to: `connections/${id}`, search: {} };
  return { to: placeOf(register), search: !id ? {} : register === 'soa' || register === 'gap-answers' ? { q: id } : { open: id } };
}

/** Findings in the auditor's words, each with the records it rests on. */
export function Findings({ findings, onExcuse }: { findings: Finding[]; onExcuse?: ((finding: Finding) => void) | undefined }) {
  return (
    <Stack gap={0}>
      {findings.map((finding) => (
        <One key={finding.rule} finding={finding} onExcuse={onExcuse} />
      ))}
    </Stack>
  );
}

function One({ finding, onExcuse }: { finding: Finding; onExcuse: ((finding: Finding) => void) | undefined }) {
  const { slug } = useHere();
  const [open, setOpen] = useState(false);
  const { grade, title, clause, text, remedy, gradeReason, confidence, confidenceReason, records, room, rule } = finding;
  return (
    <article className="hairline" style={{ padding: '10px 0' }}>
      <Group gap="xs" align="baseline" wrap="nowrap">
        <Text size="sm" fw={600} className={`grade-${grade}`} w={92} style={{ flexShrink: 0 }}>
          {grade === 'major' ? '■ Major' : grade === 'minor' ? '▲ Minor' : '◇ Better'}
        </Text>
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>
            {title}{' '}
            <Text span size="sm" className="quiet">
              <Reference id={clause} />
              {confidence === 'likely' && <span title={confidenceReason}> · ≈ likely</span>}
            </Text>
          </Text>
          <Text>{text}</Text>
          <Group gap="xs" mt={4}>
            <Anchor component={Link} to={`/o/${slug}/${placeOf(records[0]?.register ?? '') || room}` as never} size="sm">
              {remedy}
            </Anchor>
            <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Less' : `Records (${records.length}) and why`}
            </Button>
            {onExcuse && (
              <Button size="compact-xs" variant="subtle" className="no-print" aria-label={`Excuse: ${title}`} onClick={() => onExcuse(finding)}>
                Excuse
              </Button>
            )}
            {open && grade !== 'opportunity' && (
              <Raise
                size="compact-xs"
                from={{ title, statement: text, grade, subjects: clause.startsWith('A.') ? [clause] : [], source: 'verdict', sourceRecord: rule }}
              />
            )}
          </Group>
          <Collapse expanded={open}>
            <Text size="sm" className="quiet" mt="xs">
              {gradeReason} {confidence === 'likely' && `Likely, not certain: ${confidenceReason} `}Rule {rule}.
            </Text>
            <Group gap={6} mt={4}>
              {records.slice(0, 60).map(({ register, id, label }) => {
                const { to, search } = linkTo(register, id);
                return (
                  <Anchor key={register + id + label} size="sm" component={Link} to={`/o/${slug}/${to}` as never} search={search as never}>
                    {label.startsWith(id) ? label : `${id} ${label}`}
                  </Anchor>
                );
              })}
            </Group>
          </Collapse>
        </div>
      </Group>
    </article>
  );
}

/** Under a page's title, folded: what an auditor would say here. */
export function AuditorSays({ findings }: { findings: Finding[] }) {
  const [open, setOpen] = useState(false);
  if (findings.length === 0) return null;
  const major = findings.filter(({ grade }) => grade === 'major').length;
  return (
    <div className="no-print">
      <Button size="compact-sm" variant="subtle" color={major > 0 ? 'red' : undefined} aria-expanded={open} onClick={() => setOpen(!open)} px={0}>
        {open ? 'Hide' : 'Show'} what an auditor would say here ({findings.length})
      </Button>
      <Collapse expanded={open}>
        <Findings findings={findings} />
      </Collapse>
    </div>
  );
}
