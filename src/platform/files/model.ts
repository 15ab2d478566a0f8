import { z } from 'zod';

/**
 * A file that a record refers to, kept byte for byte. The record has its hash, so what the ledger and the signatures say
 * of the record holds for the file as well. Wherever a model has such a field, the file is kept, exported and handed out.
 */
export const AttachedFile = z.object({
  name: z.string().max(300),
  /** Told from the first bytes, never from what the sender says. */
  mediaType: z.string(),
  size: z.number().int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 has 64 hexadecimal digits.'),
});
export type AttachedFile = z.infer<typeof AttachedFile>;

/** Media types of what word processors and spreadsheets write, where text is read. */
export const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const odt = 'application/vnd.oasis.opendocument.text';

/** What was read out of a file. */
export const Reading = z.object({
  text: z.string().meta({ description: 'Markdown' }),
  title: z.string().nullable().meta({ description: 'From the properties, the front matter or the first heading' }),
  pages: z.number().int().nullable(),
  problem: z.string().nullable().meta({ description: 'Why there is no text, or not all of it' }),
});
export type Reading = z.infer<typeof Reading>;

export const limits = {
  /** Of one file; whatever says how large a file may be says this figure. */
  file: 1024 ** 3,
  /** Sent in one request; anything larger is sent in parts. */
  whole: 8 * 1024 ** 2,
  part: 16 * 1024 ** 2,
  /** Of all uploads of an organisation that are under way. */
  underWay: 3 * 1024 ** 3,
  /** Hours until an upload that no record refers to is removed. */
  hours: 24,
} as const;

/** `1 GB`, `8 MB`: a limit as it is told. */
export const limitInWords = (bytes: number): string => (bytes >= 1024 ** 3 ? `${bytes / 1024 ** 3} GB` : `${bytes / 1024 ** 2} MB`);
