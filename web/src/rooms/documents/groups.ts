/** Clause `6.1.3` belongs to `6`, control `A.5.9` to `A.5`. */
export const groupOf = (clause: string): string => /^(A\.\d+|\d+)/.exec(clause)?.[0] ?? clause;

export const groupTitles: Record<string, string> = {
  4: 'Context',
  5: 'Leadership',
  6: 'Planning',
  7: 'Support',
  8: 'Operation',
  9: 'Performance evaluation',
  10: 'Improvement',
  'A.5': 'Organizational controls',
  'A.6': 'People controls',
  'A.7': 'Physical controls',
  'A.8': 'Technological controls',
};
