import { z } from 'zod';
import { Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { registerContract } from '../../../platform/register/contract.ts';
import { AgeingBand, ReportedVulnerability, VulnerabilityShown, vulnerabilities } from './model.ts';

const tag = 'vulnerabilities';

export const vulnerabilitiesContract = {
  ...registerContract(vulnerabilities, VulnerabilityShown),
  ageing: operation({
    method: 'GET',
    path: '/vulnerabilities/ageing',
    tag,
    summary: 'Show how old open vulnerabilities are and how fast they were closed',
    permission: 'read the ISMS',
    tool: 'get_vulnerability_ageing',
  }).output(z.object({ bands: z.array(AgeingBand) })),
  report: operation({
    method: 'POST',
    path: '/vulnerabilities/report',
    tag,
    summary: 'Take over what a scanner reports',
    description: 'By source and fingerprint: what is known is updated and not entered twice; what was closed and is seen again is opened again.',
    permission: 'keep the registers of operations',
    tool: 'report_vulnerabilities',
  })
    .input(
      z.object({
        items: z.array(ReportedVulnerability).min(1).max(5000),
        complete: z.boolean().default(false).meta({ description: 'The list is all that the source has: what it does not name any more is closed' }),
      }),
    )
    .output(
      z.object({
        created: z.array(Id),
        changed: z.array(Id),
        reopened: z.array(Id),
        closed: z.array(Id),
        unchanged: z.number().int(),
        request: z.string(),
      }),
    ),
};
