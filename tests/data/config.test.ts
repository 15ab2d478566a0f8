import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadSecret, readConfig, settingsTable } from '../../src/platform/config.ts';

describe('settings', () => {
  it('come from flags, then from the environment, then from their initial values', () => {
    expect(readConfig([], {})).toMatchObject({ port: 7420, host: '127.0.0.1', logLevel: 'info', sample: false });
    expect(readConfig([], { ANNEXA_PORT: '80', ANNEXA_DATA: '/srv/annexa' })).toMatchObject({ port: 80, data: '/srv/annexa' });
    expect(readConfig(['--port', '81'], { ANNEXA_PORT: '80' })).toMatchObject({ port: 81 });
    expect(readConfig(['--sample'], {})).toMatchObject({ sample: true });
    expect(readConfig([], { ANNEXA_SAMPLE: 'no', ANNEXA_TRUST_PROXY: 'true', ANNEXA_HOST: '' })).toMatchObject({
      sample: false,
      trustProxy: true,
      host: '127.0.0.1',
    });
  });

  it.each([
    [['--port', '70000'], {}, '--port is "70000"; allowed is a number from 0 to 65535.'],
    [[], { ANNEXA_PORT: 'http' }, 'ANNEXA_PORT is "http"; allowed is a number from 0 to 65535.'],
    [[], { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is "mysql://x"; allowed is an address that begins with postgres:// or postgresql://.'],
    [[], { ANNEXA_LOG_LEVEL: 'loud' }, 'ANNEXA_LOG_LEVEL is "loud"; allowed is one of silent, error, warn, info, debug.'],
    [[], { ANNEXA_SECRET: 'too-short' }, 'ANNEXA_SECRET is "…"; allowed is at least 32 characters.'],
    [['--colour', 'red'], {}, '--colour'],
  ])('%j %j: refused with the name and what is allowed', (argv, env, message) => {
    expect(() => readConfig(argv, env)).toThrow(ConfigError);
    expect(() => readConfig(argv, env)).toThrow(message);
  });

  it('stand in the handbook as they are', () => {
    expect(readFileSync(new URL('../../docs/handbook.md', import.meta.url), 'utf8')).toContain(settingsTable());
  });
});

describe('the secret', () => {
  it('is made once, and is for the owner’s eyes', () => {
    const data = mkdtempSync(join(tmpdir(), 'annexa-secret-'));
    const secret = loadSecret({ secret: null as never, data });
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect(loadSecret({ secret: null as never, data })).toBe(secret);
    expect(statSync(join(data, 'secret')).mode & 0o077).toBe(0);
    rmSync(data, { recursive: true });
  });
});
