import { Text } from '@mantine/core';

/** How far something is, in figures with a bar: `12 of 48`, those who are late in red. */
export function Bar({ done, of, late = 0, width = 64 }: { done: number; of: number; late?: number; width?: number }) {
  const share = (part: number) => `${of === 0 ? 0 : (part / of) * 100}%`;
  return (
    <span className="nowrap" style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
      <span aria-hidden className="meter" style={{ width }}>
        <span style={{ width: share(done), background: 'var(--green)' }} />
        <span style={{ width: share(late), background: 'var(--red)' }} />
      </span>
      <Text span size="sm">
        {done} of {of}
        {late > 0 && (
          <Text span size="xs" c="var(--red)">
            {' '}
            {late} late
          </Text>
        )}
      </Text>
    </span>
  );
}
