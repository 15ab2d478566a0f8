import { CORE_SCHEMA, dump, load, YAMLException } from 'js-yaml';

/**
 * The value a YAML text holds; null where it holds none. Throws where the text is no YAML, in a sentence with its line,
 * and where it repeats itself by reference so often that a small text would become a large value.
 */
export function fromYaml(text: string): unknown {
  if (/^\s*(?:#.*\s*)*$/.test(text)) return null;
  try {
    return load(text, { maxAliases: 20 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new Error(`This is not YAML${error.mark ? ` in line ${error.mark.line + 1}` : ''}: ${error.reason}.`, { cause: error });
  }
}

/** A value as YAML: long lines stay whole, so that a difference shows what changed; nothing is written as a reference to elsewhere. */
export const toYaml = (value: unknown): string => dump(value, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true, quoteStyle: 'double' });
