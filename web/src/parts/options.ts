import { useQuery } from '@tanstack/react-query';
import { account, useRead } from '../client.tsx';
import { registerPaths } from './registers.ts';

export interface Option {
  value: string;
  label: string;
}

/** The records that a field may refer to, as choices. */
export function useOptions(register: string | undefined): Option[] {
  const subjects = register === 'subjects';
  const controls = register === 'controls' || subjects;
  const annex = useQuery({ queryKey: ['standard', 'controls'], queryFn: () => account.standard.controls(), enabled: controls, staleTime: Infinity });
  const clauses = useQuery({ queryKey: ['standard', 'clauses'], queryFn: () => account.standard.clauses(), enabled: subjects, staleTime: Infinity });
  const stored = useRead(
    ['options', controls ? 'own-controls' : register],
    (client) => (registerPaths[controls ? 'own-controls' : register!] ?? (async () => ({ items: [] })))(client),
    { enabled: register !== undefined },
  );
  const own = (stored.data?.items ?? []).map(({ id, name, title }) => ({ value: id, label: `${id} ${name ?? title ?? ''}`.trim() }));
  if (!controls) return own;
  return [
    ...(annex.data?.items ?? []).map(({ id, title }) => ({ value: id, label: `${id} ${title}` })),
    ...own,
    ...(subjects
      ? (clauses.data?.items ?? []).flatMap(({ requirements, title }) =>
          requirements.map(({ id, label }) => ({ value: id, label: `${label} ${title}` })),
        )
      : []),
  ];
}

/** The name of a record of a register by its id; nobody and nothing as a dash. */
export function useNames(register: string): (id: string | null) => string {
  return namesIn(useOptions(register));
}
export function namesIn(options: readonly Option[]): (id: string | null) => string {
  const names = new Map(options.map(({ value, label }) => [value, label.slice(value.length + 1) || value]));
  return (id) => (id === null ? '–' : (names.get(id) ?? id));
}
