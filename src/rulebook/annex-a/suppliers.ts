import { coverageOf } from '../../isms/controls/coverage.ts';
import type { SupplierContract } from '../../isms/operations/suppliers/model.ts';
import { lastAssessments, nextAssessment } from '../../isms/operations/suppliers/score.ts';
import { at, blank, byName, byTitle, passed, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');

const critical = ({ isms }: Case) => isms.suppliers.filter((each) => each.critical);
/** Contracts that run today. */
const running = ({ isms, day }: Case) => isms.supplierContracts.filter(({ endsOn }) => endsOn === null || endsOn >= day);
const contracts = (fits: (contract: SupplierContract, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'supplier-contracts',
    running(it).filter((each) => fits(each, it)),
  );
/** A contract of which somebody has said what it settles, and not this. What nobody looked at has a finding of its own. */
const silentOn = (clause: string, { clauses, missing }: SupplierContract) => clauses.length > 0 && !clauses.includes(clause) && blank(missing);

/** Suppliers and the cloud (A.5.19–A.5.23). */
export const suppliers: Rule[] = [
  rule({
    id: 'A.5.19-never-assessed',
    clause: 'A.5.19',
    grade: 'minor',
    gradeReason: 'The organisation relies on somebody at whom nobody has looked.',
    title: 'Critical suppliers that were never assessed',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} critical and ${word(count, 'has', 'have')} never been assessed.`,
    remedy: 'Ask the questions, weigh the answers, decide.',
    // A review that is kept as evidence instead speaks for all of them, until it lapses.
    find: (it) => {
      if (it.isms.supplierAssessments.length === 0 && coverageOf(it.isms, it.standard, it.day).get('A.5.22')?.state === 'covered') return [];
      const last = lastAssessments(it.isms);
      return byName(
        'suppliers',
        critical(it).filter(({ id }) => !last.has(id)),
      );
    },
  }),
  rule({
    id: 'A.5.19-without-owner',
    clause: 'A.5.19',
    grade: 'minor',
    gradeReason: 'The organisation relies on somebody whom nobody watches.',
    title: 'Critical suppliers without an owner',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} critical, and nobody who works here looks after ${word(count, 'it', 'them')}.`,
    remedy: 'Name who speaks with them, assesses them and hears of their incidents.',
    find: (it) =>
      byName(
        'suppliers',
        critical(it).filter(({ owner }) => !it.present(owner)),
      ),
  }),
  rule({
    id: 'A.5.22-reassessment-overdue',
    clause: 'A.5.22',
    grade: 'minor',
    gradeReason: 'Suppliers change; the judgement about them is older than promised.',
    title: 'Suppliers to be assessed again',
    says: (names, count) => `${names} should have been assessed again by now; the last judgement of ${word(count, 'it', 'them')} is old.`,
    remedy: 'Assess again; begin with what has changed.',
    find: (it) => {
      const last = lastAssessments(it.isms);
      return byName(
        'suppliers',
        it.isms.suppliers.filter((supplier) => {
          const done = last.get(supplier.id);
          const next = done ? (done.nextOn ?? nextAssessment(supplier, done.on!, it.isms.commitments)) : null;
          return next !== null && next < it.day;
        }),
      );
    },
  }),
  rule({
    id: 'A.5.19-unsuitable-in-use',
    clause: 'A.5.19',
    grade: 'minor',
    gradeReason: 'The organisation has judged, and does not follow its own judgement.',
    title: 'Suppliers judged unsuitable and still in use',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} judged unsuitable, and contracts go on.`,
    remedy: 'Leave, or bring the supplier to where it has to be, and assess again.',
    find: (it) => {
      const last = lastAssessments(it.isms);
      const used = new Set(running(it).map(({ supplier }) => supplier));
      return byName(
        'suppliers',
        it.isms.suppliers.filter(({ id, critical: relied }) => last.get(id)?.result === 'unsuitable' && (relied || used.has(id))),
      );
    },
  }),
  rule({
    id: 'A.5.20-no-contract',
    clause: 'A.5.20',
    grade: 'minor',
    gradeReason: 'What is not agreed cannot be asked for.',
    title: 'Critical suppliers without a contract on record',
    says: (names, count) => `What was agreed with ${names}, ${word(count, 'a critical supplier', 'critical suppliers')}, is not on record.`,
    remedy: 'Enter the contract and what it settles.',
    find: (it) => {
      const known = new Set(it.isms.supplierContracts.map(({ supplier }) => supplier));
      return known.size === 0
        ? []
        : byName(
            'suppliers',
            critical(it).filter(({ id }) => !known.has(id)),
          );
    },
  }),
  rule({
    id: 'A.5.20-contract-ended',
    clause: 'A.5.20',
    grade: 'minor',
    gradeReason: 'The supplier works without an agreement that binds it.',
    title: 'Contracts of critical suppliers that have ended',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} ended, and nothing newer is on record although the supplier is critical.`,
    remedy: 'Enter the new contract, or note that the supplier is not used any more.',
    find: (it) => {
      const bound = new Set(running(it).map(({ supplier }) => supplier));
      const relied = new Set(critical(it).map(({ id }) => id));
      return byTitle(
        'supplier-contracts',
        it.isms.supplierContracts.filter(
          ({ endsOn, supplier }) => endsOn !== null && endsOn < it.day && relied.has(supplier) && !bound.has(supplier),
        ),
      );
    },
  }),
  rule({
    id: 'A.5.20-no-security-clauses',
    clause: 'A.5.20',
    grade: 'minor',
    gradeReason: 'Security was not agreed, or nobody has looked whether it was.',
    title: 'Contracts without security clauses',
    says: (names, count) => `${names} ${word(count, 'settles', 'settle')} nothing on information security, as far as is recorded.`,
    remedy: 'Tick what stands in it; agree on what is missing, or say why it can be.',
    find: contracts(({ clauses, missing }) => clauses.length === 0 && blank(missing)),
  }),
  rule({
    id: 'A.5.34-no-processing-agreement',
    clause: 'A.5.34',
    grade: 'minor',
    gradeReason: 'Law asks for an agreement before a supplier processes personal data.',
    title: 'Suppliers with personal data and no agreement on it',
    says: (names, count) =>
      `By ${names} personal data goes to a supplier; the ${word(count, 'contract does', 'contracts do')} not settle legal duties, data protection among them.`,
    remedy: 'Conclude a processing agreement and note it as settled.',
    find: contracts((contract) => contract.personalData && silentOn('legal-duties', contract)),
  }),
  rule({
    id: 'A.5.23-no-way-out',
    clause: 'A.5.23',
    grade: 'opportunity',
    gradeReason: 'Who cannot leave has to accept what comes.',
    title: 'Critical suppliers with no way out',
    says: (names, count) => `${names} ${word(count, 'does', 'do')} not settle return, deletion and help at the end.`,
    remedy: 'Agree on the end, and think through once how you would leave.',
    find: (it) => {
      const relied = new Set(critical(it).map(({ id }) => id));
      return contracts((contract) => relied.has(contract.supplier) && silentOn('end', contract))(it);
    },
  }),
  rule({
    id: 'A.5.20-no-incident-notice',
    clause: 'A.5.20',
    grade: 'minor',
    gradeReason: 'The organisation’s own times to notify begin with the notice of the supplier.',
    title: 'Suppliers that need not tell of incidents',
    says: (names, count) =>
      `${names}: the supplier holds what is confidential and need not tell of incidents by ${word(count, 'this contract', 'these contracts')}.`,
    remedy: 'Agree on notice, within how many hours and to whom.',
    find: contracts(
      (contract) =>
        (contract.personalData || contract.classification === 'confidential' || contract.classification === 'secret') &&
        silentOn('incident-notice', contract),
    ),
  }),
  rule({
    id: 'A.5.22-certificate-expired',
    clause: 'A.5.22',
    grade: 'minor',
    gradeReason: 'What the organisation relies on instead of looking itself has run out.',
    title: 'Certificates of suppliers that have run out',
    says: (names, count) => `${names} ${word(count, 'holds', 'hold')} no longer, and no newer one is on record.`,
    remedy: 'Ask for the next one; if there is none, assess the supplier.',
    find: (it) => {
      const newest = new Map<string, Case['isms']['supplierCertificates'][number]>();
      for (const each of it.isms.supplierCertificates) {
        const key = `${each.supplier} ${each.title.trim().toLowerCase()}`;
        if ((newest.get(key)?.expiresOn ?? '') <= (each.expiresOn ?? '9999')) newest.set(key, each);
      }
      return byTitle(
        'supplier-certificates',
        [...newest.values()].filter(({ expiresOn }) => expiresOn !== null && expiresOn < it.day),
      );
    },
  }),
  rule({
    id: 'A.5.22-certificate-of-another',
    clause: 'A.5.22',
    grade: 'opportunity',
    gradeReason: 'A certificate for another service says nothing about ours.',
    title: 'Certificates that do not cover the service in use',
    says: (names, count) => `${names} ${word(count, 'does', 'do')} not cover the service that is used.`,
    remedy: 'Ask for one that does, or assess the service itself.',
    find: (it) =>
      byTitle(
        'supplier-certificates',
        it.isms.supplierCertificates.filter(({ coversOurs, expiresOn }) => coversOurs === false && (expiresOn === null || expiresOn >= it.day)),
      ),
  }),
  rule({
    id: 'A.5.22-incident-without-consequence',
    clause: 'A.5.22',
    grade: 'opportunity',
    gradeReason: 'It was noticed, and nobody asked what it means.',
    title: 'Incidents of suppliers without a consequence',
    says: (names) => `What follows from ${names} has not been decided a month later.`,
    remedy: 'Decide, even if nothing follows.',
    find: (it) =>
      at(
        'supplier-notes',
        it.isms.supplierNotes.filter(({ kind, consequence, on }) => kind === 'incident' && blank(consequence) && passed(on, it.day) > 30),
        ({ title }) => title,
      ),
  }),
];
