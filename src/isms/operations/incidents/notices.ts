import type { Playbook } from '../../../standard/model.ts';
import type { Isms } from '../../isms.ts';
import type { Incident, IncidentShown, Notice } from './model.ts';

/** What data protection law in the European Union sets, where the organisation has not committed to less. */
const lawfulHours = 72;
const hour = 3_600_000;

/** Who must be told of an incident, and until when. Whether somebody is concerned that nobody has decided on stays a question. */
export function noticesOf({ commitments }: Pick<Isms, 'commitments'>, incident: Incident, now: string): Notice[] {
  if (incident.exercise || incident.state === 'no-incident') return [];
  const notices: Notice[] = [];
  const add = (audience: Notice['audience'], concerned: boolean | null, because: string, withinHours: number | null) => {
    if (concerned === false) return;
    const dueAt =
      incident.detectedAt === null || withinHours === null ? null : new Date(Date.parse(incident.detectedAt) + withinHours * hour).toISOString();
    const toldAt =
      incident.told
        .filter((each) => each.audience === audience)
        .map(({ at }) => at)
        .toSorted(byTime)[0] ?? null;
    const late = dueAt !== null && Date.parse(dueAt) < Date.parse(toldAt ?? now);
    const state = toldAt !== null ? (late ? 'told-late' : 'told') : concerned === null ? 'undecided' : late ? 'late' : 'open';
    notices.push({ audience, because, withinHours, dueAt, toldAt, state });
  };
  const authority = commitments?.breachNotificationHours ?? lawfulHours;
  add(
    'authority',
    incident.personalData,
    incident.personalData === null
      ? 'Nobody has decided whether personal data is concerned.'
      : `Personal data is concerned: the supervisory authority is told within ${authority} hours, unless no risk to people follows.`,
    authority,
  );
  const customers = commitments?.customerNoticeHours ?? null;
  add(
    'customers',
    incident.customersConcerned,
    incident.customersConcerned === null
      ? 'Nobody has decided whether customers are concerned.'
      : `Customers are concerned${customers === null ? '.' : `: they hear of it within ${customers} hours.`}`,
    customers,
  );
  if (incident.severity === 'high' || incident.severity === 'critical')
    add('top-management', true, `At severity ${incident.severity} top management hears of it within a day.`, 24);
  return notices;
}
const byTime = (a: string, b: string) => Date.parse(a) - Date.parse(b);

/** What is missing of an incident at the point it has reached. */
export function shownIncident(isms: Pick<Isms, 'commitments'>, playbooks: readonly Playbook[], incident: Incident, now: string): IncidentShown {
  const notices = noticesOf(isms, incident, now);
  const done = new Set(incident.steps.map(({ step }) => step));
  const stepsOpen = playbooks.find(({ id }) => id === incident.kind)?.steps.filter(({ id }) => !done.has(id)).length ?? 0;
  const lacks: IncidentShown['lacks'] = [];
  if (incident.state !== 'no-incident') {
    const over = incident.state === 'recovered' || incident.state === 'closed';
    if (incident.detectedAt === null) lacks.push('detected');
    if (incident.lead === null) lacks.push('lead');
    if (incident.personalData === null && !incident.exercise) lacks.push('personal-data');
    if (notices.some(({ state }) => state === 'late' || (over && state === 'open'))) lacks.push('notice');
    if (over && stepsOpen > 0) lacks.push('steps');
    if (over && !incident.exercise && incident.cause.trim() === '') lacks.push('cause');
    if (over && incident.lessons.trim() === '' && (incident.exercise || incident.severity === 'high' || incident.severity === 'critical'))
      lacks.push('lessons');
  }
  return { ...incident, notices, stepsOpen, lacks };
}
