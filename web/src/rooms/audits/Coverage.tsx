import { Anchor, Button, Group, Menu, SegmentedControl, Stack, Text, Tooltip } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CoverageRow, CoverageShown } from '../../../../src/isms/audits/contract.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Sign } from '../operations/signs.tsx';
import { cells, rowStates } from './states.tsx';

const filters = {
  all: { title: 'Everything', fits: () => true },
  gap: { title: 'Gaps', fits: ({ state }: CoverageRow) => state === 'gap' },
  again: { title: 'Due again', fits: ({ state }: CoverageRow) => state === 'again' },
  late: { title: 'Late', fits: ({ late }: CoverageRow) => late },
} as const;
type Filter = keyof typeof filters;

/** Every requirement and applicable control against the audits of the programme. */
export function Coverage() {
  const { slug } = useHere();
  const coverage = useRead(['audits', 'coverage'], (client) => client.audits.coverage({}));
  return (
    <Loaded query={coverage}>
      {(shown) =>
        shown.programme === null ? (
          <Empty title="No audit programme yet">
            <Text className="quiet">
              A programme says which audits of a cycle look at what, so that every requirement and every control that applies has its turn before the
              certification audit and again within three years.
            </Text>
            <Button w="fit-content" variant="light" component={Link} to={`/o/${slug}/audits/programmes` as never}>
              Begin a programme
            </Button>
          </Empty>
        ) : (
          <Matrix shown={shown} programme={shown.programme.id} />
        )
      }
    </Loaded>
  );
}

