import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { assessedRisks } from '../risk/assess.ts';
import type { AssessedRisk } from '../risk/model.ts';
import type { Requirement } from '../context/model.ts';
import type { SoaLine, SoaMismatch } from './model.ts';

/**
 * The Statement of Applicability as it follows from the records of a day (6.1.3 c–d): the controls of Annex A in their
 * order, then the organisation's own. A control is applicable when somebody decided so, or else when a treated risk, an
 * obligation or a business need calls for it; when nothing does it is undecided, never silently excluded.
 */
export const soaLines: (isms: Isms, standard: Standard, day: string) => readonly SoaLine[] = remembered(derive);

interface Subject {
  id: string;
  title: string;
  theme: string;
  own: boolean;
  topics: readonly string[];
}

function derive(isms: Isms, standard: Standard, day: string): SoaLine[] {
  const risks = assessedRisks(isms, day).filter((risk) => risk.status === 'open' && risk.treatment !== 'accept' && risk.treatment !== 'avoid');
  const risksOf = groupByControl(risks);
  const requirementsOf = groupByControl(isms.requirements.filter((requirement) => requirement.answer !== 'declined'));
  const decisions = new Map(isms.soaDecisions.map((decision) => [decision.id, decision]));
  const answers = new Map(isms.gapAnswers.map((answer) => [answer.id, answer]));
  const subjects: Subject[] = [
    ...standard.controls.map(({ id, title, theme, topics }) => ({ id, title, theme, own: false, topics })),
    ...isms.ownControls.map(({ id, title }) => ({ id, title, theme: 'own', own: true, topics: [] })),
  ];
  const lines = subjects.map((subject): SoaLine => {
    const decision = decisions.get(subject.id);
    const answer = answers.get(subject.id);
    const treats = risksOf.get(subject.id) ?? [];
    const obliged = requirementsOf.get(subject.id) ?? [];
    const businessNeed = decision?.businessNeed ?? '';
    const reasons: SoaLine['reasons'] = [];
    if (treats.length > 0) reasons.push('risk');
    if (obliged.some(({ kind }) => kind === 'legal' || kind === 'regulatory')) reasons.push('legal');
    if (obliged.some(({ kind }) => kind === 'contractual')) reasons.push('contractual');
    if (businessNeed !== '' || obliged.some(({ kind }) => kind === 'expectation')) reasons.push('business-need');
    const byHand = decision?.applicable ?? null;
    const generatedJustification = justify(treats, obliged, businessNeed);
    return {
      control: subject.id,
      label: subject.id,
      title: subject.title,
      theme: subject.theme,
      own: subject.own,
      applicable: byHand ?? (reasons.length > 0 || subject.own ? true : null),
      decidedByHand: byHand !== null,
      reasons,
      risks: treats.map(({ id }) => id),
      requirements: obliged.map(({ id }) => id),
      justification: decision?.justification || generatedJustification,
      generatedJustification,
      exclusionReason: decision?.exclusionReason ?? '',
      businessNeed,
      implementation: decision?.implementation ?? '',
      status: answer?.status ?? 'not-assessed',
      owner: answer?.owner ?? isms.ownControls.find(({ id }) => id === subject.id)?.owner ?? null,
      mismatches: [],
    };
  });
  const applicable = new Set(lines.filter((line) => line.applicable === true).map((line) => line.control));
  const high = assessedRisks(isms, day).filter((risk) => risk.status === 'open' && risk.current !== null && !risk.current.acceptable);
  lines.forEach((line, index) => {
    const topics = subjects[index]!.topics;
    const unanswered = high.filter(
      (risk) =>
        topics.includes(risk.category) &&
        !risk.controls.some((control) => applicable.has(control) && topicOf(standard, control).includes(risk.category)),
    );
    line.mismatches = mismatches(line, unanswered);
  });
  return lines;
}

const topicOf = (standard: Standard, control: string): readonly string[] => standard.control(control)?.topics ?? [];

