import type { Rule } from '../rule.ts';
import { access } from './access.ts';
import { assets } from './assets.ts';
import { changes } from './changes.ts';
import { checks } from './checks.ts';
import { connections } from './connections.ts';
import { continuity } from './continuity.ts';
import { controls } from './controls.ts';
import { duties } from './duties.ts';
import { evidence } from './evidence.ts';
import { incidents } from './incidents.ts';
import { legal } from './legal.ts';
import { moves } from './moves.ts';
import { statement } from './statement.ts';
import { suppliers } from './suppliers.ts';
import { vulnerabilities } from './vulnerabilities.ts';

/** The Statement of Applicability first, then the controls as they are carried out: what shows them, what checks say, what was done. */
export const annexA: readonly Rule[] = [
  ...statement,
  ...controls,
  ...evidence,
  ...connections,
  ...checks,
  ...access,
  ...moves,
  ...assets,
  ...vulnerabilities,
  ...changes,
  ...incidents,
  ...continuity,
  ...suppliers,
  ...legal,
  ...duties,
];
