import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Checkpoint } from './contract.ts';

export interface SigningKey {
  privateKey: KeyObject;
  /** SPKI, PEM. */
  publicKey: string;
}

/** The Ed25519 key of this installation; made at its first use and readable by its owner only. */
export function loadSigningKey(path: string): SigningKey {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const privateKey = createPrivateKey(readFileSync(path));
  return { privateKey, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString() };
}

/** What two people compare to know that they mean the same key: the SHA-256 of its DER form, hexadecimal. */
export const fingerprintOf = (publicKey: string): string =>
  createHash('sha256')
    .update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .digest('hex');

type Statement = Pick<Checkpoint, 'organisation' | 'sequence' | 'hash' | 'at'>;

/** What is signed: the four fields, one a line, so that anybody can check it with any tool. */
const message = ({ organisation, sequence, hash, at }: Statement) => Buffer.from(`annexa checkpoint\n${organisation}\n${sequence}\n${hash}\n${at}\n`);

export function signCheckpoint(statement: Statement, key: SigningKey): Checkpoint {
  return { ...statement, signature: sign(null, message(statement), key.privateKey).toString('base64'), publicKey: key.publicKey };
}

/** What is wrong with a checkpoint by itself: another organisation's, or a signature that does not fit. Null: nothing. */
export function checkpointProblem(checkpoint: Checkpoint, organisation: string): string | null {
  if (checkpoint.organisation !== organisation) return 'It was signed for another organisation.';
  let fits = false;
  try {
    fits = verify(null, message(checkpoint), createPublicKey(checkpoint.publicKey), Buffer.from(checkpoint.signature, 'base64'));
  } catch {
    return 'Its key or signature cannot be read.';
  }
  return fits ? null : 'Its signature does not fit: it has been altered.';
}

/** Whether the ledger still says what it said when the checkpoint was signed. `hash`: of the entry there now, null when there is none. */
export function checkpointHolds(checkpoint: Checkpoint, hash: string | null): { holds: boolean; reason: string } {
  if (hash === null) return { holds: false, reason: `Entry ${checkpoint.sequence} is not in the ledger any more.` };
  if (hash !== checkpoint.hash)
    return { holds: false, reason: `Entry ${checkpoint.sequence} or one before it has been altered since ${checkpoint.at}.` };
  return { holds: true, reason: `The first ${checkpoint.sequence} entries are as they were at ${checkpoint.at}.` };
}
