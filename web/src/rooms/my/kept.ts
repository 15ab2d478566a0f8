import { useState } from 'react';

/** How far somebody is in one attempt at a lesson. */
export interface Progress {
  attempt: number;
  step: number;
  /** Number of a question → numbers of the answers chosen. */
  chosen: Record<number, number[]>;
}

const read = (key: string, attempt: number): Progress => {
  try {
    const known = JSON.parse(localStorage.getItem(key) ?? 'null') as Progress | null;
    if (known?.attempt === attempt) return known;
  } catch {
    // What cannot be read is begun anew.
  }
  return { attempt, step: 0, chosen: {} };
};

/** Keeps the progress of an attempt on the device, so that nothing is lost when the page is closed in between. */
export function useProgress(key: string, attempt: number): [Progress, (changes: Partial<Progress>) => void, () => void] {
  const [progress, setProgress] = useState(() => read(key, attempt));
  const change = (changes: Partial<Progress>) =>
    setProgress((old) => {
      const next = { ...old, ...changes };
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A browser that keeps nothing still lets people answer.
      }
      return next;
    });
  return [progress, change, () => localStorage.removeItem(key)];
}
