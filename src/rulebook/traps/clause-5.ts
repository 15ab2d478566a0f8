import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';
import { hashOf } from './sound.ts';
import { documentOf, leave, role, versionOf, without, type Traps } from './support.ts';

const name = ({ organisation }: Isms) => `${organisation.name} protects the information of its customers.`;
/** A policy that says everything it should, after an opening sentence. */
const saying = (opening: string) =>
  `${opening}\n\nWe satisfy the requirements of law and contracts. The management system is improved continually. Objectives are set and measured. The rules of the house hold for everybody.`;
const write = (isms: Isms, text: string) => {
  const version = versionOf(isms);
  const hash = hashOf(text);
  Object.assign(version, { body: text, text, contentHash: hash, approvals: version.approvals.map((each) => ({ ...each, hash })) });
};

/** Traps for leadership. */
export const clause5Traps: Traps = {
  '5.3-no-roles': (i) => void (i.ismsRoles = []),
  '5.3-role-without-holder': (i) => void (i.ismsRoles[0]!.holders = []),
  '5.3-holder-left': (i) => leave(i, i.ismsRoles[0]!.holders[0]!),
  '5.3-no-conformity-role': [(i) => void (i.ismsRoles = i.ismsRoles.filter(({ kind }) => kind !== 'isms-manager')), '5.3-no-reporting-role'],
  '5.3-no-reporting-role': (i) => {
    i.ismsRoles = i.ismsRoles.filter(({ kind }) => kind !== 'reporting');
    for (const each of i.ismsRoles) each.responsibilities = 'Looks after it';
  },
  '5.3-no-top-management': [
    (i) => {
      for (const person of i.people) person.topManagement = false;
      i.ismsRoles = i.ismsRoles.filter(({ kind }) => kind !== 'top-management');
    },
    '5.2-not-by-top-management',
    '7.5.2-no-approver',
    '9.3.1-without-top-management',
  ],
  '5.3-not-communicated': (i) => i.ismsRoles.forEach((each) => Object.assign(each, { communicatedOn: null })),
  '5.3-audits-own-work': [
    (i) =>
      i.ismsRoles.push(
        record('ismsRoles', {
          id: 'ROLE-98',
          name: 'Auditor',
          kind: 'internal-auditor',
          responsibilities: 'Audits',
          communicatedOn: '2026-05-04',
          holders: role(i, 'isms-manager').holders,
        }),
      ),
    '7.2-none-defined',
  ],
  '5.3-approves-own-work': [
    (i) =>
      i.ismsRoles.push(
        record('ismsRoles', {
          id: 'ROLE-99',
          name: 'Directors',
          kind: 'top-management',
          responsibilities: 'Direct',
          communicatedOn: '2026-05-04',
          holders: role(i, 'isms-manager').holders,
        }),
      ),
    '7.2-none-defined',
  ],
  '5.3-without-responsibilities': [(i) => i.ismsRoles.forEach((each) => Object.assign(each, { responsibilities: '' })), '5.3-no-reporting-role'],
  '5.3-no-internal-auditor': (i) => void (i.ismsRoles = i.ismsRoles.filter(({ kind }) => kind !== 'internal-auditor')),
  '5.2-no-policy': (i) => without(i, 'DOC-5.2'),
  '5.2-not-in-force': (i) => void Object.assign(versionOf(i), { status: 'in-review', effectiveOn: null, submittedAt: '2026-11-20T08:00:00Z' }),
  '5.2-approved-by-nobody': (i) => void (versionOf(i).approvals = []),
  '5.2-not-by-top-management': (i) => void (versionOf(i).approvals[0]!.person = 'P-4'),
  '5.2-not-legible': (i) => write(i, 'Politique de sécurité'),
  '5.2-not-own': (i) => write(i, saying('The organisation protects the information of its customers.')),
  '5.2-no-objectives': (i) => write(i, saying(name(i)).replace('Objectives are set and measured.', '')),
  '5.2-no-requirements': (i) => write(i, saying(name(i)).replace('We satisfy the requirements of law and contracts.', '')),
  '5.2-no-improvement': (i) => write(i, saying(name(i)).replace('The management system is improved continually.', '')),
  '5.2-not-communicated': (i) => {
    i.campaigns = i.campaigns.filter(({ documentVersion }) => documentVersion !== versionOf(i).id);
    i.acknowledgements = i.acknowledgements.filter(({ documentVersion }) => documentVersion !== versionOf(i).id);
  },
  '5.2-not-available': (i) => {
    documentOf(i).classification = 'confidential';
    write(i, saying(name(i)));
  },
  '5.2-two-policies': (i) => {
    write(i, saying(name(i)));
    const [document, version, campaign] = [
      documentOf(i),
      versionOf(i),
      i.campaigns.find(({ documentVersion }) => documentVersion === versionOf(i).id)!,
    ];
    i.documents.push({ ...document, id: 'D-900', title: 'Policy of the other site' });
    i.documentVersions.push({ ...version, id: 'DV-900', document: 'D-900' });
    i.campaigns.push({ ...campaign, id: 'CAMP-900', document: 'D-900', documentVersion: 'DV-900', dueOn: '2026-12-01' });
  },
  '5.2-older-than-scope': (i) => {
    Object.assign(versionOf(i), { submittedAt: '2025-12-20T08:00:00Z', effectiveOn: '2026-01-10', reviewedOn: null });
    i.scopeVersions.findLast(({ status }) => status === 'approved')!.approvedAt = '2026-11-01T08:00:00Z';
  },
};
