import { daysBetween } from '../isms/days.ts';
import { soaLines } from '../isms/applicability/derive.ts';
import type { SoaLine } from '../isms/applicability/model.ts';
import type { Isms } from '../isms/isms.ts';
import { assessedRisks } from '../isms/risk/assess.ts';
import { currentMethod } from '../isms/risk/method.ts';
import type { AssessedRisk, RiskMethod } from '../isms/risk/model.ts';
import type { Standard } from '../standard/standard.ts';
import { stages, type Grade, type RecordPointer, type rooms, type Stage } from './contract.ts';

/** What rules look at: the records, the day, and what is calculated from both, once. */
export interface Case {
  isms: Isms;
  day: string;
  standard: Standard;
  /** Open risks, assessed. */
  risks: readonly AssessedRisk[];
  method: RiskMethod | null;
  lines: readonly SoaLine[];
  /** Whether a control is not excluded. */
  applies(control: string): boolean;
  /** Whether somebody stands among the people and has not left. */
  present(person: string | null): boolean;
}

/** The room of the product in which a finding is closed; also the entry of the navigation that counts it. */
export type Room = (typeof rooms)[number];

/** One thing an auditor checks. `find` answers the records it rests on; none means that there is nothing to raise. */
export interface Rule {
  id: string;
  clause: string;
  /** Audits at which it matters. */
  stages: readonly Stage[];
  grade: Grade;
  gradeReason: string;
  title: string;
  /** The auditor's words; `names` lists the records, at most eight, `count` is all of them. */
  says(names: string, count: number): string;
  remedy: string;
  room: Room;
  find(it: Case): RecordPointer[];
}

export const everyStage: readonly Stage[] = stages;
/** While a certificate is held. */
export const afterDecision: readonly Stage[] = ['surveillance-1', 'surveillance-2', 'recertification'];
export const inOperation: readonly Stage[] = ['stage-2', ...afterDecision];

/** A rule that matters at every stage unless it says otherwise. */
export const rule = (fields: Omit<Rule, 'stages'> & { stages?: readonly Stage[] }): Rule => ({ stages: everyStage, ...fields });

/** A maker of rules over what is done and leaves records: they matter once the system is in operation, and are closed in one room. */
export const rulesOf =
  (room: Room) =>
  (fields: Omit<Rule, 'stages' | 'room'> & { stages?: readonly Stage[] }): Rule =>
    rule({ stages: inOperation, ...fields, room });

export function openCase(isms: Isms, standard: Standard, day: string): Case {
  const people = new Map(isms.people.map((person) => [person.id, person]));
  const lines = soaLines(isms, standard, day);
  const excluded = new Set(lines.filter(({ applicable }) => applicable === false).map(({ control }) => control));
  return {
    isms,
    day,
    standard,
    risks: assessedRisks(isms, day).filter((risk) => risk.status === 'open'),
    method: currentMethod(isms),
    lines,
    applies: (control) => !excluded.has(control),
    present: (id) => {
      const person = id === null ? undefined : people.get(id);
      return person !== undefined && (person.endsOn === null || person.endsOn >= day);
    },
  };
}

/** Points at records of a register by the field that names them. */
export const at = <T extends { id: string }>(register: string, records: readonly T[], name: (record: T) => string): RecordPointer[] =>
  records.map((record) => ({ register, id: record.id, label: name(record) }));
export const byName = <T extends { id: string; name: string }>(register: string, records: readonly T[]) => at(register, records, ({ name }) => name);
export const byTitle = <T extends { id: string; title: string }>(register: string, records: readonly T[]) =>
  at(register, records, ({ title }) => title);
/** Points at something that is not there at all. */
export const absent = (register: string, label: string, isAbsent: boolean): RecordPointer[] => (isAbsent ? [{ register, id: '', label }] : []);
export const soaPointers = (lines: readonly SoaLine[]) =>
  at(
    'soa',
    lines.map((line) => ({ id: line.control, title: `${line.label} ${line.title}` })),
    ({ title }) => title,
  );

export const olderThan = (day: string | null, today: string, days: number): boolean => day !== null && daysBetween(day, today) > days;
export const dayOf = (instant: string | null): string | null => instant?.slice(0, 10) ?? null;
/** Days that have passed since a day; none where there is no day. */
export const passed = (day: string | null, today: string): number => (day === null ? 0 : daysBetween(day, today));
/** `one task`, `3 tasks`: how many, at the beginning of a sentence. */
export const counted = (count: number, one: string, many: string): string => `${count === 1 ? 'One' : count} ${count === 1 ? one : many}`;
export const blank = (text: string) => text.trim() === '';

/** `1 is`, `2 are`: the verb that fits the number of records a sentence names. */
export const word = (count: number, one: string, many: string): string => (count === 1 ? one : many);
