import type { z } from 'zod';
import { collections, type CollectionKey, type RecordIn } from './collections.ts';
import { documentOf, type Isms } from './isms.ts';

/** For unit tests of all rooms: documents and records without a database. */

type Given<K extends CollectionKey> = Omit<z.input<(typeof collections)[K]['record']>, 'id'> & { id?: string };

/**
 * A record as it would be stored: the model fills in its defaults and refuses what it would refuse. Without an id it is
 * the first of its collection; where ids come from elsewhere, one must be given.
 */
export function record<K extends CollectionKey>(key: K, fields: Given<K>): RecordIn<K> {
  const { record: model, prefix } = collections[key];
  return model.parse({ ...(prefix !== null && { id: `${prefix}-1` }), ...fields }) as RecordIn<K>;
}

/** A management system in which nobody has written anything yet: the organisation, and empty registers. */
export function emptyIsms(): Isms {
  return {
    ...documentOf(() => []),
    organisation: record('organisations', { id: 'org', name: 'Example Ltd', slug: 'example', persons: 50, currency: 'EUR', timeZone: 'UTC' }),
  };
}
