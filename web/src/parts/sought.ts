import { useNavigate, useSearch } from '@tanstack/react-router';

/** What is searched for on a page without a register, in its address: it can be passed on, and a link can set it. */
export function useSought(): [string, (text: string) => void] {
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  return [q, (text) => void navigate({ to: '.', search: (text ? { q: text } : {}) as never, replace: true })];
}
