import { Text } from '@mantine/core';

/** What a proposal could not place, each in a sentence; nothing when it could place all. */
export function LeftOut({ left }: { left: readonly string[] }) {
  if (left.length === 0) return null;
  return (
    <div className="note" role="status">
      <Text>Not in the proposal:</Text>
      <ul>
        {left.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </div>
  );
}
