import type { Call } from '../../platform/contract/call.ts';
import { Problem } from '../../platform/contract/problem.ts';
import { soaInForce } from '../applicability/versions.ts';
import { approvedScope } from '../context/service.ts';
import { ismsOf } from '../isms.ts';
import { bodyOf } from './audits.ts';
import { lastDay } from './certificate.ts';
import type { Certificate, CertificationAudit, CertificationFinding } from './model.ts';

/** Nothing has happened on a day that has not come. Errors: invalid-input. */
export function past(call: Call, field: string, day: unknown): void {
  if (typeof day === 'string' && day > call.today)
    throw new Problem('invalid-input', 'That day has not come yet.', {
      fields: [{ field, message: 'Give today or a past day.' }],
      remedy: 'Correct the day; nothing has been recorded.',
    });
}

/** A first day lies before the last. Errors: invalid-input. */
function inOrder(fields: Record<string, unknown>, before: Record<string, unknown> | null, from: string, to: string): void {
  const [first, last] = [fields[from] ?? before?.[from], fields[to] ?? before?.[to]] as (string | null | undefined)[];
  if (first && last && last < first)
    throw new Problem('invalid-input', 'The last day lies before the first.', {
      fields: [{ field: to, message: `Give ${first} or later.` }],
      remedy: 'Correct one of the days.',
    });
}

export function beforeAudit(call: Call, fields: Record<string, unknown>, before: CertificationAudit | null): Record<string, unknown> {
  for (const field of ['heldFrom', 'heldTo', 'reportOn']) past(call, field, fields[field]);
  inOrder(fields, before, 'plannedFrom', 'plannedTo');
  inOrder(fields, before, 'heldFrom', 'heldTo');
  for (const field of ['decision', 'decidedOn'] as const)
    if (fields[field] !== undefined && fields[field] !== (before?.[field] ?? (field === 'decision' ? 'open' : null)))
      throw new Problem('not-possible', 'The decision of the body is recorded by its own action, which looks at what is open.', {
        fields: [{ field, message: 'Use "Record the decision".' }],
        remedy: 'Record the decision.',
      });
  return fields;
}

/** A finding is answered in the order: plan, acceptance, evidence, verification; none of it before the finding. */
export function beforeFinding(call: Call, fields: Record<string, unknown>, before: CertificationFinding | null): Record<string, unknown> {
  const at = (field: keyof CertificationFinding) => (fields[field] === undefined ? before?.[field] : fields[field]) as string | null | undefined;
  for (const field of ['raisedOn', 'planSentOn', 'planAcceptedOn', 'evidenceSentOn', 'verifiedOn'] as const) past(call, field, fields[field]);
  const order = [
    ['planSentOn', 'raisedOn', 'A plan is sent after the finding was raised.'],
    ['planAcceptedOn', 'planSentOn', 'A plan is accepted after it was sent.'],
    ['verifiedOn', 'raisedOn', 'A finding is verified after it was raised.'],
  ] as const;
  for (const [later, earlier, message] of order) {
    const [first, second] = [at(earlier), at(later)];
    if (fields[later] && second && (later === 'planAcceptedOn' ? !first || second < first : first && second < first))
      throw new Problem('invalid-input', message, { fields: [{ field: later, message }], remedy: 'Correct the days.' });
  }
  return fields;
}

/** What is not said about a new certificate is taken from what is in force. */
export async function certificateFields(call: Call, fields: Record<string, unknown>, before: Certificate | null): Promise<Record<string, unknown>> {
  inOrder(fields, before as Record<string, unknown> | null, 'validFrom', 'validTo');
  if (before) return fields;
  const isms = ismsOf(await call.snapshot());
  const [scope, soa] = [approvedScope(isms), soaInForce(isms.soaVersions)];
  const audit = isms.certificationAudits.find(({ id }) => id === fields['audit']);
  const decidedOn = (fields['decidedOn'] as string | null) ?? audit?.decidedOn ?? null;
  const validFrom = (fields['validFrom'] as string | null) ?? decidedOn;
  return {
    ...fields,
    body: fields['body'] || (audit ? bodyOf(isms, audit) : (isms.certification?.body ?? '')),
    scope: fields['scope'] || (scope?.statement ?? ''),
    scopeVersion: fields['scopeVersion'] ?? scope?.id ?? null,
    soaVersion: fields['soaVersion'] ?? soa?.id ?? null,
    decidedOn,
    validFrom,
    validTo: (fields['validTo'] as string | null) ?? (validFrom === null ? null : lastDay(validFrom)),
  };
}
