import { soaLines } from '../applicability/derive.ts';
import { addDays, isWorkday } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Standard } from '../../standard/standard.ts';
import { type CertificationAudit, type Interview, endOf, startOf } from './model.ts';

interface Talk {
  role: string;
  people: string[];
  subjects: string[];
  minutes: number;
}

/** Hours of a day in which people are spoken with, in minutes after midnight: a morning and an afternoon. */
const halves = [
  [9 * 60, 12 * 60],
  [13 * 60, 17 * 60],
] as const;
const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/**
 * A plan of conversations by role and clause, on the days of the audit: who leads, who keeps the system, who audits, who owns
 * risks and controls, who works with it. What finds no place is named rather than left out in silence.
 */
export function proposeInterviews(
  isms: Isms,
  standard: Standard,
  audit: CertificationAudit,
  day: string,
): { interviews: Interview[]; left: string[] } {
  const [from, until] = [startOf(audit), endOf(audit)];
  const { talks, vacant } = talksOf(isms, standard, audit, day);
  if (from === null || until === null) return { interviews: [], left: ['The audit has no days yet.', ...vacant] };
  const days: string[] = [];
  for (let each = from; each <= until; each = addDays(each, 1)) if (isWorkday(each)) days.push(each);
  const closing: Talk = { role: 'Closing meeting', people: leaders(isms, audit, day), subjects: [], minutes: 60 };
  const last = days.at(-1);
  const slots = days.flatMap((each) => halves.map(([begin, end]) => ({ day: each, at: begin as number, end: end as number })));
  // The last hour belongs to the closing meeting.
  const final = slots.at(-1);
  if (final) final.end -= closing.minutes;
  const interviews: Interview[] = [];
  const left = [...vacant];
  const put = ({ role, people, subjects }: Talk, on: string, at: number, minutes: number) =>
    interviews.push({
      id: `I-${interviews.length + 1}`,
      day: on,
      from: clock(at),
      to: clock(at + minutes),
      role,
      people,
      subjects,
      auditor: '',
      note: '',
    });
  for (const talk of talks) {
    const slot = slots.find(({ at, end }) => at + talk.minutes <= end);
    if (!slot) {
      left.push(`${talk.role}: the days of the audit do not suffice.`);
      continue;
    }
    put(talk, slot.day, slot.at, talk.minutes);
    slot.at += talk.minutes;
  }
  if (last && final) put(closing, last, final.end, closing.minutes);
  return { interviews: interviews.toSorted((a, b) => `${a.day} ${a.from}`.localeCompare(`${b.day} ${b.from}`)), left };
}

/** Who holds a role and is still there when the audit is. */
function holders(isms: Isms, kind: string, audit: CertificationAudit, day: string): string[] {
  const then = startOf(audit) ?? day;
  const there = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= then).map(({ id }) => id));
  return isms.ismsRoles.filter((role) => role.kind === kind).flatMap((role) => role.holders.filter((person) => there.has(person)));
}
const leaders = (isms: Isms, audit: CertificationAudit, day: string) => [
  ...new Set([...holders(isms, 'top-management', audit, day), ...holders(isms, 'isms-manager', audit, day)]),
];

function talksOf(isms: Isms, standard: Standard, audit: CertificationAudit, day: string): { talks: Talk[]; vacant: string[] } {
  const vacant: string[] = [];
  const ofRole = (role: string, kind: string, subjects: string[], minutes: number): Talk[] => {
    const people = [...new Set(holders(isms, kind, audit, day))];
    const held = isms.ismsRoles.some((each) => each.kind === kind && each.holders.length > 0);
    if (people.length === 0) vacant.push(held ? `${role}: whoever holds the role is not there any more.` : `${role}: nobody holds the role.`);
    return people.length === 0 ? [] : [{ role, people, subjects, minutes }];
  };
  const opening: Talk = { role: 'Opening meeting', people: leaders(isms, audit, day), subjects: [], minutes: 30 };
  const management = ofRole('Top management', 'top-management', ['4.1', '4.2', '5.1', '5.2', '5.3', '6.2', '7.1', '9.3.1', '9.3.2', '9.3.3'], 60);
  const manager = ofRole('ISMS manager', 'isms-manager', ['4.3', '4.4', '6.1.1', '6.1.2', '6.1.3', '7.5.1', '8.1', '9.1', '10.1'], 90);
  const auditor = ofRole('Internal auditor', 'internal-auditor', ['9.2.1', '9.2.2', '10.2'], 60);
  if (audit.kind === 'stage-1') return { talks: [opening, ...management, ...manager, ...auditor], vacant };
  const risks = ofRole('Risk owners', 'risk-owner', ['6.1.2', '6.1.3', '8.2', '8.3'], 60);
  const incidents = ofRole('Incident manager', 'incident-manager', ['A.5.24', 'A.5.25', 'A.5.26', 'A.5.27', 'A.5.28', 'A.6.8'], 45);
  const protection = ofRole('Data protection', 'data-protection', ['A.5.31', 'A.5.34'], 30);
  const owned = Map.groupBy(
    soaLines(isms, standard, day).filter(({ applicable, owner }) => applicable !== false && owner !== null),
    ({ owner }) => owner!,
  );
  const names = new Map(isms.people.map(({ id, name, jobTitle }) => [id, jobTitle || name]));
  const owners = [...owned]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, 8)
    .map(([person, lines]): Talk => ({
      role: `Controls: ${names.get(person) ?? person}`,
      people: [person],
      subjects: lines.map(({ control }) => control).slice(0, 30),
      minutes: Math.min(90, 30 + 15 * Math.ceil(lines.length / 5)),
    }));
  const everybody: Talk = { role: 'Employees, drawn on the day', people: [], subjects: ['7.3', 'A.6.3', 'A.6.8', 'A.7.7'], minutes: 60 };
  return { talks: [opening, ...management, ...manager, ...auditor, ...risks, ...incidents, ...protection, ...owners, everybody], vacant };
}
