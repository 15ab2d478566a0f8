import type { Handlers } from '../../platform/contract/serve.ts';
import type { Files } from '../../platform/files/service.ts';
import type { Post } from '../reminders/post.ts';
import type { documentsContract } from './contract.ts';
import { approvalService } from './service/approval.ts';
import { readingService } from './service/reading.ts';
import { registerService } from './service/register.ts';
import { versionsService } from './service/versions.ts';

/** Documented information (7.5), the security policy (5.2) and who has read it (7.3). */
export function documentsService(post: Post, files: Files): Handlers<typeof documentsContract> {
  return { ...registerService(), ...versionsService(files), ...approvalService(), ...readingService(post, files) };
}
