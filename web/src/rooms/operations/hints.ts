/** What catches the eye at an account, in words. */
export const hintWords: Record<string, string> = {
  left: 'has left',
  'not-known': 'belongs to nobody known',
  unused: 'not used for 90 days',
  privileged: 'privileged',
  inactive: 'not active',
  shared: 'used by a service',
};
