import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound, type ProblemField } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { addMonths } from '../days.ts';
import { blocksOf } from '../documents/markdown.ts';
import { ismsOf, type Isms } from '../isms.ts';
import type { awarenessContract } from './contract.ts';
import { communications, competenceEvidence, competences, lessons, type Lesson } from './model.ts';
import { draw, drawn, isRight, readLesson } from './questions.ts';
import { assignments, competenceGaps } from './training.ts';

export interface AwarenessSettings {
  publicUrl(): string;
  /** Null: no SMTP server is set. */
  mail: ((message: { to: string; subject: string; text: string }) => Promise<void>) | null;
}

/** Reading time, with the questions: two hundred words a minute. */
const minutesOf = (body: string) => Math.max(5, Math.round(body.split(/\s+/).length / 200) + 2);
const attemptsOf = (isms: Isms, lesson: string, person: string) =>
  isms.trainingResults.filter((each) => each.lesson === lesson && each.person === person).length;
/** The questions of an attempt: the same however often the page is opened. */
const questionsOf = (lesson: Lesson, person: string, attempt: number) => {
  const { questions } = readLesson(lesson.body);
  return draw(`${lesson.id} ${person} ${attempt}`, questions.length, drawn).map((number) => ({ number, question: questions[number]! }));
};

function mine(isms: Isms, person: string | null, day: string) {
  if (person === null) return [];
  const byId = new Map(isms.lessons.map((lesson) => [lesson.id, lesson]));
  return assignments(isms, day)
    .filter((each) => each.person === person)
    .map(({ lesson, dueOn, passedOn, score, state }) => {
      const own = byId.get(lesson)!;
      const result = isms.trainingResults.findLast((each) => each.lesson === lesson && each.person === person && each.passed)?.id ?? null;
      return { lesson, title: own.title, minutes: minutesOf(own.body), dueOn, passedOn, score, state, result };
    });
}

async function assigned(call: Call, id: string) {
  const isms = ismsOf(await call.snapshot());
  const item = mine(isms, call.actor.person, call.today).find(({ lesson }) => lesson === id);
  if (!item || call.actor.person === null) throw notFound('lesson for you', id);
  return { isms, item, lesson: isms.lessons.find((each) => each.id === id)!, person: call.actor.person };
}

const writtenAs = <R>(call: Call, record: R) => ({ record, request: call.request });

