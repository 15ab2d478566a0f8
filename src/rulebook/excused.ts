import type { FindingExcuse } from '../isms/excuses/model.ts';
import type { RecordPointer } from './contract.ts';

/** What an excuse names of a finding: the id, or the name of what has none. */
const nameOf = ({ id, label }: RecordPointer): string => id || label;
const covers = ({ records }: FindingExcuse, pointer: RecordPointer): boolean => records.length === 0 || records.includes(nameOf(pointer));

export interface Judged {
  /** Records that count. */
  counted: RecordPointer[];
  /** Records that somebody answers for, by the excuse. */
  excused: { excuse: FindingExcuse; records: RecordPointer[] }[];
  /** Excuses that have ended, whose records count again. */
  ended: FindingExcuse[];
}

/** The records of a finding on a day, told apart by the excuses there are. Nothing is lost: each is counted or excused. */
export function judgedBy(excuses: readonly FindingExcuse[], rule: string, records: readonly RecordPointer[], day: string): Judged {
  const own = excuses.filter((each) => each.rule === rule && each.withdrawnAt === null && each.at.slice(0, 10) <= day);
  const valid = own.filter(({ until }) => until >= day);
  const counted: RecordPointer[] = [];
  const excused = new Map<FindingExcuse, RecordPointer[]>();
  for (const pointer of records) {
    const excuse = valid.find((each) => covers(each, pointer));
    if (!excuse) counted.push(pointer);
    else excused.set(excuse, [...(excused.get(excuse) ?? []), pointer]);
  }
  return {
    counted,
    excused: [...excused].map(([excuse, list]) => ({ excuse, records: list })),
    ended: own.filter((each) => each.until < day && counted.some((pointer) => covers(each, pointer))),
  };
}
