import { addMonths } from '../isms/days.ts';
import type { TrainingResult } from '../isms/awareness/model.ts';
import type { Isms } from '../isms/isms.ts';
import type { Call } from '../platform/contract/call.ts';
import { Problem, notFound } from '../platform/contract/problem.ts';
import { dayInWords } from './document.ts';
import { certificateToPdf } from './pdf.ts';

/** The certificate of a lesson before it is set. All text is data. */
export interface Certificate {
  title: string;
  organisation: string;
  person: string;
  sentence: string;
  lesson: string;
  /** Label and value. */
  facts: [string, string][];
  proof: string;
  hash: string;
}

/** What a passed lesson is certified with: the record, and the entry of the ledger that holds it. */
export function certificateOf(isms: Isms, result: TrainingResult, entry: { sequence: number; hash: string }): Certificate {
  const lesson = isms.lessons.find(({ id }) => id === result.lesson);
  const months = lesson?.everyMonths ?? null;
  return {
    title: 'Certificate of training',
    organisation: isms.organisation.name,
    person: isms.people.find(({ id }) => id === result.person)?.name ?? result.person,
    sentence: 'has taken this lesson on information security and answered its questions',
    lesson: result.title,
    facts: [
      ['Day', dayInWords(result.on)],
      ['Result', result.score === null ? 'passed' : `${result.score} %`],
      ...(months === null ? [] : [['To be repeated by', dayInWords(addMonths(result.on, months))] as [string, string]]),
      ['Record', result.id],
    ],
    proof: `Entry ${entry.sequence} of the ledger of ${isms.organisation.name} holds this record. SHA-256 of the entry:`,
    hash: entry.hash,
  };
}

/** The certificate as a file. Errors: not-found; not-possible where nothing was passed here. */
export async function certificateFile(call: Call, isms: Isms, id: string, person: string | null = null): Promise<File> {
  const result = isms.trainingResults.find((each) => each.id === id && (person === null || each.person === person));
  if (!result) throw notFound('training result', id);
  if (result.lesson === null)
    throw new Problem('not-possible', `"${result.title}" was held elsewhere.`, { remedy: 'Whoever held the course gives the certificate.' });
  if (!result.passed)
    throw new Problem('not-possible', 'This attempt was not passed.', { remedy: 'Take the lesson again; a passed one is certified.' });
  const [entry] = await call.query<{ sequence: string; hash: string }>(
    `select sequence, encode(hash, 'hex') as hash from ledger.entries
     where organisation_id = $1 and register = 'training_results' and record = $2 and action = 'create'`,
    [call.organisation.id, id],
  );
  if (!entry) throw notFound('entry of the ledger for', id);
  const pdf = await certificateToPdf(certificateOf(isms, result, { sequence: Number(entry.sequence), hash: entry.hash }));
  return new File([new Uint8Array(pdf)], `certificate-${id}.pdf`, { type: 'application/pdf' });
}
