import { dayInWords } from '../days.ts';
import type { Isms } from '../isms.ts';
import { newestLists } from '../operations/populations/newest.ts';
import type { PopulationItem, PopulationKind } from './model.ts';

/** One thing of a population before it is divided: when it was, and by what it can be divided. */
interface Row {
  key: string;
  label: string;
  /** Null: it has no day. What the population is of decides whether that leaves it out. */
  on: string | null;
  by: Record<string, string>;
}

/** A complete list that the records hold: of what, by which day it is narrowed down, by what it can be divided. */
interface Source {
  title: string;
  /** What the day of an item is, in words; null: items have none, and the list is as of today. */
  dated: string | null;
  strata: Record<string, string>;
  rows(isms: Isms, day: string): Row[];
}

const dayOf = (at: string | null): string | null => at?.slice(0, 10) ?? null;
const named = (isms: Isms) => {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  return (id: string | null) => (id === null ? '' : (names.get(id) ?? id));
};
const moves = (kind: 'joiner' | 'leaver') => (isms: Isms) => {
  const name = named(isms);
  return isms.peopleMoves
    .filter((each) => each.kind === kind)
    .map(({ id, person, on, closedOn }) => ({
      key: id,
      label: `${name(person)}, ${dayInWords(on)}`,
      on,
      by: { state: closedOn === null ? 'open' : 'closed' },
    }));
};

/** Everything the product can draw from by itself. A list that somebody brings is read elsewhere. */
export const sources: Record<Exclude<PopulationKind, 'list'>, Source> = {
  incidents: {
    title: 'Incidents',
    dated: 'noticed',
    strata: { severity: 'Severity', kind: 'Playbook' },
    // An exercise is not an incident that happened.
    rows: ({ incidents }) =>
      incidents
        .filter(({ exercise }) => !exercise)
        .map(({ id, title, detectedAt, severity, kind }) => ({ key: id, label: title, on: dayOf(detectedAt), by: { severity, kind } })),
  },
  changes: {
    title: 'Changes of systems that were carried out',
    dated: 'carried out',
    strata: { kind: 'Type', risk: 'Risk' },
    rows: ({ changes }) =>
      changes
        .filter(({ implementedOn }) => implementedOn !== null)
        .map(({ id, title, implementedOn, kind, risk }) => ({ key: id, label: title, on: implementedOn, by: { kind, risk } })),
  },
  'access-decisions': {
    title: 'Accounts decided on in access reviews',
    dated: 'decided',
    strata: { review: 'Review', decision: 'Decision' },
    rows: ({ accessDecisions, accessReviews }) => {
      const reviews = new Map(accessReviews.map(({ id, title }) => [id, title]));
      return accessDecisions
        .filter(({ decidedAt }) => decidedAt !== null)
        .map(({ id, account, review, decision, decidedAt }) => ({
          key: id,
          label: `${account.name || account.id} (${reviews.get(review) ?? review})`,
          on: dayOf(decidedAt),
          by: { review: reviews.get(review) ?? review, decision },
        }));
    },
  },
  joiners: { title: 'People who have come', dated: 'came', strata: { state: 'State' }, rows: moves('joiner') },
  leavers: { title: 'People who have gone', dated: 'left', strata: { state: 'State' }, rows: moves('leaver') },
  vulnerabilities: {
    title: 'Vulnerabilities',
    dated: 'found',
    strata: { severity: 'Severity', state: 'State' },
    rows: ({ vulnerabilities }) =>
      vulnerabilities.map(({ id, title, foundOn, severity, fixedOn }) => ({
        key: id,
        label: title,
        on: foundOn,
        by: { severity, state: fixedOn === null ? 'open' : 'closed' },
      })),
  },
  suppliers: {
    title: 'Suppliers',
    dated: null,
    strata: { critical: 'Critical', country: 'Country' },
    rows: ({ suppliers }) =>
      suppliers.map(({ id, name, critical, country }) => ({ key: id, label: name, on: null, by: { critical: critical ? 'yes' : 'no', country } })),
  },
  evidence: {
    title: 'Evidence',
    dated: 'collected',
    strata: { kind: 'Kind', attested: 'Attested' },
    rows: ({ evidence }) =>
      evidence.map(({ id, title, createdAt, validFrom, kind, attestedAt }) => ({
        key: id,
        label: title,
        on: validFrom ?? dayOf(createdAt),
        by: { kind, attested: attestedAt === null ? 'no' : 'yes' },
      })),
  },
  documents: {
    title: 'Documents',
    dated: null,
    strata: { type: 'Type', classification: 'Classification' },
    rows: ({ documents }) =>
      documents.map(({ id, title, type, classification }) => ({ key: id, label: title, on: null, by: { type, classification } })),
  },
  'training-results': {
    title: 'Lessons taken and courses attended',
    dated: 'taken',
    strata: { lesson: 'Lesson', passed: 'Passed' },
    rows: (isms) => {
      const name = named(isms);
      return isms.trainingResults.map(({ id, person, title, on, passed }) => ({
        key: id,
        label: `${name(person)}: ${title}`,
        on,
        by: { lesson: title, passed: passed ? 'yes' : 'no' },
      }));
    },
  },
  acknowledgements: {
    title: 'Policies that people said they have read',
    dated: 'said',
    strata: { document: 'Document' },
    rows: (isms) => {
      const name = named(isms);
      const titles = new Map(isms.documents.map(({ id, title }) => [id, title]));
      const versions = new Map(isms.documentVersions.map(({ id, document, number }) => [id, { title: titles.get(document) ?? document, number }]));
      return isms.acknowledgements.map(({ id, person, documentVersion, at }) => {
        const { title, number } = versions.get(documentVersion) ?? { title: documentVersion, number: '' };
        return { key: id, label: `${name(person)}: ${title}, version ${number}`, on: dayOf(at), by: { document: title } };
      });
    },
  },
  risks: {
    title: 'Risks',
    dated: null,
    strata: { treatment: 'Treatment', status: 'Status' },
    rows: ({ risks }) => risks.map(({ id, title, treatment, status }) => ({ key: id, label: title, on: null, by: { treatment, status } })),
  },
  assets: {
    title: 'Assets',
    dated: null,
    strata: { kind: 'Kind', classification: 'Classification' },
    rows: ({ assets }) => assets.map(({ id, name, kind, classification }) => ({ key: id, label: name, on: null, by: { kind, classification } })),
  },
  people: {
    title: 'People who have not left',
    dated: null,
    strata: { team: 'Team', employment: 'Employment' },
    rows: ({ people, teams }, day) => {
      const names = new Map(teams.map(({ id, name }) => [id, name]));
      return people
        .filter(({ endsOn }) => endsOn === null || endsOn >= day)
        .map(({ id, name, team, employment }) => ({
          key: id,
          label: name,
          on: null,
          by: { team: team === null ? '' : (names.get(team) ?? team), employment },
        }));
    },
  },
  'restore-tests': {
    title: 'Restore tests',
    dated: 'done',
    strata: { result: 'Result' },
    rows: ({ restoreTests }) => restoreTests.map(({ id, title, on, result }) => ({ key: id, label: title, on, by: { result } })),
  },
  'duty-records': {
    title: 'Recurring duties that were done',
    dated: 'done',
    strata: { duty: 'Duty', control: 'Control' },
    rows: ({ dutyRecords }) =>
      dutyRecords.map(({ id, title, on, control }) => ({ key: id, label: `${title}, ${dayInWords(on)}`, on, by: { duty: title, control } })),
  },
  nonconformities: {
    title: 'Nonconformities',
    dated: 'raised',
    strata: { grade: 'Grade', source: 'Came up in' },
    rows: ({ nonconformities }) =>
      nonconformities.map(({ id, title, raisedOn, grade, source }) => ({ key: id, label: title, on: raisedOn, by: { grade, source } })),
  },
  accounts: {
    title: 'Accounts of the newest lists of all systems',
    dated: null,
    strata: { system: 'System', kind: 'Kind', active: 'Active', privileged: 'Privileged' },
    rows: (isms) =>
      newestLists(isms).flatMap(({ title, source, accounts }) =>
        accounts.map(({ id, name, kind, active, privileged }) => ({
          key: `${source} ${id}`.slice(0, 300),
          label: `${name || id} (${title})`,
          on: null,
          by: { system: title, kind, active: active ? 'yes' : 'no', privileged: privileged ? 'yes' : 'no' },
        })),
      ),
  },
};

