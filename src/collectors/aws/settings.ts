import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const partitions = ['aws', 'aws-cn', 'aws-us-gov'] as const;

export const accountId = /^\d{12}$/;
export const roleArn = /^arn:aws(-cn|-us-gov)?:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;
export const externalIdForm = /^[\w+=,.@:/-]{2,1224}$/;
const regionName = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** What a connection to an account needs to know, apart from the credentials. */
export const AwsSettings = z.object({
  account: z
    .string()
    .trim()
    .regex(accountId, 'An account id has twelve digits.')
    .meta({ title: 'Account id', description: 'Twelve digits; another account is refused' }),
  role: z
    .string()
    .trim()
    .refine((value) => value === '' || roleArn.test(value), 'A role looks like arn:aws:iam::111122223333:role/annexa.')
    .default('')
    .meta({ title: 'Role to assume', description: 'ARN; empty where the key itself may read' }),
  externalId: z
    .string()
    .trim()
    .refine((value) => value === '' || externalIdForm.test(value), 'Letters, digits and + = , . @ : / - only, two or more.')
    .default('')
    .transform((value) => (value === '' || value === 'renew' ? randomUUID() : value))
    .meta({
      title: 'External id',
      description: 'Made up at random where it is left empty, and kept: write renew for another; the role must ask for it',
    }),
  regions: z.array(z.string().trim().regex(regionName, 'A region looks like eu-central-1.')).max(60).default([]).meta({
    title: 'Regions',
    description: 'Empty: every region that is enabled in the account. Name those in use where a policy of the organisation forbids others',
  }),
  partition: z.enum(partitions).default('aws').meta({ title: 'Partition', description: 'AWS, AWS China or AWS GovCloud' }),
});
export type AwsSettings = z.infer<typeof AwsSettings>;
