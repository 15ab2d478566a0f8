import { randomUUID } from 'node:crypto';
import type { STS } from '@aws-sdk/client-sts';
import { TroubleError, type Surroundings } from '../collector.ts';
import { loadClients, type Keys } from './clients.ts';
import { AwsSession, asked, homes } from './session.ts';
import type { AwsSettings } from './settings.ts';
import { troubleOfAws } from './trouble.ts';

const hour = 3600;
/** A role's keys are renewed this long before they end. */
const margin = 5 * 60_000;

/** Signs in: with the key as it is, or into the role; makes sure that it is the account that was meant. */
export async function openSession(settings: AwsSettings, credentials: Record<string, string>, it: Surroundings): Promise<AwsSession> {
  const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = credentials;
  if (accessKeyId === '' || secretAccessKey === '')
    throw new TroubleError({ kind: 'expired', message: 'An access key id and its secret are needed to sign in.' });
  const own: Keys = {
    accessKeyId: accessKeyId.trim(),
    secretAccessKey: secretAccessKey.trim(),
    ...(sessionToken && { sessionToken: sessionToken.trim() }),
  };
  const openFor = await loadClients(it);
  const home = homes[settings.partition];
  const sts = openFor(async () => own)('sts', home);
  let keys = async () => own;
  if (settings.role !== '') {
    keys = roleKeys(it, sts, settings, home);
    await keys();
    await refusesStrangers(it, sts, settings, home);
  }
  const session = new AwsSession(settings, it, openFor(keys));
  const caller = await session.call('sts:GetCallerIdentity', home, (options) => session.client('sts', home).getCallerIdentity({}, options));
  if (caller?.Account !== settings.account)
    throw new TroubleError({
      kind: 'denied',
      message: `The credentials belong to account ${caller?.Account ?? 'unknown'}, not to ${settings.account}. Nothing was read.`,
    });
  return session;
}

const sessionName = 'annexa';
/** By this name the attempts that must fail are known in the trail of the account. */
const selfTest = 'annexa-self-test';

/** Keys of the role, good for an hour and renewed before they end. */
function roleKeys(it: Surroundings, sts: STS, { role, externalId }: AwsSettings, home: string): () => Promise<Keys> {
  let held: Promise<Keys> | undefined;
  let until = 0;
  const assume = async (): Promise<Keys> => {
    try {
      const { Credentials: given } = await asked(it, (options) =>
        sts.assumeRole({ RoleArn: role, RoleSessionName: sessionName, ExternalId: externalId, DurationSeconds: hour }, options),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken)
        throw new TroubleError({ kind: 'unreadable', message: 'AWS has given no keys for the role.' });
      until = (Expiration?.getTime() ?? Date.now() + hour * 1000) - margin;
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        ...(Expiration && { expiration: Expiration }),
      };
    } catch (error) {
      const trouble = troubleOfAws(error, 'sts:AssumeRole', home);
      throw new TroubleError(
        trouble.kind === 'denied'
          ? { ...trouble, message: `The role ${role} cannot be assumed: it does not exist, does not trust this key, or expects another external id.` }
          : trouble,
      );
    }
  };
  return () => {
    if (!held || Date.now() >= until) {
      until = Number.POSITIVE_INFINITY;
      held = assume();
      held.catch(() => (held = undefined));
    }
    return held;
  };
}

/**
 * The external id protects a role only where its trust policy asks for it. A role that lets in somebody who has none, or
 * a wrong one, is not used (the "confused deputy").
 */
async function refusesStrangers(it: Surroundings, sts: STS, { role }: AwsSettings, home: string): Promise<void> {
  for (const [ExternalId, how] of [
    [undefined, 'without an external id'],
    [randomUUID(), 'with any external id'],
  ] as const) {
    const refused = await asked(it, (options) =>
      sts.assumeRole({ RoleArn: role, RoleSessionName: selfTest, ExternalId, DurationSeconds: 900 }, options),
    ).then(
      () => false,
      (error: unknown) => {
        const trouble = troubleOfAws(error, 'sts:AssumeRole', home);
        if (trouble.kind !== 'denied') throw new TroubleError(trouble);
        return true;
      },
    );
    if (!refused)
      throw new TroubleError({
        kind: 'denied',
        message: `The role ${role} can be assumed ${how}. Add the condition on sts:ExternalId to its trust policy as the guide shows; until then it is not used.`,
      });
  }
}
