import type { Standard } from '../../standard/standard.ts';
import type { CollectionRun } from '../checks/model.ts';
import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { freshnessOf } from './freshness.ts';
import { shownBy, type Evidence, type Lane } from './model.ts';
import { recordsOfOperation } from './records.ts';

/** A record that speaks for a control from a day to a day, both of them included. */
export interface Proof {
  register: string;
  id: string;
  title: string;
  from: string;
  to: string;
  lanes: readonly Lane[];
}

/** What speaks for as long as nothing else is said. */
export const noEnd = '9999-12-31';

export interface Proofs {
  /** By control, in the order of their first days. */
  of(control: string): readonly Proof[];
  /** Evidence of a control or requirement that counts: not superseded; newest last. */
  evidence(subject: string): readonly Evidence[];
}

/** Everything that speaks for a control, gathered in one pass over the records. */
export const proofsOf = remembered(gather);

/** Items whose place a newer one has taken. */
export const supersededIds = (isms: Isms): Set<string> =>
  new Set(isms.evidence.flatMap(({ supersedes }) => (supersedes === null ? [] : [supersedes])));

function gather(isms: Isms, standard: Standard): Proofs {
  const byControl = new Map<string, Proof[]>();
  const bySubject = new Map<string, Evidence[]>();
  const fresh = freshnessOf(isms, standard);
  const add = (control: string, proof: Proof) => {
    const list = byControl.get(control);
    if (list) list.push(proof);
    else byControl.set(control, [proof]);
  };
  const untilStale = (from: string, control: string) => addDays(from, fresh(control).days - 1);

  const superseded = supersededIds(isms);
  for (const item of isms.evidence) {
    if (superseded.has(item.id)) continue;
    const { id, title, subjects, validTo } = item;
    const from = item.validFrom ?? validTo;
    const lanes = shownBy(item);
    for (const subject of subjects) {
      const own = bySubject.get(subject);
      if (own) own.push(item);
      else bySubject.set(subject, [item]);
      // What says nothing about its time proves nothing about any day.
      if (from !== null) add(subject, { register: 'evidence', id, title, from, to: validTo ?? untilStale(from, subject), lanes });
    }
  }
  for (const [control, proof] of checked(isms)) add(control, { ...proof, to: untilStale(proof.from, control) });
  for (const [control, proof] of inForce(isms)) add(control, proof);
  for (const [control, done] of recordsOfOperation(isms)) add(control, { ...done, to: untilStale(done.from, control) });

  const byDay = (a: { from: string }, b: { from: string }) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0);
  const newest = (item: Evidence) => item.validTo ?? item.validFrom ?? '';
  for (const list of byControl.values()) list.sort(byDay);
  for (const list of bySubject.values()) list.sort((a, b) => (newest(a) < newest(b) ? -1 : newest(a) > newest(b) ? 1 : 0));
  return { of: (control) => byControl.get(control) ?? [], evidence: (subject) => bySubject.get(subject) ?? [] };
}

/**
 * Collections that came to a known outcome speak for the controls of their checks from their day on. What fails shows that
 * the control is looked at, not that it works; what is unknown shows nothing. Of a day the last collection counts.
 */
function* checked(isms: Isms): Generator<[string, Omit<Proof, 'to'>]> {
  const controlsOf = new Map(isms.checkResults.map(({ connection, check, controls }) => [`${connection} ${check}`, controls]));
  const titles = new Map(isms.connections.map(({ id, title }) => [id, title]));
  const runs = new Map<string, CollectionRun>();
  for (const run of isms.collectionRuns) if (run.status === 'done') runs.set(`${run.connection} ${run.on}`, run);
  for (const run of runs.values()) {
    const works = new Map<string, boolean>();
    for (const [check, outcome] of Object.entries(run.outcomes)) {
      if (outcome !== 'pass' && outcome !== 'fail') continue;
      for (const control of controlsOf.get(`${run.connection} ${check}`) ?? [])
        works.set(control, (works.get(control) ?? true) && outcome === 'pass');
    }
    const title = titles.get(run.connection) ?? run.connection;
    for (const [control, all] of works)
      yield [control, { register: 'collection-runs', id: run.id, title, from: run.on, lanes: all ? ['exists', 'works', 'applied'] : ['exists'] }];
  }
}

/** A document in force shows that the control it describes exists, until the next version or its withdrawal. */
function* inForce(isms: Isms): Generator<[string, Proof]> {
  const versions = Map.groupBy(
    isms.documentVersions.filter(({ status, effectiveOn }) => effectiveOn !== null && ['effective', 'superseded', 'withdrawn'].includes(status)),
    ({ document }) => document,
  );
  for (const { id, title, controls } of isms.documents) {
    const own = versions.get(id) ?? [];
    for (const [index, { effectiveOn, withdrawnOn }] of own.entries()) {
      const ends = own[index + 1]?.effectiveOn ?? withdrawnOn;
      const to = ends === null ? noEnd : addDays(ends, -1);
      for (const control of controls)
        if (to >= effectiveOn!) yield [control, { register: 'documents', id, title, from: effectiveOn!, to, lanes: ['exists'] }];
    }
  }
}
