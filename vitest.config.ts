import { defineConfig } from 'vitest/config';

// Every file that needs a server starts its own, on an embedded PostgreSQL of its own: files do not see each other.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'web/src/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'doors',
          include: ['tests/*.test.ts', 'tests/doors/**/*.test.ts', 'tests/faults/**/*.test.ts', 'tests/data/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'journeys', include: ['tests/journeys/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false } },
    ],
    reporters: ['dot'],
    silent: 'passed-only',
  },
});
