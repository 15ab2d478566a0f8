import { daysBetween } from '../isms/days.ts';
import { soaLines } from '../isms/applicability/derive.ts';
import type { SoaLine } from '../isms/applicability/model.ts';
import type { Isms } from '../isms/isms.ts';
import { remembered } from '../isms/remember.ts';
import { assessedRisks } from '../isms/risk/assess.ts';
import { currentMethod } from '../isms/risk/method.ts';
import type { AssessedRisk, RiskMethod } from '../isms/risk/model.ts';
import type { Standard } from '../standard/standard.ts';
import { stages, type Grade, type RecordPointer, type rooms, type Stage } from './contract.ts';

/**
 * What rules look at: the records, the day, and what is calculated from both. Calculated when a rule asks for it, so that
 * what a rule has not looked at cannot change what it finds.
 */
export class Case {
  readonly isms: Isms;
  readonly standard: Standard;
  readonly day: string;

  constructor(isms: Isms, standard: Standard, day: string) {
    this.isms = isms;
    this.standard = standard;
    this.day = day;
  }

  /** Open risks, assessed. */
  get risks(): readonly AssessedRisk[] {
    return openRisks(this.isms, this.day);
  }

  get method(): RiskMethod | null {
    return currentMethod(this.isms);
  }

  get lines(): readonly SoaLine[] {
    return soaLines(this.isms, this.standard, this.day);
  }

  /** Whether a control is not excluded. */
  readonly applies = (control: string): boolean => !excludedControls(this.isms, this.standard, this.day).has(control);

  /** Whether somebody stands among the people and has not left. */
  readonly present = (id: string | null): boolean => {
    const person = id === null ? undefined : peopleById(this.isms).get(id);
    return person !== undefined && (person.endsOn === null || person.endsOn >= this.day);
  };
}

const openRisks = remembered((isms: Isms, day: string) => assessedRisks(isms, day).filter((risk) => risk.status === 'open'));
const excludedControls = remembered(
  (isms: Isms, standard: Standard, day: string) =>
    new Set(soaLines(isms, standard, day).flatMap(({ control, applicable }) => (applicable === false ? [control] : []))),
);
const peopleById = remembered((isms: Isms) => new Map(isms.people.map((person) => [person.id, person])));

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
  /** Why it may be otherwise. A rule without it follows from the records alone. */
  likely?: string;
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
