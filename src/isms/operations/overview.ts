import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import type { z } from 'zod';
import { progressOf } from './access-reviews/campaign.ts';
import type { Overview } from './calendar/contract.ts';
import { dutiesOf } from './calendar/duties.ts';
import { lacksOf, stateOf } from './changes/state.ts';
import { shownBackup, shownPlan } from './continuity/proven.ts';
import { shownIncident } from './incidents/notices.ts';
import { leaversWithAccounts } from './moves/leavers.ts';
import { lastAssessments } from './suppliers/score.ts';
import { shownVulnerability } from './vulnerabilities/deadline.ts';

type Figure = z.infer<typeof Overview>['figures'][number];

/** One figure for each register: the one that an auditor would ask for. Nothing known is said to be nothing known. */
export function overviewOf(isms: Isms, standard: Standard, day: string, now: string): Figure[] {
  const of = (count: number, one: string) => (count === 1 ? one : `${one}s`);
  const figure = (id: string, title: string, room: string, value: number, unit: string, note: string, mark: Figure['mark']): Figure => ({
    id,
    title,
    room,
    value,
    unit,
    note,
    mark,
  });
  const duties = dutiesOf(isms, standard, day).filter(({ state }) => state !== 'paused');
  const missed = duties.filter(({ state }) => state === 'missed').length;
  const vulnerabilities = isms.vulnerabilities
    .map((each) => shownVulnerability(isms.commitments, each, day))
    .filter(({ fixedOn }) => fixedOn === null);
  const late = vulnerabilities.filter(({ state }) => state === 'late');
  const incidents = isms.incidents.filter(({ exercise }) => !exercise);
  const open = incidents
    .filter(({ closedAt, state }) => closedAt === null && state !== 'no-incident')
    .map((each) => shownIncident(isms, standard.playbooks, each, now));
  const noticeLate = open.filter(({ notices }) => notices.some(({ state }) => state === 'late')).length;
  const decisions = Map.groupBy(isms.accessDecisions, ({ review }) => review);
  const running = isms.accessReviews.filter(({ status }) => status === 'open');
  const closed = isms.accessReviews.filter(({ status }) => status === 'closed');
  const notDone = closed.reduce((sum, { id }) => sum + progressOf(decisions.get(id) ?? []).notDone, 0);
  const reviewsLate = running.filter(({ dueOn }) => dueOn < day).length;
  const critical = isms.suppliers.filter(({ critical: each }) => each);
  const assessed = lastAssessments(isms);
  const unassessed = critical.filter(({ id }) => !assessed.has(id)).length;
  const backups = isms.backups.map((each) => shownBackup(isms, each, day));
  const unproven = backups.filter(({ state }) => state !== 'tested').length;
  const plans = isms.continuityPlans.map((each) => shownPlan(isms, each, day));
  const untested = plans.filter(({ state }) => state !== 'tested').length;
  const changes = isms.changes.filter((each) => stateOf(each) !== 'closed' && stateOf(each) !== 'withdrawn').length;
  const lacking = isms.changes.filter((each) => lacksOf(each).length > 0).length;
  const leavers = new Set(leaversWithAccounts(isms, day).map(({ person }) => person)).size;
  const moves = isms.peopleMoves.filter(({ closedOn }) => closedOn === null);
  const legal = isms.legalRequirements.filter(({ status }) => status === 'unknown' || status === 'not-met').length;
  return [
    figure(
      'calendar',
      'Duties missed',
      '',
      missed,
      missed === 1 ? 'duty' : 'duties',
      duties.length === 0 ? 'No recurring duty is known: set commitments first.' : `of ${duties.length} in the calendar`,
      duties.length === 0 ? 'unknown' : missed > 0 ? 'some' : 'good',
    ),
    figure(
      'reviews',
      'Access reviews',
      'reviews',
      running.length,
      'open',
      isms.accessReviews.length === 0
        ? 'None was ever done.'
        : `${reviewsLate > 0 ? `${reviewsLate} late; ` : ''}${notDone} revoked or changed and not shown to have happened`,
      isms.accessReviews.length === 0 ? 'unknown' : reviewsLate + notDone > 0 ? 'some' : 'good',
    ),
    figure(
      'vulnerabilities',
      'Vulnerabilities past their deadline',
      'vulnerabilities',
      late.length,
      'late',
      isms.vulnerabilities.length === 0 ? 'None is entered.' : `of ${vulnerabilities.length} open`,
      isms.vulnerabilities.length === 0
        ? 'unknown'
        : late.some(({ severity }) => severity === 'critical')
          ? 'bad'
          : late.length > 0
            ? 'some'
            : 'good',
    ),
    figure(
      'incidents',
      'Incidents open',
      'incidents',
      open.length,
      'open',
      noticeLate > 0
        ? `${noticeLate} with somebody not told in time`
        : `${incidents.length} in all, ${isms.incidents.length - incidents.length} exercises`,
      noticeLate > 0 ? 'bad' : isms.incidents.length === 0 ? 'unknown' : open.length > 0 ? 'some' : 'good',
    ),
    figure(
      'suppliers',
      'Critical suppliers never assessed',
      'suppliers',
      unassessed,
      of(unassessed, 'supplier'),
      critical.length === 0 ? 'No supplier is marked as critical.' : `of ${critical.length} critical`,
      critical.length === 0 ? 'unknown' : unassessed > 0 ? 'some' : 'good',
    ),
    figure(
      'backups',
      'Backups not proven',
      'backups',
      unproven,
      of(unproven, 'backup'),
      backups.length === 0 ? 'None is entered.' : `of ${backups.length}`,
      backups.length === 0 ? 'unknown' : unproven > 0 ? 'some' : 'good',
    ),
    figure(
      'continuity',
      'Continuity plans not proven',
      'continuity',
      untested,
      of(untested, 'plan'),
      plans.length === 0 ? 'None is entered.' : `of ${plans.length}`,
      plans.length === 0 ? 'unknown' : untested > 0 ? 'some' : 'good',
    ),
    figure(
      'changes',
      'Changes open',
      'changes',
      changes,
      'open',
      isms.changes.length === 0 ? 'None is entered.' : `${lacking} ${lacking === 1 ? 'lacks' : 'lack'} something`,
      isms.changes.length === 0 ? 'unknown' : lacking > 0 ? 'some' : 'good',
    ),
    figure(
      'people',
      'People with an account after they left',
      'moves',
      leavers,
      leavers === 1 ? 'person' : 'people',
      isms.populations.length === 0
        ? 'No list of accounts is kept: nothing is known.'
        : `${moves.length} ${moves.length === 1 ? 'checklist' : 'checklists'} open`,
      isms.populations.length === 0 ? 'unknown' : leavers > 0 ? 'bad' : 'good',
    ),
    figure(
      'legal',
      'Laws and contracts not met or not judged',
      'legal',
      legal,
      of(legal, 'requirement'),
      isms.legalRequirements.length === 0 ? 'None is entered.' : `of ${isms.legalRequirements.length}`,
      isms.legalRequirements.length === 0 ? 'unknown' : legal > 0 ? 'some' : 'good',
    ),
  ];
}
