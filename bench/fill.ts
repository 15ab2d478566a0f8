import type pg from 'pg';
import { riskCategories } from '../src/standard/model.ts';

export interface Sizes {
  risks: number;
  assets: number;
  evidence: number;
}

/**
 * Fills an organisation with records of believable shape, by SQL that the ledger sees like any other change. The same
 * numbers give the same records. Each register has a first record already, written by the product: it lends its defaults.
 */
export async function fill(owner: pg.Client, organisation: string, { risks, assets, evidence }: Sizes, method: string): Promise<void> {
  const insert = (table: string, first: string, prefix: string, count: number, fields: string) =>
    owner.query(
      `insert into isms.${table} select (jsonb_populate_record(t, jsonb_build_object('id', '${prefix}-' || g, ${fields}))).*
       from isms.${table} t, generate_series(2, ${count}) g where t.organisation_id = $1 and t.id = $2`,
      [organisation, first],
    );
  await insert('people', 'P-1', 'P', 200, `'name', 'Person ' || g`);
  await insert('assets', 'AST-1', 'AST', assets, `'name', 'Asset ' || g, 'owner', 'P-' || (1 + g % 200)`);
  await insert(
    'evidence',
    'EV-1',
    'EV',
    evidence,
    `'title', 'Record ' || g, 'subjects', jsonb_build_array('A.8.' || (1 + g % 34)), 'valid_from', date '2025-06-01' + g % 500`,
  );
  const categories = riskCategories.map((each) => `'${each}'`).join(', ');
  await insert(
    'risks',
    'R-1',
    'R',
    risks,
    `'title', 'Risk ' || g || ' to the service', 'description', repeat('What could happen, and to whom. ', 6), 'category', (array[${categories}])[1 + g % 12],
     'owner', 'P-' || (1 + g % 200), 'method', '${method}', 'assets', jsonb_build_array('AST-' || (1 + g % ${assets})),
     'controls', jsonb_build_array('A.5.' || (1 + g % 37), 'A.8.' || (1 + g % 34)),
     'inherent_likelihood', 1 + g % 5, 'inherent_impact', 1 + (g / 5) % 5, 'current_likelihood', 1 + g % 4, 'current_impact', 1 + (g / 5) % 4,
     'residual_likelihood', 1 + g % 3, 'residual_impact', 1 + (g / 5) % 3, 'treatment', 'mitigate', 'review_on', date '2026-01-01' + g % 900,
     'inherent_rationale', 'Seen ' || g % 7 || ' times in our sector'`,
  );
}
