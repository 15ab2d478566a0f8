import { z } from 'zod';
import { Instant } from '../contract/fields.ts';
import { operation } from '../contract/operation.ts';
import { AttachedFile, limitInWords, limits } from './model.ts';

const tag = 'uploads';
/** An upload is no record: it enters the ledger when a record refers to it. */
const writes = false;

export const Upload = z.object({
  id: z.string(),
  name: z.string(),
  size: z.number().int(),
  received: z.number().int().meta({ description: 'Bytes that have come so far: where to go on' }),
  expiresAt: Instant.meta({ description: 'Removed then, unless a record refers to it' }),
  file: AttachedFile.nullable().meta({ description: 'Null until it is finished' }),
  title: z.string().nullable().meta({ description: 'Read from the file' }),
  pages: z.number().int().nullable(),
  problem: z.string().nullable().meta({ description: 'Why no text could be read from it' }),
});
export type Upload = z.infer<typeof Upload>;

const ById = z.object({ id: z.string().max(64) });

/** A file as an answer: the bytes as they come, with what the browser must know to save them and run nothing. */
export const FileAnswer = z.object({
  headers: z.record(z.string(), z.string()),
  body: z.file() as z.ZodType<Blob | ReadableStream<Uint8Array>>,
});

export const filesContract = {
  start: operation({
    method: 'POST',
    path: '/uploads',
    tag,
    summary: 'Begin to upload a file in parts',
    description: `For files above ${limitInWords(limits.whole)}, up to ${limitInWords(limits.file)}. Send the parts one after the other, each up to ${limitInWords(limits.part)}; after an interruption ask for the state and go on there.`,
    permission: 'upload files',
    writes,
    successStatus: 201,
  })
    .input(z.object({ name: z.string().min(1).max(1000), size: z.number().int().min(0) }))
    .output(Upload),
  whole: operation({
    method: 'POST',
    path: '/uploads/whole',
    tag,
    summary: 'Upload a small file in one request',
    description: `Up to ${limitInWords(limits.whole)}, as multipart/form-data.`,
    permission: 'upload files',
    writes,
    successStatus: 201,
  })
    .input(z.object({ file: z.file() }))
    .output(Upload),
  send: operation({
    method: 'PATCH',
    path: '/uploads/{id}',
    tag,
    summary: 'Send the next part of a file',
    description: 'As multipart/form-data. `offset` is the number of bytes sent so far.',
    permission: 'upload files',
    writes,
  })
    .input(ById.extend({ offset: z.coerce.number().int().min(0), part: z.file() }))
    .output(Upload),
  state: operation({
    method: 'GET',
    path: '/uploads/{id}',
    tag,
    summary: 'Show how much of a file has come',
    permission: 'upload files',
    live: true,
  })
    .input(ById)
    .output(Upload),
  finish: operation({
    method: 'POST',
    path: '/uploads/{id}/finish',
    tag,
    summary: 'Finish an upload: check its size, tell its hash and what it is',
    permission: 'upload files',
    writes,
  })
    .input(ById)
    .output(Upload),
  cancel: operation({ method: 'DELETE', path: '/uploads/{id}', tag, summary: 'Cancel an upload', permission: 'upload files', writes })
    .input(ById)
    .output(z.object({ cancelled: z.string() })),
  attachment: operation({
    method: 'GET',
    path: '/attachments/{sha256}',
    tag,
    summary: 'Download a file that a record refers to',
    description: 'Or one that you have uploaded within the last hour.',
    permission: 'read the ISMS',
    live: true,
    detailedOutput: true,
  })
    .input(z.object({ sha256: AttachedFile.shape.sha256 }))
    .output(FileAnswer),
};
