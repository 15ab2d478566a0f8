/** `one objective is`, `3 objectives are`: how many, within a sentence. */
export const counted = (count: number, one: string, many: string): string =>
  `${count === 0 ? 'no' : count === 1 ? 'one' : count} ${count === 1 ? one : many}`;
