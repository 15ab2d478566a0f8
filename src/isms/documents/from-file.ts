import { Problem } from '../../platform/contract/problem.ts';
import type { AttachedFile, Reading } from '../../platform/files/model.ts';

/** What a version consists of: a body that is written here, or a file with the text that was read from it. */
export interface Content {
  body: string;
  file?: AttachedFile | null;
  text?: string | null;
}

/**
 * The content of a version from a file: kept as it is, or its words as a body to edit.
 * Errors: not-possible when its words are wanted and none could be read.
 */
export function contentOf({ file, reading }: { file: AttachedFile; reading: Reading }, as: 'file' | 'text'): Content {
  if (as === 'file') return { body: '', file, text: reading.text };
  if (reading.text.trim() === '')
    throw new Problem('not-possible', `${file.name} cannot be turned into a text to edit. ${reading.problem ?? ''}`.trim(), {
      remedy: 'Bring it in as a file.',
    });
  // Two braces would bind a fact.
  return { body: reading.text.replaceAll('{{', '{ {'), file: null, text: null };
}
