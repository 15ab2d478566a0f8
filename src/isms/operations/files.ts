import { z } from 'zod';
import { AttachedFile } from '../../platform/files/model.ts';

/** What records of operations have besides what is typed: files that show what happened. */
export const attached = { files: z.array(AttachedFile).default([]).meta({ title: 'Files', computed: true }) };