function Matrix({ shown, programme }: { shown: CoverageShown; programme: string }) {
  const { role } = useHere();
  const plans = may(role as Role, 'plan internal audits');
  const [filter, setFilter] = useState<Filter>('all');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { rows, audits, counts, from, to } = shown;
  const gaps = rows.filter(({ state }) => state === 'gap' || state === 'again').map(({ id }) => id);
  const groups = [...Map.groupBy(rows.filter(filters[filter].fits), ({ group }) => group)];
  const toggle = (group: string) =>
    setOpened((old) => (old.has(group) ? new Set([...old].filter((each) => each !== group)) : new Set([...old, group])));
  return (
    <Stack gap="sm">
      <Text size="sm">
        From {dayInWords(from)} to {dayInWords(to)} ({counted(to)}).
      </Text>
      <div
        className="coverage-bar"
        role="img"
        aria-label={`${counts.covered} covered, ${counts.planned} planned, ${counts.again} due again, ${counts.gap} gaps`}
      >
        {(['covered', 'planned', 'again', 'gap'] as const).map((part) => (
          <span key={part} data-part={part} style={{ width: `${(counts[part] / Math.max(1, counts.all)) * 100}%` }} />
        ))}
      </div>
      <Group gap="md">
        {(['covered', 'planned', 'again', 'gap'] as const).map((part) => (
          <Text key={part} size="sm">
            <Sign at={rowStates[part].look}>
              {rowStates[part].word} <b>{counts[part]}</b>
            </Sign>
          </Text>
        ))}
      </Group>
      <Group gap="xs" className="no-print">
        <SegmentedControl
          size="xs"
          aria-label="Which subjects"
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={Object.entries(filters).map(([value, { title, fits }]) => ({ value, label: `${title} (${rows.filter(fits).length})` }))}
        />
        <Button size="compact-sm" variant="default" onClick={() => setOpened(opened.size > 0 ? new Set() : new Set(groups.map(([group]) => group)))}>
          {opened.size > 0 ? 'Close all' : 'Open all'}
        </Button>
        {plans && gaps.length > 0 && (
          <Fill programme={programme} subjects={gaps} audits={audits} title={`Put ${plural(gaps.length, 'gap')} into an audit`} />
        )}
      </Group>
      {groups.length === 0 ? (
        <Empty title="Nothing of this kind: everything is covered or planned." />
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label="Coverage of the programme">
          <table className="grid-table coverage">
            <thead>
              <tr>
                <th>Clause or control</th>
                <th>State</th>
                {audits.map((audit) => (
                  <AuditHead key={audit.id} audit={audit} />
                ))}
                <th>Last audited</th>
                <th>Proposed</th>
              </tr>
            </thead>
            <tbody>
              {groups.map(([group, own]) => (
                <GroupRows
                  key={group}
                  own={own}
                  shown={shown}
                  open={opened.has(group)}
                  onToggle={() => toggle(group)}
                  programme={plans ? programme : null}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Stack>
  );
}

function AuditHead({ audit: { id, title, plannedFrom, startedOn } }: { audit: CoverageShown['audits'][number] }) {
  const { slug } = useHere();
  return (
    <th scope="col" data-audit>
      <Tooltip label={title}>
        <Anchor inherit component={Link} to={`/o/${slug}/audit/${id}` as never}>
          {id}
        </Anchor>
      </Tooltip>
      <span className="quiet" style={{ display: 'block', fontWeight: 400 }}>
        {dayInWords(startedOn ?? plannedFrom) || 'no day yet'}
      </span>
    </th>
  );
}

function GroupRows({
  own,
  shown: { audits },
  open,
  onToggle,
  programme,
}: {
  own: CoverageRow[];
  shown: CoverageShown;
  open: boolean;
  onToggle(): void;
  programme: string | null;
}) {
  const gaps = own.filter(({ state }) => state === 'gap' || state === 'again');
  // The group was audited as long ago as what waits longest in it.
  const oldest = own.some(({ lastOn }) => lastOn === null)
    ? null
    : own.reduce((found, { lastOn }) => (lastOn! < found ? lastOn! : found), own[0]!.lastOn!);
  const months = own.map(({ everyMonths }) => everyMonths);
  const [shortest, longest] = [Math.min(...months), Math.max(...months)];
  const count = (state: CoverageRow['state']) => own.filter((each) => each.state === state).length;
  return (
    <>
      <tr data-group={open ? 'open' : 'closed'}>
        <td style={{ minWidth: '15rem' }}>
          <button type="button" aria-expanded={open} onClick={onToggle}>
            <span aria-hidden>{open ? '▾' : '▸'}</span> {own[0]!.groupTitle}
          </button>
        </td>
        <td className="nowrap">
          {gaps.length > 0 ? (
            <Sign at="open">{plural(gaps.length, 'gap')}</Sign>
          ) : (
            <Sign at={count('planned') > 0 ? 'planned' : 'good'}>{count('planned') > 0 ? `${count('planned')} planned` : 'Covered'}</Sign>
          )}
        </td>
        {audits.map(({ id }) => (
          <td key={id} data-cell>
            <Share of={own.filter(({ cells: each }) => id in each).length} all={own.length} />
          </td>
        ))}
        <td className="nowrap quiet">{oldest ? dayInWords(oldest) : 'not all'}</td>
        <td>
          <span className="quiet">{shortest === longest ? `every ${shortest} months` : `every ${shortest} to ${longest} months`} </span>
          {programme && gaps.length > 0 && (
            <Fill programme={programme} subjects={gaps.map(({ id }) => id)} audits={audits} title="Put into an audit" small />
          )}
        </td>
      </tr>
      {open &&
        own.map((row) => (
          <tr key={row.id}>
            <td>
              <Reference id={row.id} label={row.label} /> {row.kind === 'control' && row.title}
            </td>
            <td className="nowrap">
              <Sign at={rowStates[row.state].look}>{rowStates[row.state].word}</Sign>
              {row.late && <span className="quiet second-line">late since {dayInWords(row.dueBy)}</span>}
            </td>
            {audits.map(({ id }) => (
              <td key={id} data-cell>
                {row.cells[id] && (
                  <Tooltip label={cells[row.cells[id]].word}>
                    <span>
                      <Sign at={cells[row.cells[id]].look}>
                        <span className="sr-only">{cells[row.cells[id]].word}</span>
                      </Sign>
                    </span>
                  </Tooltip>
                )}
              </td>
            ))}
            <td className="nowrap">{row.lastOn ? dayInWords(row.lastOn) : <span className="quiet">never</span>}</td>
            <td style={{ minWidth: '16rem' }}>
              every {row.everyMonths} months, next by {dayInWords(row.dueBy)}
              <span className="quiet" style={{ display: 'block' }}>
                {row.reasons.join(' ')}
              </span>
            </td>
          </tr>
        ))}
    </>
  );
}

function Share({ of, all }: { of: number; all: number }) {
  if (of === 0) return <span className="quiet">–</span>;
  return of === all ? <>all {all}</> : <>{`${of} of ${all}`}</>;
}

/** One click: gaps go into an audit that is planned, or into a new one. */
function Fill({
  programme,
  subjects,
  audits,
  title,
  small = false,
}: {
  programme: string;
  subjects: string[];
  audits: CoverageShown['audits'];
  title: string;
  small?: boolean;
}) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const fill = useWrite(
    (client: Client, audit: string | undefined) => client.audits.fill({ id: programme, subjects, ...(audit && { audit }) }),
    ({ record, added, nobody }) =>
      `${plural(added, 'subject')} put into ${record.id}.${nobody.length > 0 && record.leadAuditor ? ` ${nobody.length} of what it covers none of its auditors may look at.` : ''}`,
  );
  const open = audits.filter(({ status }) => status === 'planned' || status === 'in-progress');
  return (
    <Menu>
      <Menu.Target>
        <Button size={small ? 'compact-xs' : 'compact-sm'} variant={small ? 'subtle' : 'light'} loading={fill.isPending}>
          {title}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {open.map(({ id, title: name }) => (
          <Menu.Item key={id} onClick={() => fill.mutate(id)}>
            {id} {name}
          </Menu.Item>
        ))}
        <Menu.Item
          onClick={() =>
            // Once the gaps are filled there is no such button any more: what follows does not hang on it.
            void fill.mutateAsync(undefined).then(
              ({ record }) => navigate({ to: `/o/${slug}/audit/${record.id}` as never }),
              () => undefined,
            )
          }
        >
          A new audit
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
