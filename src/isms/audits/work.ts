import type { Isms } from '../isms.ts';

/** Who, the subjects, what they do or did, the record that shows it, and the day of it; null where it lasts. */
export type Work = [person: string | null, subjects: readonly string[], why: string, register: string, record: string, on: string | null];

const supplierControls = ['A.5.19', 'A.5.20', 'A.5.21', 'A.5.22', 'A.5.23'];

/** Who runs what in the registers of operations, and so does not audit the controls behind it. */
export function workDone(isms: Isms): Work[] {
  const suppliers = new Map(isms.suppliers.map(({ id, name }) => [id, name]));
  return [
    ...isms.incidents.map(({ id, lead, controls, closedAt }): Work => [
      lead,
      ['A.5.24', 'A.5.25', 'A.5.26', 'A.5.27', 'A.5.28', ...controls],
      `led the incident ${id}`,
      'incidents',
      id,
      closedAt,
    ]),
    ...isms.changes.flatMap(({ id, implementer, implementedOn, approvedBy, approvedOn }): Work[] => [
      [implementer, ['A.8.32'], `did the change ${id}`, 'changes', id, implementedOn],
      [approvedBy, ['A.8.32'], `approved the change ${id}`, 'changes', id, approvedOn],
    ]),
    ...isms.backups.map(({ id, title, owner }): Work => [owner, ['A.8.13'], `answers for the backup ${title}`, 'backups', id, null]),
    ...isms.restoreTests.map(({ id, by, on }): Work => [by, ['A.8.13'], `did the restore test ${id}`, 'restore-tests', id, on]),
    ...isms.continuityPlans.map(({ id, title, owner }): Work => [
      owner,
      ['A.5.29', 'A.5.30'],
      `owns the plan ${title}`,
      'continuity-plans',
      id,
      null,
    ]),
    ...isms.continuityTests.map(({ id, by, on }): Work => [by, ['A.5.29', 'A.5.30'], `led the exercise ${id}`, 'continuity-tests', id, on]),
    ...isms.suppliers.map(({ id, name, owner }): Work => [owner, supplierControls, `answers for the supplier ${name}`, 'suppliers', id, null]),
    ...isms.supplierContracts.map(({ id, supplier, owner }): Work => [
      owner,
      ['A.5.20'],
      `keeps the contract with ${suppliers.get(supplier) ?? supplier}`,
      'supplier-contracts',
      id,
      null,
    ]),
    ...isms.supplierAssessments.map(({ id, supplier, byPerson, on }): Work => [
      byPerson,
      ['A.5.19', 'A.5.22'],
      `assessed ${suppliers.get(supplier) ?? supplier}`,
      'supplier-assessments',
      id,
      on,
    ]),
    ...isms.accessReviews.flatMap(({ id, owner, reviewers, closedOn, status }): Work[] =>
      status === 'cancelled'
        ? []
        : [
            [owner, ['A.5.18'], `answers for the access review ${id}`, 'access-reviews', id, closedOn],
            ...reviewers.map((person): Work => [person, ['A.5.18'], `decided in the access review ${id}`, 'access-reviews', id, closedOn]),
          ],
    ),
    ...isms.vulnerabilities.map(({ id, owner, fixedOn }): Work => [
      owner,
      ['A.8.8'],
      `closes the vulnerability ${id}`,
      'vulnerabilities',
      id,
      fixedOn,
    ]),
    ...isms.legalRequirements.map(({ id, owner, controls }): Work => [
      owner,
      ['A.5.31', ...controls],
      `answers for the requirement ${id}`,
      'legal-requirements',
      id,
      null,
    ]),
    ...isms.peopleMoves.flatMap(({ id, responsible, steps, closedOn }): Work[] => [
      [responsible, ['A.5.11', 'A.5.18', 'A.6.5'], `is responsible in ${id}`, 'people-moves', id, closedOn],
      ...steps.map(({ byPerson, control, at }): Work => [byPerson, [control], `did a step of ${id}`, 'people-moves', id, at]),
    ]),
    ...isms.duties.flatMap(({ id, owner, control, statement }): Work[] =>
      control ? [[owner, [control], `has the duty “${statement}”`, 'duties', id, null]] : [],
    ),
    ...isms.dutyRecords.flatMap(({ id, byPerson, control, title, on }): Work[] =>
      control === '' ? [] : [[byPerson, [control], `did “${title}”`, 'duty-records', id, on]],
    ),
  ];
}
