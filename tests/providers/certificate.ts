import { generateKeyPairSync, sign } from 'node:crypto';

/** One element of DER: a tag, a length, and what is in it. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size: number[] = [];
  for (let left = content.length; left > 0; left >>= 8) size.unshift(left & 0xff);
  const length = content.length < 0x80 ? [content.length] : [0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const ascii = (tag: number, text: string) => der(tag, Buffer.from(text, 'latin1'));
const time = (at: Date) => ascii(0x18, `${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`);
const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'));
const nameOf = (text: string) => sequence(der(0x31, sequence(Buffer.from('0603550403', 'hex'), ascii(0x0c, text))));

/** A self-signed certificate with its key, made in the test: no key lies in the repository, and nothing but Node is needed. */
export function selfSigned(name: string): { certificate: string; privateKey: string } {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const year = 365 * 86_400_000;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    nameOf(name),
    sequence(time(new Date(Date.now() - year)), time(new Date(Date.now() + year))),
    nameOf(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const whole = sequence(body, sha256WithRsa, der(0x03, Buffer.from([0]), sign('sha256', body, keys.privateKey)));
  const base64 = whole.toString('base64').replaceAll(/(.{64})/g, '$1\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.trimEnd()}\n-----END CERTIFICATE-----\n`,
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
