import { addDays, addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Certificate, CertificateEvent } from './model.ts';

/** Months of the cycle, in one place. */
export const cycleMonths = {
  /** A certificate is valid for three years from the decision. */
  validity: 36,
  firstSurveillance: 12,
  secondSurveillance: 24,
  /** A surveillance audit is held in the last months before its latest day. */
  surveillanceBefore: 3,
  planRecertification: { from: 4, by: 3 },
  /** A suspension is restored, or ends in withdrawal or a smaller scope. */
  suspension: 6,
  /** An expired certificate is restored without beginning anew. */
  restoration: 6,
  /** A major nonconformity of Stage 2 is verified, or Stage 2 is done again. */
  majorVerified: 6,
} as const;

/** The last day of a certificate that is granted on a day. */
export const lastDay = (decidedOn: string): string => addDays(addMonths(decidedOn, cycleMonths.validity), -1);

export type CertificateState = 'valid' | 'not-yet' | 'suspended' | 'withdrawn' | 'restorable' | 'expired' | 'replaced' | 'unknown';

export interface Standing {
  state: CertificateState;
  /** Since when and until when it is suspended at the latest. */
  suspension: { from: string; until: string; reason: string } | null;
  scope: string;
  body: string;
  /** The version of the Statement that the body knows of: on the certificate, or reported since. */
  soaVersion: string | null;
  /** Until when an expired certificate can be restored. */
  restorableUntil: string | null;
}

const validFrom = (certificate: Certificate): string | null => certificate.validFrom ?? certificate.decidedOn;
export const validTo = ({ validTo: until, decidedOn }: Certificate): string | null => until ?? (decidedOn === null ? null : lastDay(decidedOn));

/** Events of a certificate up to a day, in the order in which they happened. */
export const eventsOf = (isms: Isms, certificate: string, day: string): CertificateEvent[] =>
  isms.certificateEvents.filter((each) => each.certificate === certificate && each.on <= day).toSorted((a, b) => a.on.localeCompare(b.on));

/** The certificate that counts: the latest that has been granted. */
export const currentCertificate = (isms: Isms): Certificate | null =>
  isms.certificates.reduce<Certificate | null>(
    (last, each) => (last === null || (validFrom(each) ?? '') >= (validFrom(last) ?? '') ? each : last),
    null,
  );

/** How a certificate stands on a day: what was granted, and what has happened to it since. */
export function standingOf(isms: Isms, certificate: Certificate, day: string): Standing {
  const standing: Standing = {
    state: 'unknown',
    suspension: null,
    scope: certificate.scope,
    body: certificate.body,
    soaVersion: certificate.soaVersion,
    restorableUntil: null,
  };
  let withdrawn = false;
  for (const { kind, on, until, reason, to, soaVersion } of eventsOf(isms, certificate.id, day)) {
    if (kind === 'suspended') {
      const latest = addMonths(on, cycleMonths.suspension);
      standing.suspension = { from: on, until: until !== null && until < latest ? until : latest, reason };
    }
    if (kind === 'restored') [standing.suspension, withdrawn] = [null, false];
    if (kind === 'withdrawn') withdrawn = true;
    if ((kind === 'extended' || kind === 'reduced') && to !== '') standing.scope = to;
    if (kind === 'transferred' && to !== '') standing.body = to;
    if (soaVersion !== null) standing.soaVersion = soaVersion;
  }
  const [from, until] = [validFrom(certificate), validTo(certificate)];
  const later = isms.certificates.some((each) => each.id !== certificate.id && (validFrom(each) ?? '') > (from ?? '') && validFrom(each)! <= day);
  if (until !== null) standing.restorableUntil = addMonths(until, cycleMonths.restoration);
  standing.state = withdrawn
    ? 'withdrawn'
    : later
      ? 'replaced'
      : from === null || until === null
        ? 'unknown'
        : day < from
          ? 'not-yet'
          : day > until
            ? day <= standing.restorableUntil!
              ? 'restorable'
              : 'expired'
            : standing.suspension
              ? 'suspended'
              : 'valid';
  return standing;
}
