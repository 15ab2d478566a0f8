import { describe, expect, it } from 'vitest';
import { readReport } from './identity.ts';

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const line = (start: string) => `${start},false,N/A,false,N/A`;

describe('the credential report', () => {
  it('is read line by line, the root user apart', () => {
    const text = [
      header,
      line(
        '<root_account>,arn:aws:iam::1:root,2020-01-01T00:00:00+00:00,not_supported,2026-01-02T03:04:05+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A',
      ),
      line(
        'mara,arn:aws:iam::1:user/mara,2021-01-01T00:00:00+00:00,true,no_information,2021-01-01T00:00:00+00:00,N/A,false,true,2021-01-01T00:00:00+00:00,2026-03-01T00:00:00+00:00,eu-north-1,s3,true,2021-01-01T00:00:00+00:00,2026-04-01T00:00:00+00:00,N/A,N/A',
      ),
    ].join('\n');
    expect(readReport(text)).toEqual([
      {
        id: 'arn:aws:iam::1:root',
        name: '<root_account>',
        root: true,
        password: null,
        passwordLastUsed: '2026-01-02T03:04:05.000Z',
        mfa: true,
        activeKeys: 0,
        keysLastUsed: null,
      },
      {
        id: 'arn:aws:iam::1:user/mara',
        name: 'mara',
        root: false,
        password: true,
        passwordLastUsed: null,
        mfa: false,
        activeKeys: 2,
        keysLastUsed: '2026-04-01T00:00:00.000Z',
      },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a header only', header],
    ['another table', 'a,b\n1,2'],
    ['an error in place of a report', '<html><body>503</body></html>'],
    ['lines of other lengths', `${header}\nmara,arn`],
  ])('is not believed when it is %s', (_what, text) => {
    expect(() => readReport(text)).toThrow(/credential report/);
  });
});
