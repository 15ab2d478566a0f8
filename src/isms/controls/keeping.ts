import { createHash } from 'node:crypto';
import type { Call } from '../../platform/contract/call.ts';
import { Problem } from '../../platform/contract/problem.ts';
import type { AttachedFile } from '../../platform/files/model.ts';
import type { Isms } from '../isms.ts';
import { ismsOf } from '../isms.ts';
import { evidence as register, type Evidence, type EvidenceKind } from './model.ts';

const wrong = (field: string, message: string, remedy: string) =>
  new Problem('invalid-input', message, { fields: [{ field, message }], remedy: `${remedy} Nothing has been changed.` });

/** Refuses to touch what somebody has vouched for. */
export function refuseAttested(item: Evidence): void {
  if (item.attestedAt !== null)
    throw new Problem(
      'not-possible',
      `${item.id} was attested by ${item.attestedByName} on ${item.attestedAt.slice(0, 10)} and does not change any more.`,
      {
        remedy: 'Add the newer item and let it take the place of this one.',
      },
    );
}

/** What the model cannot say of one item: its days in order, and one newer item for each older one. Errors: invalid-input, not-possible. */
export async function checkedEvidence(call: Call, fields: Record<string, unknown>, before: Evidence | null): Promise<Record<string, unknown>> {
  if (before) refuseAttested(before);
  const after = { ...before, ...fields } as Partial<Evidence>;
  if (after.validFrom && after.validTo && after.validTo < after.validFrom)
    throw wrong('validTo', 'It cannot end before it begins.', 'Correct one of the two days.');
  if (after.populationHash && !/^[0-9a-f]{64}$/.test(after.populationHash))
    throw wrong('populationHash', 'A SHA-256 has 64 hexadecimal digits.', 'Correct it, or leave it empty.');
  if (fields['supersedes']) refuseFork(ismsOf(await call.snapshot()), String(fields['supersedes']), before?.id ?? null);
  return fields;
}

function refuseFork(isms: Isms, older: string, own: string | null): void {
  const other = isms.evidence.find(({ id, supersedes }) => supersedes === older && id !== own);
  if (other) throw wrong('supersedes', `${other.id} has taken the place of ${older} already.`, `Name ${other.id} instead.`);
  // A chain that comes back to where it began would have no newest item.
  const next = new Map(isms.evidence.map(({ id, supersedes }) => [id, supersedes]));
  for (let at: string | null = older; at !== null; at = next.get(at) ?? null)
    if (at === own) throw wrong('supersedes', `${older} is itself newer than ${own}.`, 'Name an older item.');
}

const kindOf = ({ mediaType, name }: AttachedFile): EvidenceKind =>
  mediaType.startsWith('image/')
    ? 'screenshot'
    : /\.(log|evtx?)$/i.test(name)
      ? 'log'
      : /\.(json|ya?ml|tf|conf|cfg|ini|xml)$/i.test(name)
        ? 'configuration'
        : /\.(docx?|odt|md)$/i.test(name)
          ? 'document'
          : /\.pdf$/i.test(name)
            ? 'report'
            : 'record';

/** Title and kind as the first file suggests them, where nobody names them. */
export const namedAfter = (files: readonly AttachedFile[]): Pick<Evidence, 'title' | 'kind'> => ({
  title: `${files[0]!.name
    .split('/')
    .at(-1)!
    .replace(/\.[^.]+$/, '')}${files.length > 1 ? ` and ${files.length - 1} more` : ''}`.slice(0, 300),
  kind: kindOf(files[0]!),
});

/** SHA-256 over what is vouched for: the fields that people fill in, and the hashes of the files. The same item has the same hash. */
export function contentHash(item: Evidence): string {
  const fields = Object.keys(register.fields.shape)
    .toSorted()
    .map((field) => [field, item[field as keyof Evidence]]);
  return createHash('sha256')
    .update(JSON.stringify([item.id, fields, item.files.map(({ name, sha256, size }) => [name, sha256, size])]))
    .digest('hex');
}
