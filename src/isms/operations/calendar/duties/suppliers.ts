import { dayInWords } from '../../../days.ts';
import type { Isms } from '../../../isms.ts';
import { lastAssessments, nextAssessment } from '../../suppliers/score.ts';
import { single, type Duty } from './duty.ts';

/** Assessments of suppliers by their criticality, contracts to be looked at before they go on, certificates that run out. */
export function suppliers(isms: Isms, day: string): Duty[] {
  const last = lastAssessments(isms);
  const names = new Map(isms.suppliers.map((each) => [each.id, each]));
  const owner = (supplier: string) => names.get(supplier)?.owner ?? null;
  const assessed = isms.suppliers.flatMap((supplier): Duty[] => {
    const done = last.get(supplier.id);
    const dueOn = done ? (done.nextOn ?? nextAssessment(supplier, done.on!, isms.commitments)) : supplier.critical ? day : null;
    if (dueOn === null) return [];
    return [
      {
        ...single,
        key: `supplier:${supplier.id}`,
        title: `Assess ${supplier.name}`,
        source: 'supplier',
        control: 'A.5.22',
        because: done ? `Last assessed on ${dayInWords(done.on!)}.` : 'A critical supplier that has never been assessed.',
        register: 'suppliers',
        record: supplier.id,
        owner: supplier.owner,
        first: dueOn,
      },
    ];
  });
  const newest = new Map<string, Isms['supplierCertificates'][number]>();
  for (const each of isms.supplierCertificates) {
    const key = `${each.supplier} ${each.title.toLowerCase()}`;
    if ((newest.get(key)?.expiresOn ?? '') <= (each.expiresOn ?? '')) newest.set(key, each);
  }
  const certificates = [...newest.values()].flatMap((each): Duty[] =>
    each.expiresOn === null
      ? []
      : [
          {
            ...single,
            key: `certificate:${each.id}`,
            title: `${names.get(each.supplier)?.name ?? each.supplier}: ask for the next ${each.title}`,
            source: 'certificate',
            control: 'A.5.22',
            because: `It holds until ${dayInWords(each.expiresOn)}.`,
            register: 'supplier-certificates',
            record: each.id,
            owner: owner(each.supplier),
            first: each.expiresOn,
          },
        ],
  );
  const contracts = isms.supplierContracts.flatMap((each): Duty[] => {
    const dueOn = each.noticeBy ?? each.endsOn;
    if (dueOn === null || (each.endsOn !== null && each.endsOn < day)) return [];
    return [
      {
        ...single,
        key: `contract:${each.id}`,
        title: `${each.noticeBy ? 'Decide on' : 'Ends:'} the contract ${each.title}`,
        source: 'supplier',
        control: 'A.5.20',
        because: each.noticeBy ? `Notice is to be given by ${dayInWords(each.noticeBy)}.` : `It ends on ${dayInWords(dueOn)}.`,
        register: 'supplier-contracts',
        record: each.id,
        owner: each.owner ?? owner(each.supplier),
        first: dueOn,
      },
    ];
  });
  return [...assessed, ...certificates, ...contracts];
}
