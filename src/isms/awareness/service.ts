import { createHash } from 'node:crypto';
import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { tableFile } from '../../platform/register/table-file.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { blocksOf } from '../documents/markdown.ts';
import { compareIds, ismsOf, type Isms } from '../isms.ts';
import { remindNow } from '../reminders/now.ts';
import type { Post } from '../reminders/post.ts';
import { readAttendance } from './attendance.ts';
import { checkAskedOf, competenceGaps } from './competence.ts';
import type { awarenessContract } from './contract.ts';
import { lessonsDue } from './due.ts';
import { communications, competenceEvidence, competences, lessons, type Competence, type Lesson } from './model.ts';
import { personCard, personStates } from './person.ts';
import { isRight, questionsOf, readLesson } from './questions.ts';
import { checkSameDraw, drawRehearsal, rehearsalResults, shownRehearsal } from './rehearsal.ts';
import { assignments, coverageByTeam, takenByMonth, trainingRows } from './training.ts';

/** Reading time, with the questions: two hundred words a minute. */
const minutesOf = (body: string) => Math.max(5, Math.round(body.split(/\s+/).length / 200) + 2);
const attemptsOf = (isms: Isms, lesson: string, person: string) =>
  isms.trainingResults.filter((each) => each.lesson === lesson && each.person === person).length;
const asked = (lesson: Lesson, person: string, attempt: number) => {
  const { questions } = readLesson(lesson.body);
  return questionsOf(lesson.id, person, attempt, questions.length).map((number) => ({ number, question: questions[number]! }));
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
export function awarenessService(post: Post): Handlers<typeof awarenessContract> {
  return {
    competences: registerHandlers(competences, {
      beforeWrite(_call, fields, before) {
        checkAskedOf({ role: null, controls: [], ...before, ...fields } as Competence);
        return fields;
      },
    }),
    competenceEvidence: registerHandlers(competenceEvidence),
    communications: registerHandlers(communications),
    async competenceGaps(call) {
      const isms = ismsOf(await call.snapshot());
      const people = new Map(isms.people.map(({ id, name }) => [id, name]));
      const roles = new Map(isms.ismsRoles.map(({ id, name }) => [id, name]));
      const proofs = new Map(isms.competenceEvidence.map(({ id, title }) => [id, title]));
      return {
        items: competenceGaps(isms, call.today).map((gap) => ({
          ...gap,
          name: people.get(gap.person)!,
          roleName: roles.get(gap.role ?? '') ?? null,
          plan: proofs.get(gap.proof ?? '') ?? null,
        })),
      };
    },
    states: async (call) => ({ items: [...personStates(ismsOf(await call.snapshot()), standard, call.today).values()] }),
    async card(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      if (!isms.people.some((person) => person.id === id)) throw notFound('person', id);
      return personCard(isms, standard, id, call.today);
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
    previewLesson(_call, { body }) {
      const { text, questions, problems } = readLesson(body);
      return { blocks: blocksOf(text), minutes: minutesOf(body), questions, problems };
    },
    async status(call, { limit, ...wanted }) {
      const isms = ismsOf(await call.snapshot());
      const all = trainingRows(isms, call.today);
      const fitting = trainingRows(isms, call.today, wanted);
      const count = (state: string) => all.filter((each) => each.state === state).length;
      return {
        items: fitting.toSorted((a, b) => order(a).localeCompare(order(b))).slice(0, limit),
        total: fitting.length,
        counts: { passed: count('passed'), due: count('due'), overdue: count('overdue') },
        teams: coverageByTeam(wanted.lesson === undefined ? all : trainingRows(isms, call.today, { lesson: wanted.lesson })),
        months: takenByMonth(isms, call.today),
        courses: isms.trainingResults.filter(({ lesson }) => lesson === null).toSorted((a, b) => b.on.localeCompare(a.on)),
      };
    },
    async exportStatus(call, { format, ...wanted }) {
      const rows = trainingRows(ismsOf(await call.snapshot()), call.today, wanted).toSorted((a, b) => order(a).localeCompare(order(b)));
      return tableFile(
        format,
        `training-${call.today}`,
        ['Person', 'Team', 'Lesson', 'State', 'Due', 'Passed', 'Score (%)'].map((title) => ({ title, width: 22 })),
        rows.map(({ name, team, title, state, dueOn, passedOn, score }) => [name, team, title, state, dueOn, passedOn, score]),
      );
    },
    async record(call, { csv }) {
      const { found, already } = readAttendance(ismsOf(await call.snapshot()), csv, call.today);
      await call.write.createMany(collections.trainingResults, found);
      return { request: call.request, recorded: found.length, already };
    },
    async remind(call) {
      return { request: call.request, ...(await remindNow(call, post, lessonsDue(ismsOf(await call.snapshot()), call.today))) };
    },

    mine: async (call) => ({ person: call.actor.person, items: mine(ismsOf(await call.snapshot()), call.actor.person, call.today) }),
    async take(call, { id }) {
      const { isms, item, lesson, person } = await assigned(call, id);
      const attempt = attemptsOf(isms, id, person);
      return {
        ...item,
        blocks: blocksOf(readLesson(lesson.body).text),
        attempt,
        questions: asked(lesson, person, attempt).map(({ number, question }) => ({
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
      const questions = asked(lesson, person, attempt);
      const open = questions.filter(({ number }) => !answers.some((each) => each.number === number && each.chosen.length > 0));
      if (open.length > 0)
        throw new Problem('invalid-input', 'Not every question has an answer.', {
          fields: open.map(({ number, question }) => ({ field: `question ${number}`, message: `Answer "${question.text}".` })),
          remedy: 'Answer all questions and send them again.',
        });
      const judged = questions.map(({ number, question }) => {
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
    async myResults(call) {
      const { person } = call.actor;
      const own = person === null ? [] : ismsOf(await call.snapshot()).trainingResults.filter((each) => each.person === person);
      return { items: own.toSorted((a, b) => b.on.localeCompare(a.on) || compareIds(b.id, a.id)).map(({ answers: _answers, ...rest }) => rest) };
    },

    async rehearsals(call) {
      const isms = ismsOf(await call.snapshot());
      return { items: isms.rehearsals.toReversed().map((each) => shownRehearsal(isms, standard, each)) };
    },
    rehearsalResults: async (call) => rehearsalResults(ismsOf(await call.snapshot()), standard),
    async drawRehearsal(call, { seed: given, ...wanted }) {
      const seed = given || createHash('sha256').update(call.request).digest('hex').slice(0, 12);
      const drawing = drawRehearsal(ismsOf(await call.snapshot()), standard, call.today, { seed, ...wanted });
      const record = await call.write.create(collections.rehearsals, { on: call.today, seed, ...drawing, by: call.actor.name });
      return writtenAs(call, record);
    },
    async scoreRehearsal(call, { id, asked: answered, version }) {
      const known = ismsOf(await call.snapshot()).rehearsals.find((each) => each.id === id);
      if (!known) throw notFound('rehearsal', id);
      checkSameDraw(known.asked, answered);
      return writtenAs(call, await call.write.change(collections.rehearsals, id, { asked: answered }, version));
    },
  };
}

/** What is most pressing comes first. */
const order = ({ state, dueOn, name }: { state: string; dueOn: string | null; name: string }) =>
  `${{ overdue: 0, due: 1 }[state] ?? 2} ${dueOn ?? '9999'} ${name}`;