/** Competence (7.2), awareness (7.3), communication (7.4). */
export function awarenessService({ mail, publicUrl }: AwarenessSettings): Handlers<typeof awarenessContract> {
  return {
    competences: registerHandlers(competences),
    competenceEvidence: registerHandlers(competenceEvidence),
    communications: registerHandlers(communications),
    async competenceGaps(call) {
      const isms = ismsOf(await call.snapshot());
      const [people, roles] = [new Map(isms.people.map(({ id, name }) => [id, name])), new Map(isms.ismsRoles.map(({ id, name }) => [id, name]))];
      return {
        items: competenceGaps(isms, call.today).map((gap) => ({
          ...gap,
          name: people.get(gap.person) ?? gap.person,
          roleName: roles.get(gap.role) ?? gap.role,
        })),
      };
    },
    lessons: registerHandlers(lessons, {
      beforeWrite(_call, fields, before) {
        // A lesson whose questions cannot be asked is not assigned to anybody.
        const after = { ...before, ...fields } as Partial<Lesson>;
        const { problems } = readLesson(after.body ?? '');
        if (after.activeOn && problems.length > 0)
          throw new Problem('invalid-input', `The lesson cannot be assigned: ${problems[0]}`, {
            fields: problems.map((message) => ({ field: 'body', message })),
            remedy: 'Complete the questions, or leave "Assigned since" empty until then.',
          });
        return fields;
      },
    }),
    async lessonTemplates(call) {
      const used = new Map(ismsOf(await call.snapshot()).lessons.map(({ template, id }) => [template, id]));
      return {
        items: standard.lessons.map(({ id, title, body }) => ({
          id,
          title,
          minutes: minutesOf(body),
          questions: readLesson(body).questions.length,
          used: used.get(id) ?? null,
        })),
      };
    },
    async beginLessons(call, { templates }) {
      const unknown = templates.find((id) => !standard.lessons.some((each) => each.id === id));
      if (unknown) throw notFound('ready lesson', unknown);
      const isms = ismsOf(await call.snapshot());
      const wanted = standard.lessons.filter(({ id }) => templates.includes(id) && !isms.lessons.some(({ template }) => template === id));
      const made = await call.write.createMany(
        lessons,
        wanted.map(({ id, title, body }) => ({
          title,
          body,
          template: id,
          everyMonths: isms.commitments?.trainingMonths ?? 12,
          activeOn: call.today,
        })),
      );
      return { lessons: made, request: call.request };
    },
    async checkLesson(call, { id }) {
      const lesson = ismsOf(await call.snapshot()).lessons.find((each) => each.id === id);
      if (!lesson) throw notFound('lesson', id);
      const { questions, problems } = readLesson(lesson.body);
      return { questions: questions.length, problems };
    },
    async status(call) {
      const isms = ismsOf(await call.snapshot());
      const people = new Map(isms.people.map((person) => [person.id, person]));
      const teams = new Map(isms.teams.map(({ id, name }) => [id, name]));
      const titles = new Map(isms.lessons.map(({ id, title }) => [id, title]));
      const items = assignments(isms, call.today).map(({ person, lesson, dueOn, passedOn, score, state }) => {
        const who = people.get(person)!;
        return { person, name: who.name, team: teams.get(who.team ?? '') ?? null, lesson, title: titles.get(lesson)!, dueOn, passedOn, score, state };
      });
      const months = Array.from({ length: 12 }, (_, index) => addMonths(`${call.today.slice(0, 7)}-01`, index - 11).slice(0, 7));
      const taken = Map.groupBy(isms.trainingResults, ({ on }) => on.slice(0, 7));
      return {
        items,
        teams: [...Map.groupBy(items, ({ team }) => team ?? 'Without a team')]
          .map(([team, own]) => ({
            team,
            assigned: own.length,
            passed: own.filter(({ state, passedOn }) => state === 'passed' || (state === 'due' && passedOn !== null)).length,
            overdue: own.filter(({ state }) => state === 'overdue').length,
          }))
          .toSorted((a, b) => b.overdue - a.overdue || a.team.localeCompare(b.team)),
        months: months.map((month) => {
          const own = taken.get(month) ?? [];
          return { month, taken: own.length, passed: own.filter(({ passed }) => passed).length };
        }),
        courses: isms.trainingResults.filter(({ lesson }) => lesson === null).toSorted((a, b) => b.on.localeCompare(a.on)),
      };
    },
    async record(call, { csv }) {
      const isms = ismsOf(await call.snapshot());
      const rows = readCsv(csv);
      const problems: ProblemField[] = [];
      const found = rows.map((row, index) => {
        const place = `row ${index + 2}`;
        const who = (row['person'] ?? '').toLowerCase();
        const person = isms.people.find(({ id, name, email }) => [id, name, email].some((each) => each.toLowerCase() === who && who !== ''));
        if (!person) problems.push({ field: `${place}, person`, message: `There is nobody called "${row['person'] ?? ''}".` });
        const on = row['day'] ?? '';
        if (!/^\d{4}-\d\d-\d\d$/.test(on) || Number.isNaN(Date.parse(on)) || on > call.today)
          problems.push({ field: `${place}, day`, message: `"${on}" is not a past day like 2027-03-03.` });
        if (!row['course']) problems.push({ field: `${place}, course`, message: 'The course has no name.' });
        const score = row['score'] ? Number(row['score']) : null;
        if (score !== null && !(score >= 0 && score <= 100)) problems.push({ field: `${place}, score`, message: 'A score lies between 0 and 100.' });
        return { person: person?.id ?? '', lesson: null, title: row['course'] ?? '', on, score, passed: true, source: 'file' as const };
      });
      if (rows.length === 0) problems.push({ field: 'csv', message: 'There is no row under the headers.' });
      if (problems.length > 0)
        throw new Problem('invalid-input', `${problems[0]!.field}: ${problems[0]!.message}`, {
          fields: problems,
          remedy: 'Correct the places named; nothing has been recorded.',
        });
      await call.write.createMany(collections.trainingResults, found);
      return { request: call.request, recorded: found.length };
    },
    async remind(call) {
      const isms = ismsOf(await call.snapshot());
      const open = Map.groupBy(
        assignments(isms, call.today).filter(({ state }) => state !== 'passed'),
        ({ person }) => person,
      );
      const late = isms.people.filter(({ id }) => open.has(id));
      const reachable = late.filter(({ email }) => email !== '');
      if (mail) {
        const titles = new Map(isms.lessons.map(({ id, title }) => [id, title]));
        const address = `${publicUrl()}/o/${call.organisation.slug}/my`;
        call.afterCommit(async () => {
          for (const { id, email, name } of reachable)
            await mail({
              to: email,
              subject: `${isms.organisation.name}: lessons that wait for you`,
              text: `Hello ${name},\n\nplease take these lessons:\n${open
                .get(id)!
                .map(({ lesson, dueOn }) => `- ${titles.get(lesson)}, by ${dueOn}`)
                .join('\n')}\n\nThey are here:\n${address}\n`,
            });
        });
      }
      return {
        request: call.request,
        reminded: reachable.length,
        withoutAddress: late.filter(({ email }) => email === '').map(({ name }) => name),
        sent: mail !== null,
      };
    },

    mine: async (call) => ({ person: call.actor.person, items: mine(ismsOf(await call.snapshot()), call.actor.person, call.today) }),
    async take(call, { id }) {
      const { isms, item, lesson, person } = await assigned(call, id);
      const attempt = attemptsOf(isms, id, person);
      return {
        ...item,
        blocks: blocksOf(readLesson(lesson.body).text),
        attempt,
        questions: questionsOf(lesson, person, attempt).map(({ number, question }) => ({
          number,
          text: question.text,
          several: question.answers.filter(({ right }) => right).length > 1,
          answers: question.answers.map(({ text }, index) => ({ number: index, text })),
        })),
        passPercent: lesson.passPercent,
      };
    },
    async answer(call, { id, attempt, answers }) {
      const { isms, lesson, person } = await assigned(call, id);
      if (attempt !== attemptsOf(isms, id, person))
        throw new Problem('conflict', 'These questions have been answered already.', { remedy: 'Open the lesson again: new questions are drawn.' });
      const asked = questionsOf(lesson, person, attempt);
      const open = asked.filter(({ number }) => !answers.some((each) => each.number === number && each.chosen.length > 0));
      if (open.length > 0)
        throw new Problem('invalid-input', 'Not every question has an answer.', {
          fields: open.map(({ number, question }) => ({ field: `question ${number}`, message: `Answer "${question.text}".` })),
          remedy: 'Answer all questions and send them again.',
        });
      const judged = asked.map(({ number, question }) => {
        const { chosen } = answers.find((each) => each.number === number)!;
        return { question, record: { question: number, chosen, right: isRight(question, chosen) } };
      });
      const score = Math.round((judged.filter((each) => each.record.right).length / judged.length) * 100);
      const record = await call.write.create(collections.trainingResults, {
        person,
        lesson: id,
        title: lesson.title,
        on: call.today,
        score,
        passed: score >= lesson.passPercent,
        source: 'product',
        answers: judged.map((each) => each.record),
      });
      return {
        ...writtenAs(call, record),
        review: judged.map(({ question, record: { question: number, right } }) => ({
          number,
          text: question.text,
          right,
          answer: question.answers
            .filter((each) => each.right)
            .map(({ text }) => text)
            .join('; '),
        })),
      };
    },

    rehearsals: async (call) => ({ items: ismsOf(await call.snapshot()).rehearsals.toReversed() }),
    async drawRehearsal(call, { people: wanted, questions: each, seed }) {
      const isms = ismsOf(await call.snapshot());
      const population = isms.people.filter(
        ({ startsOn, endsOn }) => (startsOn === null || startsOn <= call.today) && (endsOn === null || endsOn >= call.today),
      );
      if (population.length === 0) throw new Problem('not-possible', 'There is nobody to ask.', { remedy: 'Add the people in scope first.' });
      const used = seed ?? createHash('sha256').update(call.request).digest('hex').slice(0, 12);
      const asked = draw(used, population.length, wanted).flatMap((index) => {
        const { id: person } = population[index]!;
        return draw(`${used} ${person}`, standard.rehearsalQuestions.length, each).map((number) => ({
          person,
          question: standard.rehearsalQuestions[number]!.question,
          score: null,
          answer: '',
        }));
      });
      const record = await call.write.create(collections.rehearsals, {
        on: call.today,
        seed: used,
        population: population.length,
        asked,
        by: call.actor.name,
      });
      return writtenAs(call, record);
    },
    async scoreRehearsal(call, { id, asked, version }) {
      const known = ismsOf(await call.snapshot()).rehearsals.find((each) => each.id === id);
      if (!known) throw notFound('rehearsal', id);
      const same =
        known.asked.length === asked.length &&
        known.asked.every(({ person, question }, index) => asked[index]!.person === person && asked[index]!.question === question);
      if (!same)
        throw new Problem('invalid-input', 'The people and questions were drawn by lot and stay as they are.', {
          remedy: 'Send the same list with answers and scores.',
        });
      return writtenAs(call, await call.write.change(collections.rehearsals, id, { asked }, version));
    },
  };
}

/** Rows by their header in lower case. Errors: invalid-input with what the reader says. */
function readCsv(csv: string): Record<string, string>[] {
  try {
    return parse(csv, {
      columns: (headers: string[]) => headers.map((each) => each.trim().toLowerCase()),
      bom: true,
      trim: true,
      delimiter: [',', ';', '\t'],
      skip_empty_lines: true,
    });
  } catch (error) {
    throw new Problem('invalid-input', `The CSV cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      fields: [{ field: 'csv', message: 'A header line with person, course, day, score; then a line for each attendance.' }],
      remedy: 'Save it as CSV again, and mind the quotes.',
    });
  }
}
