import { z } from 'zod';
import { Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { written } from '../../platform/register/contract.ts';
import { FindingExcuse } from './model.ts';

const tag = 'excuses';

export const excusesContract = {
  list: operation({
    method: 'GET',
    path: '/excuses',
    tag,
    summary: 'List excused findings, those that have ended or were withdrawn too',
    permission: 'read the ISMS',
    tool: 'list_excuses',
  }).output(z.object({ items: z.array(FindingExcuse) })),
  excuse: operation({
    method: 'POST',
    path: '/excuses',
    tag,
    summary: 'Excuse a finding of the verdict until a day',
    description:
      'The finding, or single records of it, no longer counts; it stays visible with the reason, to auditors too, and counts again after the day. At most twelve months.',
    permission: 'excuse findings',
    tool: 'excuse_finding',
    successStatus: 201,
  })
    .input(
      FindingExcuse.pick({ rule: true, records: true, reason: true, until: true }).extend({
        records: FindingExcuse.shape.records.meta({ description: 'Ids of the records that are excused; none: the whole finding' }),
      }),
    )
    .output(written(FindingExcuse)),
  withdraw: operation({
    method: 'POST',
    path: '/excuses/{id}/withdraw',
    tag,
    summary: 'Withdraw an excuse: the finding counts again',
    permission: 'excuse findings',
  })
    .input(z.object({ id: Id }))
    .output(written(FindingExcuse)),
};
