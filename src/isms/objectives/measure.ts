import type { Standard } from '../../standard/standard.ts';
import { soaLines } from '../applicability/derive.ts';
import { assignments } from '../awareness/training.ts';
import { documentationGaps } from '../documents/required.ts';
import { documentStates } from '../documents/state.ts';
import type { Isms } from '../isms.ts';
import { assessedRisks } from '../risk/assess.ts';
import { currentMethod, levelOf } from '../risk/method.ts';
import type { Metric, Objective } from './model.ts';

const share = (part: number, all: number): number | null => (all === 0 ? null : Math.round((part / all) * 1000) / 10);

/** What the records say to a metric on a day; null: there is nothing to measure, which is not zero. */
export function measure(isms: Isms, standard: Standard, metric: Metric, day: string): number | null {
  const open = () => assessedRisks(isms, day).filter(({ status }) => status === 'open');
  switch (metric) {
    case 'typed':
      return null;
    case 'training-done': {
      const people = [...Map.groupBy(assignments(isms, day), ({ person }) => person).values()];
      return share(people.filter((own) => own.every(({ state, passedOn }) => state !== 'overdue' && passedOn !== null)).length, people.length);
    }
    case 'reading-done': {
      const readers = [...documentStates(isms, standard, day).values()].flatMap((state) => state.readers ?? []);
      return share(readers.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length, readers.length);
    }
    case 'open-high-risks': {
      const method = currentMethod(isms);
      if (!method || isms.risks.length === 0 || (open().length > 0 && open().every(({ current }) => current === null))) return null;
      return open().filter(({ current }) => current !== null && !levelOf(method, current.score).acceptable).length;
    }
    case 'risks-without-owner':
      return isms.risks.length === 0 ? null : open().filter(({ owner }) => owner === null).length;
    case 'overdue-treatment-tasks': {
      const undone = isms.treatmentTasks.filter(({ status }) => status !== 'done');
      // Without a day nothing is ever overdue.
      if (isms.treatmentTasks.length === 0 || (undone.length > 0 && undone.every(({ dueOn }) => dueOn === null))) return null;
      return undone.filter(({ dueOn }) => dueOn !== null && dueOn < day).length;
    }
    case 'overdue-corrective-actions': {
      const undone = isms.correctiveActions.filter(({ doneOn }) => doneOn === null);
      if (isms.correctiveActions.length === 0 || (undone.length > 0 && undone.every(({ dueOn }) => dueOn === null))) return null;
      return undone.filter(({ dueOn }) => dueOn !== null && dueOn < day).length;
    }
    case 'controls-implemented': {
      const applicable = soaLines(isms, standard, day).filter((line) => line.applicable === true);
      if (applicable.every(({ status }) => status === 'not-assessed')) return null;
      return share(applicable.filter(({ status }) => status === 'implemented').length, applicable.length);
    }
    case 'documents-in-force': {
      const wanted = documentationGaps(isms, standard, day).filter(({ basis }) => basis === 'required');
      return share(wanted.filter(({ status }) => status === 'have').length, wanted.length);
    }
    case 'major-gaps': {
      const answers = new Map(isms.gapAnswers.map(({ id, status }) => [id, status]));
      const core = standard.requirements.filter(({ weight }) => weight === 3);
      return core.some(({ id }) => (answers.get(id) ?? 'not-assessed') !== 'not-assessed')
        ? core.filter(({ id }) => answers.get(id) === 'missing').length
        : null;
    }
  }
}

/** Whether a figure meets the target; null: not known. */
export const isMet = ({ target, direction }: Pick<Objective, 'target' | 'direction'>, value: number | null): boolean | null =>
  target === null || value === null ? null : direction === 'at-least' ? value >= target : value <= target;
