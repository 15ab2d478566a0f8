import pg from 'pg';
import type { Application } from '../../src/doors/application.ts';

/** Connects to the database behind the product's back, as its owner. */
export async function ownerOf({ database }: Pick<Application, 'database'>): Promise<pg.Client> {
  const client = new pg.Client({ ...database.connection, user: 'annexa' });
  await client.connect();
  return client;
}
