import type { Standard } from '../../standard/standard.ts';
import { addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { frequencyOf, lastAudited } from './frequency.ts';
import type { AuditProgramme, InternalAudit } from './model.ts';
import { auditSubjects, type AuditSubject } from './subjects.ts';

/** What an audit does with a subject: `left-out`, it was to be looked at and the report says that it was not. */
export type CellState = 'planned' | 'in-progress' | 'covered' | 'deviates' | 'left-out';
/** `gap`: no audit of the cycle has looked at it or will; `again`: looked at, but due again with nothing planned. */
export type RowState = 'covered' | 'planned' | 'again' | 'gap';

export interface CoverageRow extends Omit<AuditSubject, 'text'> {
  /** By audit. */
  cells: Record<string, CellState>;
  state: RowState;
  lastOn: string | null;
  plannedOn: string | null;
  everyMonths: number;
  reasons: string[];
  dueBy: string;
  /** Its day has passed, or what is planned comes after it. */
  late: boolean;
}

export interface Coverage {
  programme: AuditProgramme | null;
  from: string;
  to: string;
  audits: InternalAudit[];
  rows: CoverageRow[];
  counts: Record<RowState, number> & { all: number; late: number };
}

/** The programme of a day: the one whose time it is, else the newest. */
export const programmeOf = (isms: Pick<Isms, 'auditProgrammes'>, day: string): AuditProgramme | null =>
  isms.auditProgrammes.find(({ from, to }) => from !== null && from <= day && (to === null || to >= day)) ??
  isms.auditProgrammes.toSorted((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))[0] ??
  null;

const startOf = ({ plannedFrom, startedOn }: InternalAudit) => startedOn ?? plannedFrom;

/** Every clause requirement and applicable control against the audits of a programme: what is covered, planned, due again, or a gap. */
export const coverage = (isms: Isms, standard: Standard, day: string, wanted?: string): Coverage => {
  const programme = wanted === undefined ? programmeOf(isms, day) : (isms.auditProgrammes.find(({ id }) => id === wanted) ?? null);
  return computed(isms, standard, day).get(programme?.id ?? '') ?? compute(isms, standard, day, programme);
};

const computed = remembered(
  (isms, standard: Standard, day: string): ReadonlyMap<string, Coverage> =>
    new Map(isms.auditProgrammes.map((each) => [each.id, compute(isms, standard, day, each)])),
);

function compute(isms: Isms, standard: Standard, day: string, programme: AuditProgramme | null): Coverage {
  const from = programme?.from ?? day;
  const to = programme?.to ?? addMonths(from, 36);
  const audits = isms.internalAudits
    .filter((each) => programme !== null && each.programme === programme.id && each.status !== 'cancelled')
    .toSorted((a, b) => (startOf(a) ?? '9999').localeCompare(startOf(b) ?? '9999'));
  const conclusions = new Map(isms.auditNotes.map(({ audit, subject, conclusion }) => [`${audit} ${subject}`, conclusion]));
  const wanted = new Map(audits.map(({ id, subjects }) => [id, new Set(subjects)]));
  const last = lastAudited(isms);
  const rows = auditSubjects(isms, standard, day).map((subject): CoverageRow => {
    const cells: CoverageRow['cells'] = {};
    let plannedOn: string | null = null;
    let isPlanned = false;
    for (const audit of audits) {
      const concluded = conclusions.get(`${audit.id} ${subject.id}`);
      if (!wanted.get(audit.id)!.has(subject.id) && concluded === undefined) continue;
      const state = cellOf(audit, concluded);
      cells[audit.id] = state;
      if (state !== 'planned' && state !== 'in-progress') continue;
      isPlanned = true;
      const on = startOf(audit);
      if (on !== null && (plannedOn === null || on < plannedOn)) plannedOn = on;
    }
    const lastOn = last.get(subject.id)?.on ?? null;
    const { everyMonths, reasons } = frequencyOf(isms, day, subject.id, subject.kind);
    const dueBy = addMonths(lastOn ?? from, everyMonths);
    const inCycle = lastOn !== null && lastOn >= from;
    // What is due again after the cycle belongs to the next one.
    const dueSoon = dueBy <= to && dueBy < addMonths(day, 6);
    const state: RowState = inCycle && !dueSoon ? 'covered' : isPlanned ? 'planned' : inCycle ? 'again' : 'gap';
    const { text: _text, ...named } = subject;
    return { ...named, cells, state, lastOn, plannedOn, everyMonths, reasons, dueBy, late: state !== 'covered' && dueBy < (plannedOn ?? day) };
  });
  const count = (state: RowState) => rows.filter((row) => row.state === state).length;
  return {
    programme,
    from,
    to,
    audits,
    rows,
    counts: {
      all: rows.length,
      covered: count('covered'),
      planned: count('planned'),
      again: count('again'),
      gap: count('gap'),
      late: rows.filter(({ late }) => late).length,
    },
  };
}

function cellOf({ status }: InternalAudit, conclusion: string | undefined): CellState {
  if (conclusion === 'conforms') return 'covered';
  if (conclusion === 'deviates') return 'deviates';
  if (status === 'reported') return 'left-out';
  return status === 'in-progress' ? 'in-progress' : 'planned';
}

/** What should be put into an audit: nothing has looked at it or will, or it is due again. */
export const gapsOf = ({ rows }: Coverage): CoverageRow[] => rows.filter(({ state }) => state === 'gap' || state === 'again');
