import { createHash, createPrivateKey, randomUUID, type JsonWebKey, type KeyObject } from 'node:crypto';
import { TroubleError } from '../collector.ts';

export interface SigningKey {
  key: KeyObject;
  keyId: string;
  algorithm: 'RS256' | 'ES256';
}

/** The private key as Okta shows it when it makes one: a JWK, or PEM. What a JWK says of its own id counts for more. */
export function signingKey(text: string, keyId: string): SigningKey {
  const given = text.trim();
  try {
    const jwk = given.startsWith('{') ? (JSON.parse(given) as JsonWebKey & { kid?: string }) : null;
    const key = jwk ? createPrivateKey({ key: jwk, format: 'jwk' }) : createPrivateKey(given.replaceAll(String.raw`\n`, '\n'));
    const id = jwk?.kid ?? keyId;
    if (key.asymmetricKeyType === 'rsa') return { key, keyId: id, algorithm: 'RS256' };
    if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return { key, keyId: id, algorithm: 'ES256' };
  } catch {
    // Said below; the error of the parser may repeat what it was given.
  }
  throw new TroubleError({ kind: 'expired', message: 'The private key is neither a JWK nor PEM with a private key (RSA, or EC on P-256).' });
}

/** Who asks for a token, signed: private_key_jwt. */
export async function clientAssertion({ key, keyId, algorithm }: SigningKey, clientId: string, audience: string, now: number): Promise<string> {
  const { SignJWT } = await import('jose');
  const seconds = Math.floor(now / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm, ...(keyId && { kid: keyId }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .setJti(randomUUID())
    .sign(key);
}

/** Signs a DPoP proof (RFC 9449) for one request, with a key of this session that no token is of use without. */
export type Prover = (request: { method: string; url: string; token?: string; nonce: string | null; now: number }) => Promise<string>;

export async function prover(): Promise<Prover> {
  const { SignJWT, exportJWK, generateKeyPair } = await import('jose');
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  return ({ method, url, token, nonce, now }) => {
    const { origin, pathname } = new URL(url);
    const claims = {
      htm: method,
      htu: origin + pathname,
      ...(nonce && { nonce }),
      ...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt(Math.floor(now / 1000))
      .setJti(randomUUID())
      .sign(privateKey);
  };
}
