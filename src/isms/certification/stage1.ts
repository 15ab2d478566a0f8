import { soaInForce } from '../applicability/versions.ts';
import { approvedScope } from '../context/service.ts';
import { dayInWords } from '../days.ts';
import { documentationGaps } from '../documents/required.ts';
import { documentStates } from '../documents/state.ts';
import type { Isms } from '../isms.ts';
import { currentMethod } from '../risk/method.ts';
import type { Standard } from '../../standard/standard.ts';
import { counted } from './words.ts';
import type { ThingRead } from './contract.ts';

/** The seven things that an auditor of Stage 1 reads, in that order, and what of them is there. */
export function thingsRead(isms: Isms, standard: Standard, day: string): ThingRead[] {
  const scope = approvedScope(isms);
  const soa = soaInForce(isms.soaVersions);
  const method = currentMethod(isms);
  const states = documentStates(isms, standard, day);
  const inForce = isms.documents.filter(({ id }) => states.get(id)!.current);
  const policy = inForce.find(({ fulfils }) => fulfils.includes('DOC-5.2'));
  const objectives = isms.objectives.filter(({ status }) => status === 'open');
  const risks = isms.risks.filter(({ status }) => status === 'open');
  const audits = isms.internalAudits.filter(({ status, reportedOn }) => status === 'reported' && reportedOn !== null && reportedOn <= day);
  const nonconformities = isms.nonconformities.filter(({ closedOn }) => closedOn === null);
  const reviews = isms.managementReviews.filter(({ status, on }) => status !== 'prepared' && on <= day).toSorted((a, b) => b.on.localeCompare(a.on));
  const required = documentationGaps(isms, standard, day).filter(({ basis }) => basis === 'required');
  const lacking = required.filter(({ status }) => status === 'missing' || status === 'unknown');
  return [
    {
      id: 'scope',
      title: 'Scope and boundaries',
      text: scope
        ? `Version ${scope.number}, approved by ${scope.approvedByName} on ${dayInWords(scope.approvedAt!.slice(0, 10))}.`
        : 'No version of the scope is approved.',
      there: scope !== null,
      records: scope ? [{ register: 'scope-versions', id: scope.id, label: scope.title }] : [],
      clauses: ['4.1', '4.2', '4.3'],
      room: 'context',
    },
    {
      id: 'policy',
      title: 'Policy and objectives',
      text: `${policy ? `${policy.title} is in force` : 'No information security policy is in force'}; ${counted(objectives.length, 'objective is', 'objectives are')} set.`,
      there: policy !== undefined && objectives.length > 0,
      records: [
        ...(policy ? [{ register: 'documents', id: policy.id, label: policy.title }] : []),
        ...objectives.map(({ id, title }) => ({ register: 'objectives', id, label: title })),
      ],
      clauses: ['5.2', '6.2'],
      room: policy ? 'objectives' : 'documents',
    },
    {
      id: 'risk',
      title: 'Risk method and results',
      text: method
        ? `The method “${method.title}” is in force; ${counted(risks.length, 'open risk', 'open risks')}, ${counted(risks.filter(({ treatment }) => treatment === 'undecided').length, 'of them undecided', 'of them undecided')}.`
        : 'No risk method is in force.',
      there: method !== null && risks.length > 0,
      records: method ? [{ register: 'risk-methods', id: method.id, label: method.title }] : [],
      clauses: ['6.1.1', '6.1.2', '6.1.3', '8.2', '8.3'],
      room: 'risks',
    },
    {
      id: 'soa',
      title: 'Statement of Applicability',
      text: soa
        ? `Version ${soa.number}, approved on ${dayInWords(soa.approvedAt?.slice(0, 10) ?? soa.preparedOn)}.`
        : 'No version of the Statement is approved.',
      there: soa !== null,
      records: soa ? [{ register: 'soa-versions', id: soa.id, label: soa.title || `Version ${soa.number}` }] : [],
      clauses: ['6.1.3'],
      room: 'applicability',
    },
    {
      id: 'internal-audit',
      title: 'Internal audit and corrective actions',
      text:
        audits.length === 0
          ? 'No internal audit is reported.'
          : `${audits.length === 1 ? 'One internal audit is' : `${audits.length} internal audits are`} reported; ${counted(nonconformities.length, 'nonconformity is', 'nonconformities are')} open.`,
      there: audits.length > 0,
      records: [
        ...audits.map(({ id, title }) => ({ register: 'internal-audits', id, label: title })),
        ...nonconformities.map(({ id, title }) => ({ register: 'nonconformities', id, label: title })),
      ],
      clauses: ['9.2.1', '9.2.2', '10.2'],
      room: 'audits',
    },
    {
      id: 'management-review',
      title: 'Management review',
      text: reviews[0] ? `The last one was held on ${dayInWords(reviews[0].on)}.` : 'No management review has been held.',
      there: reviews.length > 0,
      records: reviews.slice(0, 1).map(({ id, title }) => ({ register: 'management-reviews', id, label: title })),
      clauses: ['9.3.1', '9.3.2', '9.3.3'],
      room: 'review',
    },
    {
      id: 'readiness',
      title: 'Readiness for Stage 2',
      text: `${required.length - lacking.length} of ${required.length} pieces of documented information that the standard asks for are there; roles, competence and the work of the controls are looked at in outline.`,
      there: required.length > 0 && lacking.length === 0,
      records: lacking.map(({ id, title }) => ({ register: 'required-documents', id, label: title })),
      clauses: ['4.4', '5.3', '7.1', '7.2', '7.5.1', '8.1'],
      room: 'documents',
    },
  ];
}
