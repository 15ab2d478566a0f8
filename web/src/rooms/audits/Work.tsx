import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AuditShown, WorkLine } from '../../../../src/isms/audits/contract.ts';
import { useRead } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { Sign } from '../operations/signs.tsx';
import { answers } from './states.tsx';
import { Subject } from './Subject.tsx';

const which = { yours: 'Mine', open: 'Open', all: 'All' } as const;
type Which = keyof typeof which;

/** Auditing: the subjects on the left, the one that is looked at on the right. Made for the keyboard; `?` shows the keys. */
export function Work({ audit, writes }: { audit: AuditShown; writes: boolean }) {
  const work = useRead(['internal-audits', 'work', audit.id], (client) => client.audits.work({ id: audit.id }));
  return (
    <Loaded query={work}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="The audit covers nothing yet">
            <Text className="quiet">Put gaps of the programme into it, or choose clauses and controls under About.</Text>
          </Empty>
        ) : (
          <Sheet audit={audit} writes={writes} lines={items} />
        )
      }
    </Loaded>
  );
}

function Sheet({ audit, writes, lines }: { audit: AuditShown; writes: boolean; lines: WorkLine[] }) {
  const search = useSearch({ strict: false }) as { subject?: string; show?: Which };
  const navigate = useNavigate();
  const show: Which = search.show ?? 'all';
  // Whoever concludes on an open subject still has it before them: the list is what it was when the filter was chosen.
  const [standing, setStanding] = useState(() => new Set(lines.filter(({ conclusion }) => conclusion === 'open').map(({ subject }) => subject)));
  const shown = useMemo(
    () => lines.filter((line) => (show === 'yours' ? line.yours : show === 'open' ? line.conclusion === 'open' || standing.has(line.subject) : true)),
    [lines, show, standing],
  );
  const at = Math.max(
    0,
    shown.findIndex(({ subject }) => subject === search.subject),
  );
  const current = shown[at];
  // Two keys may come before the page is drawn again.
  const latest = useRef({ at, shown });
  useEffect(() => {
    latest.current = { at, shown };
  });
  const go = (subject: string | undefined) =>
    subject !== undefined && void navigate({ to: '.', search: (old: object) => ({ ...old, subject }) as never, replace: true });
  const move = (step: number) => {
    const now = latest.current;
    now.at = Math.min(now.shown.length - 1, Math.max(0, now.at + step));
    go(now.shown[now.at]?.subject);
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
  ]);
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.subject]);
  const count = (fits: (line: WorkLine) => boolean) => lines.filter(fits).length;
  const filter = (
    <SegmentedControl
      size="xs"
      aria-label="Which subjects"
      value={show}
      onChange={(value) => {
        setStanding(new Set(lines.filter(({ conclusion }) => conclusion === 'open').map(({ subject }) => subject)));
        void navigate({ to: '.', search: (old: object) => ({ ...old, show: value }) as never, replace: true });
      }}
      data={[
        { value: 'all', label: `All (${lines.length})` },
        { value: 'open', label: `Open (${count(({ conclusion }) => conclusion === 'open')})` },
        { value: 'yours', label: `Mine (${count(({ yours }) => yours)})` },
      ]}
    />
  );
  if (!current)
    return (
      <>
        {filter}
        <Empty title={show === 'yours' ? 'Nothing of this audit is yours.' : 'Everything is concluded.'} />
      </>
    );
  return (
    <div>
      <Group justify="space-between" mb="sm" className="no-print">
        {filter}
        <Group gap={6} className="audit-next">
          <Button size="compact-sm" variant="default" onClick={() => move(-1)} disabled={at === 0}>
            Previous
          </Button>
          <Text size="sm">
            {at + 1} of {shown.length}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => move(1)} disabled={at === shown.length - 1}>
            Next
          </Button>
        </Group>
      </Group>
      <div className="audit-work">
        <nav className="audit-list no-print" aria-label="Subjects" ref={list}>
          {[...Map.groupBy(shown, ({ group }) => group)].map(([group, own]) => (
            <section key={group}>
              <h3>{own[0]!.groupTitle}</h3>
              {own.map((line) => (
                <Line key={line.subject} line={line} current={line.subject === current.subject} onChoose={() => go(line.subject)} />
              ))}
            </section>
          ))}
        </nav>
        <Subject key={current.subject} audit={audit} subject={current.subject} writes={writes && current.barred === ''} onDone={() => move(1)} />
      </div>
    </div>
  );
}

function Line({ line, current, onChoose }: { line: WorkLine; current: boolean; onChoose(): void }) {
  const { label, title, conclusion, answered, questions, findings, barred } = line;
  const found = findings.major + findings.minor + findings.opportunity;
  return (
    <button
      type="button"
      aria-current={current || undefined}
      data-barred={barred !== '' || undefined}
      onClick={onChoose}
      title={barred ? `Not yours: ${barred}` : title}
    >
      <span>
        <Sign at={answers[conclusion].look}>
          <span className="sr-only">{answers[conclusion].word}</span>
        </Sign>
      </span>
      <span className="nowrap">{label}</span>
      <span style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{title}</span>
      <span className="quiet nowrap">
        {found > 0 && `${found}▲ `}
        {answered > 0 && `${answered}/${questions}`}
      </span>
    </button>
  );
}
