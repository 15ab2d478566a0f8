// The house: floors from bottom to top, imports point down only, rooms form no circle. docs/architecture.md explains it.
const floors = ['platform', 'standard', 'isms', 'rulebook', '(reports|interchange|collectors)', 'pack', 'doors'];
const rooms = [
  'organisation',
  'people',
  'reminders',
  'context',
  'checks',
  'scans',
  'assets',
  'risk',
  'gap',
  'applicability',
  'documents',
  'operations',
  'controls',
  'awareness',
  'objectives',
  'sampling',
  'improvement',
  'audits',
  'review',
  'certification',
  'auditor',
  'excuses',
  'planning',
  'daily',
];
const tests = '\\.test\\.ts$|/testing\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    ...floors.slice(0, -1).map((floor, index) => ({
      name: `floor-${floor.replaceAll(/[()|]/g, '-')}-looks-down`,
      severity: 'error',
      from: { path: `^src/${floor}/`, pathNot: tests },
      to: { path: `^src/(${floors.slice(index + 1).join('|')})/` },
    })),
    ...rooms.slice(0, -1).map((room, index) => ({
      name: `room-${room}-uses-earlier-rooms`,
      severity: 'error',
      from: { path: `^src/isms/${room}/`, pathNot: tests },
      to: { path: `^src/isms/(${rooms.slice(index + 1).join('|')})/` },
    })),
    {
      name: 'platform-knows-nothing-of-the-standard',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^(src/standard|standard)/' },
    },
    {
      name: 'core-has-no-database-and-no-network',
      comment: 'Rules and calculations are pure: what they need is handed to them.',
      severity: 'error',
      from: { path: '^src/(standard|isms|rulebook)/', pathNot: `${tests}|^src/isms/organisation/accounts-service` },
      to: { path: '^(node_modules/(pg|pg-boss|hono|better-auth|nodemailer)|node:(http|https|net))', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-knows-models-and-contracts-only',
      severity: 'error',
      from: { path: '^web/src/', pathNot: tests },
      to: { path: '^src/', pathNot: '/(model|contract)\\.ts$|^src/platform/contract/|^src/isms/permissions\\.ts$|^src/platform/register/list\\.ts$' },
    },
    {
      name: 'accounts-library-stays-in-its-room',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/auth/' },
      to: { path: '^node_modules/better-auth' },
    },
    { name: 'declared-packages-only', severity: 'error', from: { path: '^src/' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
