import { expect, it } from 'vitest';
import { collections } from '../../../src/isms/collections.ts';
import { fieldMeta } from '../../../src/platform/contract/fields.ts';
import { registerPaths } from './registers.ts';

/** Fields that people fill in by choosing a record: without its list there would be nothing to choose. */
it('every register that a field of a form refers to can be listed', () => {
  const wanted = new Set<string>();
  for (const { record } of Object.values(collections))
    for (const schema of Object.values(record.shape)) {
      const { reference, computed, title } = fieldMeta(schema as never);
      if (reference && title && !computed) wanted.add(reference);
    }
  // Written by operations of their own, never chosen in a form.
  const unchosen = ['document-versions', 'populations', 'access-reviews', 'evidence-requests', 'audit-releases'];
  const known = new Set([...unchosen, ...Object.keys(registerPaths), 'subjects', 'controls']);
  expect([...wanted].filter((each) => !known.has(each))).toEqual([]);
});
