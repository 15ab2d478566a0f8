import { z } from 'zod';
import { blocksOf } from '../../isms/documents/markdown.ts';
import { fieldMeta } from '../../platform/contract/fields.ts';
import { Problem } from '../../platform/contract/problem.ts';
import { unwrapped } from '../../platform/register/list.ts';
import type { Collector } from '../collector.ts';
import { collectorOf, type Collectors, type Part } from './known.ts';

/** What can be connected to, how, and what is checked there: read from the manifests alone. */
export function providersService(collectors: Collectors): Part<'providers' | 'guide' | 'checks'> {
  const all = Object.values(collectors) as Collector[];
  return {
    providers: () => ({
      items: all.map(({ provider, title, about, settings: shape, credentials, checks, populations }) => ({
        provider,
        title,
        about,
        settings: Object.entries(shape.shape).map(([name, schema]) => {
          const inner = unwrapped(schema as z.ZodType);
          const meta = fieldMeta(schema as z.ZodType);
          return {
            name,
            title: meta.title ?? name,
            description: meta.description ?? '',
            kind:
              inner instanceof z.ZodArray
                ? ('list' as const)
                : inner instanceof z.ZodBoolean
                  ? ('flag' as const)
                  : inner instanceof z.ZodEnum
                    ? ('choice' as const)
                    : ('text' as const),
            choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
            required: !(schema as z.ZodType).safeParse(undefined).success,
          };
        }),
        credentials: Object.entries(credentials).map(([name, each]) => ({
          name,
          title: each.title,
          description: each.description,
          multiline: each.multiline ?? false,
        })),
        checks: checks.length,
        populations: populations.map(({ id, title: called }) => ({ id, title: called })),
      })),
    }),
    guide(_call, { provider, settings: given }) {
      let values: Record<string, unknown> = {};
      try {
        values = given ? (JSON.parse(given) as Record<string, unknown>) : {};
      } catch {
        throw new Problem('invalid-input', 'settings: this is not JSON.', { fields: [{ field: 'settings', message: 'Send an object as JSON.' }] });
      }
      const guide = collectorOf(collectors, provider).guide(values);
      return { ...guide, blocks: blocksOf(guide.steps) };
    },
    checks: (_call, { provider, control }) => ({
      items: all
        .filter((each) => provider === undefined || each.provider === provider)
        .flatMap((each) =>
          each.checks
            .filter(({ controls }) => control === undefined || controls.some(({ id }) => id === control))
            .map(({ id, version, title, calls, population, passes, parameters, controls, remedy, empty }) => ({
              id,
              provider: each.provider,
              version,
              title,
              calls: [...calls],
              population,
              passes: passes.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(parameters[name]?.usual ?? name)),
              parameters: { ...parameters },
              controls: [...controls],
              remedy,
              empty,
            })),
        ),
    }),
  };
}
