import { liveResults } from '../../controls/matrix.ts';
import { lapses } from '../../controls/coverage.ts';
import { addDays, dayInWords } from '../../days.ts';
import { measure } from '../../objectives/measure.ts';
import { dutiesOf } from '../../operations/calendar/duties.ts';
import { shownVulnerability } from '../../operations/vulnerabilities/deadline.ts';
import { begun, dayOf, due, many, withinYear, type InputOf } from './look.ts';

/** 9.3.2 d 2: what monitoring and measurement show: incidents, checks, evidence, duties, vulnerabilities, training. */
export const monitoring: InputOf = ({ isms, standard, day, since }) => {
  const incidents = isms.incidents.filter(
    ({ exercise, state, detectedAt }) => !exercise && state !== 'no-incident' && withinYear(dayOf(detectedAt), day),
  );
  const grave = incidents.filter(({ severity }) => severity === 'high' || severity === 'critical');
  const results = liveResults(isms).filter(({ outcome }) => outcome !== 'not-applicable');
  const [failing, unknown] = (['fail', 'unknown'] as const).map((outcome) => results.filter((each) => each.outcome === outcome)) as [
    typeof results,
    typeof results,
  ];
  const duties = dutiesOf(isms, standard, day).filter(({ state }) => state !== 'paused');
  const missed = duties.filter(({ state }) => state === 'missed' || state === 'never');
  const lapsed = lapses(isms, standard, day).filter(({ on }) => on <= day);
  const late = isms.vulnerabilities.map((each) => shownVulnerability(isms.commitments, each, day)).filter(({ state }) => state === 'late');
  const evaluations = isms.evaluations.filter(({ on }) => withinYear(on, day));
  const trained = measure(isms, standard, 'training-done', day);
  const fresh = since === null ? grave : grave.filter(({ detectedAt }) => (dayOf(detectedAt) ?? '') > since);
  return {
    sentences: [
      incidents.length === 0
        ? isms.incidents.length === 0
          ? 'No incident has ever been recorded; whether none happened or none was noticed the records cannot tell.'
          : 'No incident was noticed within a year.'
        : `${begun(many(incidents.length, 'incident'))} within a year, ${grave.length === 0 ? 'none' : grave.length} of them grave.`,
      results.length === 0
        ? 'Nothing is checked automatically.'
        : `Of ${many(results.length, 'automatic check')} ${failing.length} ${failing.length === 1 ? 'fails' : 'fail'}, and of ${unknown.length} the result is not known.`,
      evaluations.length === 0
        ? 'Nobody has evaluated a result within a year.'
        : `Results were evaluated ${evaluations.length === 1 ? 'once' : `${evaluations.length} times`} within a year.`,
    ],
    figures: [
      { key: 'incidents', name: 'Incidents within a year', value: isms.incidents.length > 0 ? incidents.length : null, wants: 'less', bad: false },
      { key: 'grave', name: 'Grave incidents within a year', value: isms.incidents.length > 0 ? grave.length : null, wants: 'less' },
      { key: 'failing', name: 'Automatic checks that fail', value: results.length > 0 ? failing.length : null, wants: 'less' },
      { key: 'unknown', name: 'Automatic checks without a result', value: results.length > 0 ? unknown.length : null, wants: 'less' },
      { key: 'missed', name: 'Recurring duties past their day', value: duties.length > 0 ? missed.length : null, wants: 'less' },
      {
        key: 'lapsed',
        name: 'Controls whose evidence has lapsed',
        value: isms.evidence.length > 0 ? new Set(lapsed.map(({ control }) => control)).size : null,
        wants: 'less',
      },
      {
        key: 'vulnerabilities',
        name: 'Vulnerabilities past their deadline',
        value: isms.vulnerabilities.length > 0 ? late.length : null,
        wants: 'less',
      },
      {
        key: 'training',
        name: 'People whose training is up to date',
        value: trained,
        unit: '%',
        wants: 'more',
        bad: trained !== null && trained < 90,
      },
    ],
    points: [
      ...fresh.map(({ id, title, severity, detectedAt }) => ({
        register: 'incidents',
        id,
        text: `${begun(severity)}: ${title}, noticed ${dayInWords(dayOf(detectedAt)!)}`,
      })),
      ...failing.map(({ id, title }) => ({ register: 'check-results', id, text: `Fails: ${title}` })),
      ...unknown.map(({ id, title }) => ({ register: 'check-results', id, text: `Not known: ${title}` })),
      ...missed.map(({ title, dueOn }) => ({ register: 'duty-records', id: '', text: `Not done: ${title} (${due(dueOn)})` })),
      ...late.map(({ id, title, dueOn }) => ({ register: 'vulnerabilities', id, text: `Not closed in time: ${title} (${due(dueOn)})` })),
      ...lapsed
        .filter(({ on }) => on > addDays(day, -365))
        .map(({ control, on }) => ({ register: 'controls', id: control, text: `Evidence of ${control} lapsed on ${dayInWords(on)}` })),
    ],
  };
};
