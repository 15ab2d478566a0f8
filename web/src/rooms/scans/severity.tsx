import { Group, Text } from '@mantine/core';
import { findingSeverities, type FindingSeverity, type FindingStatus } from '../../../../src/isms/scans/model.ts';
import { sentence } from '../../words.ts';

/** Each severity has a shape and a shade of its own; the lengths of the bars are what is compared. */
const looks: Record<FindingSeverity, { sign: string; colour: string }> = {
  critical: { sign: '▲▲', colour: 'var(--red)' },
  high: { sign: '▲', colour: 'var(--orange)' },
  medium: { sign: '◆', colour: 'var(--yellow)' },
  low: { sign: '▽', colour: 'var(--green)' },
  informational: { sign: '·', colour: 'var(--quiet)' },
  unknown: { sign: '?', colour: 'var(--quiet)' },
};
const statuses: Record<FindingStatus, { sign: string; colour: string; title: string }> = {
  fail: { sign: '○', colour: 'var(--orange)', title: 'Fails' },
  unknown: { sign: '?', colour: 'var(--yellow)', title: 'Not known' },
  muted: { sign: '–', colour: 'var(--quiet)', title: 'Muted' },
  pass: { sign: '●', colour: 'var(--green)', title: 'Passes' },
};

export function Severity({ of }: { of: FindingSeverity }) {
  const { sign, colour } = looks[of];
  return (
    <span className="nowrap">
      <span aria-hidden style={{ color: colour, fontWeight: 700, marginRight: 6 }}>
        {sign}
      </span>
      {sentence(of)}
    </span>
  );
}

export function Status({ of }: { of: FindingStatus }) {
  const { sign, colour, title } = statuses[of];
  return (
    <span className="nowrap">
      <span aria-hidden style={{ color: colour, fontWeight: 700, marginRight: 6 }}>
        {sign}
      </span>
      {title}
    </span>
  );
}

/** How many fail of each severity: figures, and a bar whose parts are as long as they are many. */
export function SeverityBar({ counts }: { counts: Record<string, number> }) {
  const present = findingSeverities.filter((each) => (counts[each] ?? 0) > 0);
  return (
    <div>
      <div aria-hidden style={{ display: 'flex', gap: 2, height: 8, maxWidth: 560 }}>
        {present.map((each) => (
          <span key={each} style={{ flexGrow: counts[each]!, flexBasis: 4, background: looks[each].colour }} />
        ))}
      </div>
      <Group gap="md" mt={4}>
        {present.map((each) => (
          <Text key={each} size="sm">
            <Severity of={each} /> {counts[each]!.toLocaleString('en')}
          </Text>
        ))}
      </Group>
    </div>
  );
}
