import { z } from 'zod';
import { Day, Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { written } from '../../../platform/register/contract.ts';
import { Account, PopulationList } from './model.ts';

const read = 'read the ISMS';
const tag = 'populations';

/** A list without its accounts, for overviews. */
export const PopulationHead = PopulationList.omit({ accounts: true });
export type PopulationHead = z.infer<typeof PopulationHead>;

export const populationsContract = {
  list: operation({
    method: 'GET',
    path: '/populations',
    tag,
    summary: 'List the lists of accounts that are kept, newest first',
    permission: read,
    tool: 'list_account_lists',
  }).output(z.object({ items: z.array(PopulationHead) })),
  accounts: operation({ method: 'GET', path: '/populations/{id}/accounts', tag, summary: 'Show the accounts of a list', permission: read })
    .input(
      z.object({
        id: Id,
        search: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
        offset: z.coerce.number().int().min(0).default(0),
      }),
    )
    .output(z.object({ items: z.array(Account), total: z.number().int() })),
  take: operation({
    method: 'POST',
    path: '/populations',
    tag,
    summary: 'Keep the complete list of accounts of a system, from an uploaded CSV or XLSX',
    description:
      'Kept with its count and a hash over all accounts. Revocations and changes of earlier reviews that it shows to have happened are marked as done.',
    permission: 'run access reviews',
    successStatus: 201,
  })
    .input(
      z.object({
        upload: z.string().max(64),
        system: Id.nullable().default(null),
        title: z.string().trim().max(300).default('').meta({ description: 'Name of the system, where it stands in no register' }),
        on: Day.optional().meta({ description: 'The day it was taken; without it: today' }),
      }),
    )
    .output(
      written(PopulationHead).extend({
        shown: z.number().int().meta({ description: 'Revocations and changes that it shows to have happened' }),
        same: z.boolean(),
      }),
    ),
};
