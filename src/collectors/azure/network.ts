import type { NetworkRule } from './facts.ts';

type Family = 'IPv4' | 'IPv6';

/** The whole internet, and what is too much of it to be somebody's own: wider than a /8 of IPv4 or a /16 of IPv6. */
function isWorld(source: string, family: Family): boolean {
  const lower = source.toLowerCase();
  if (lower === '*' || lower === 'internet' || lower === 'any') return true;
  const [address, length] = lower.split('/');
  if (length === undefined || !/^\d+$/.test(length)) return false;
  return address!.includes(':') ? family === 'IPv6' && Number(length) < 16 : family === 'IPv4' && Number(length) < 8;
}

/** All of the internet, so that a rule that denies it leaves nothing over. */
function isWhole(source: string, family: Family): boolean {
  const lower = source.toLowerCase();
  return lower === '*' || lower === 'internet' || lower === 'any' || lower === (family === 'IPv4' ? '0.0.0.0/0' : '::/0');
}

function holds(range: string, port: number): boolean {
  if (range === '*') return true;
  const [from, to = from] = range.split('-').map(Number);
  return from! <= port && port <= to!;
}

/**
 * The rule that lets the internet in at a port over TCP; null where none does. Rules are looked at in the order of their
 * priority, for each family of addresses: one that denies everything first shields from those after it.
 */
export function openTo(rules: readonly NetworkRule[], port: number): { rule: NetworkRule; family: Family } | null {
  const inbound = rules
    .filter(({ inbound: into, protocol, ports }) => into && /^(\*|any|tcp)$/i.test(protocol) && ports.some((range) => holds(range, port)))
    .toSorted((a, b) => a.priority - b.priority);
  for (const family of ['IPv4', 'IPv6'] as const)
    for (const rule of inbound) {
      if (rule.allow && rule.sources.some((source) => isWorld(source, family))) return { rule, family };
      const everywhere = rule.destinations.some((each) => /^(\*|any|virtualnetwork)$/i.test(each));
      if (!rule.allow && everywhere && rule.sources.some((source) => isWhole(source, family))) break;
    }
  return null;
}