export interface Population {
  items: PopulationItem[];
  provenance: string;
  /** Things without a day, left out because a time was asked for. */
  undated: number;
}

export interface Asked {
  kind: Exclude<PopulationKind, 'list'>;
  from: string | null;
  to: string | null;
  stratifiedBy: string;
}

/** A complete population out of the records as they stand on a day, and where it comes from in words. */
export function populationOf(isms: Isms, { kind, from, to, stratifiedBy }: Asked, day: string): Population {
  const { title, dated, rows, strata } = sources[kind];
  const all = rows(isms, day);
  const narrowed = dated !== null && (from !== null || to !== null);
  const inTime = narrowed ? all.filter(({ on }) => on !== null && (from === null || on >= from) && (to === null || on <= to)) : all;
  const undated = narrowed ? all.filter(({ on }) => on === null).length : 0;
  const time = narrowed
    ? `, ${dated} ${from === null ? '' : `from ${dayInWords(from)} `}${to === null ? '' : `until ${dayInWords(to)}`}`.trimEnd()
    : '';
  return {
    items: inTime.map(({ key, label, by }) => ({
      key,
      label: label.slice(0, 500),
      stratum: (strata[stratifiedBy] ? (by[stratifiedBy] ?? '') : '').slice(0, 200),
    })),
    provenance: `${title}${time}, all that the register of this organisation held on ${dayInWords(day)}${undated > 0 ? `; ${undated} without a day are not among them` : ''}.`,
    undated,
  };
}