function groupByControl<T extends { controls: string[] }>(records: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    for (const control of record.controls) {
      const group = groups.get(control);
      if (group) group.push(record);
      else groups.set(control, [record]);
    }
  }
  return groups;
}

/** The reasons in a sentence or three, from the links; at most five risks are named. */
function justify(risks: AssessedRisk[], requirements: Requirement[], businessNeed: string): string {
  const parts: string[] = [];
  const some = (list: { id: string; title: string }[]) => {
    const named = list
      .slice(0, 5)
      .map(({ id, title }) => `${id} (${title})`)
      .join(', ');
    return list.length > 5 ? `${named} and ${list.length - 5} more` : named;
  };
  if (risks.length > 0) parts.push(`Treats ${risks.length === 1 ? 'risk' : 'risks'} ${some(risks)}.`);
  const by = (kinds: string[]) => requirements.filter(({ kind }) => kinds.includes(kind));
  if (by(['legal', 'regulatory']).length > 0) parts.push(`Required by law or regulation: ${some(by(['legal', 'regulatory']))}.`);
  if (by(['contractual']).length > 0) parts.push(`Required by contract: ${some(by(['contractual']))}.`);
  if (by(['expectation']).length > 0) parts.push(`Expected by interested parties: ${some(by(['expectation']))}.`);
  if (businessNeed !== '') parts.push(/[.!?]$/.test(businessNeed) ? businessNeed : `${businessNeed}.`);
  return parts.join(' ');
}

/** What an auditor would say about the line (mission 5.2). `unanswered`: high risks of its area that no applicable control of the area treats. */
function mismatches(line: SoaLine, unanswered: AssessedRisk[]): SoaMismatch[] {
  const found: SoaMismatch[] = [];
  const name = `${line.label} ${line.title}`;
  if (line.applicable === null) {
    return [
      {
        kind: 'undecided',
        grade: 'minor',
        risks: [],
        text: `Nothing says whether ${name} is needed: no risk or obligation calls for it, and nobody has excluded it with a reason.`,
      },
    ];
  }
  if (line.applicable) {
    if (line.reasons.length === 0 && line.justification === '') {
      found.push({
        kind: 'included-without-reason',
        grade: 'opportunity',
        risks: [],
        text: `${name} is included although no risk, obligation or business need calls for it, and no reason is given.`,
      });
    }
    if (line.status === 'not-assessed' || line.status === 'not-applicable') {
      found.push({
        kind: 'implemented-not-assessed',
        grade: 'minor',
        risks: [],
        text: `${name} is included, but whether it is implemented has not been assessed.`,
      });
    }
    return found;
  }
  if (line.risks.length > 0) {
    found.push({
      kind: 'excluded-but-treats-risk',
      grade: 'major',
      risks: line.risks,
      text: `${name} is excluded, yet the treatment of ${line.risks.join(', ')} relies on it.`,
    });
  }
  if (line.requirements.length > 0) {
    found.push({
      kind: 'excluded-but-obliged',
      grade: 'major',
      risks: [],
      text: `${name} is excluded, yet ${line.requirements.join(', ')} calls for it.`,
    });
  }
  if (unanswered.length > 0 && line.risks.length === 0) {
    const ids = unanswered.map(({ id }) => id);
    found.push({
      kind: 'excluded-area-with-high-risk',
      grade: 'major',
      risks: ids,
      text: `${name} is excluded while ${ids.join(', ')} in the same area ${ids.length === 1 ? 'is' : 'are'} above what is acceptable and no control of that area treats ${ids.length === 1 ? 'it' : 'them'}.`,
    });
  }
  if (line.exclusionReason.trim() === '') {
    found.push({ kind: 'excluded-without-reason', grade: 'minor', risks: [], text: `${name} is excluded without a reason.` });
  }
  if (line.status === 'implemented' || line.status === 'partly') {
    found.push({
      kind: 'excluded-but-implemented',
      grade: 'opportunity',
      risks: [],
      text: `${name} is excluded although the gap assessment finds it in place.`,
    });
  }
  return found;
}
