import { Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { MatrixLine } from '../../../../src/isms/controls/contract.ts';
import { useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { useOptions } from '../../parts/options.ts';
import { Empty, Loaded, Mark, Page } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { counted, dayInWords, plural, sentence } from '../../words.ts';
import { Strip } from './Lanes.tsx';
import { Sign, laneTitles, lapseInWords, outcomeMarks, percent, states } from './states.tsx';
import './controls.css';

interface Search {
  q?: string;
  theme?: string;
  owner?: string;
  state?: string;
  applicable?: string;
  sort?: string;
}

const orders: Record<string, { title: string; by(a: MatrixLine, b: MatrixLine): number }> = {
  number: { title: 'By number', by: () => 0 },
  risk: { title: 'By the risks it treats', by: (a, b) => b.riskScore - a.riskScore },
  lapse: { title: 'By what lapses first', by: (a, b) => ((a.lapsesOn ?? '9') < (b.lapsesOn ?? '9') ? -1 : 1) },
  share: { title: 'By the least covered', by: (a, b) => (a.share ?? 2) - (b.share ?? 2) },
};

/** Every control against the evidence that it exists, works, and was applied over the audit period (8.1, Annex A). */
export function Controls() {
  const { slug } = useHere();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const go = (changes: Search) =>
    void navigate({
      to: '.',
      search: (old: Search) => Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value)) as never,
      replace: true,
    });
  const matrix = useRead(['controls'], (client) => client.controls.matrix({}));
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const people = useOptions('people');
  const names = new Map(people.map(({ value, label }) => [value, label.slice(value.length + 1)]));
  useHotkeys([
    ['/', () => document.getElementById('control-search')?.focus()],
    ['j', () => step(1)],
    ['k', () => step(-1)],
  ]);
  const data = matrix.data;
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  // What does not apply needs no proof: it is shown only when one asks for it.
  const wanted = search.applicable ?? 'yes';
  const shown = (data?.items ?? [])
    .filter(
      (line) =>
        (wanted === 'all' ||
          (wanted === 'yes' ? line.applicable !== false : wanted === 'no' ? line.applicable === false : line.applicable === null)) &&
        (!search.theme || line.theme === search.theme) &&
        (!search.owner || (search.owner === 'none' ? line.owner === null : line.owner === search.owner)) &&
        (!search.state || line.state === search.state) &&
        words.every((word) => `${line.control} ${line.title}`.toLowerCase().includes(word)),
    )
    .toSorted((orders[search.sort ?? ''] ?? orders['number']!).by);
  return (
    <Page
      title="Controls"
      state={
        data &&
        `${plural(data.applicable, 'control')} apply: ${data.counts.covered} covered today, ${data.counts.stale} lapsed, ${data.counts.gap} with nothing shown. Over the audit period (${dayInWords(data.period.from)} to ${dayInWords(data.period.to)}) ${percent(data.share)} of the days are covered.`
      }
      actions={
        <Button component={Link} to={`/o/${slug}/evidence` as never} search={{ add: 'yes' } as never}>
          Add evidence
        </Button>
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'controls' || room === 'evidence') ?? []} />
      <Loaded query={matrix}>
        {({ items, period }) => (
          <Stack gap="md">
            <Picture items={items} theme={search.theme} onTheme={(theme) => go({ theme: theme === search.theme ? '' : theme })} />
            <Group gap="xs" className="no-print">
              <TextInput
                id="control-search"
                aria-label="Search controls"
                placeholder="Search"
                value={search.q ?? ''}
                onChange={(event) => go({ q: event.currentTarget.value })}
                w={180}
              />
              <Select
                aria-label="State"
                placeholder="State"
                clearable
                data={Object.entries(states).map(([value, { title }]) => ({ value, label: title }))}
                value={search.state ?? null}
                onChange={(state) => go({ state: state ?? '' })}
                w={150}
              />
              <Select
                aria-label="Theme"
                placeholder="Theme"
                clearable
                data={['organizational', 'people', 'physical', 'technological', 'own'].map((value) => ({ value, label: sentence(value) }))}
                value={search.theme ?? null}
                onChange={(theme) => go({ theme: theme ?? '' })}
                w={150}
              />
              <Select
                aria-label="Owner"
                placeholder="Owner"
                clearable
                searchable
                data={[{ value: 'none', label: 'Nobody' }, ...people]}
                value={search.owner ?? null}
                onChange={(owner) => go({ owner: owner ?? '' })}
                w={170}
              />
              <Select
                aria-label="Applicability"
                allowDeselect={false}
                data={[
                  { value: 'yes', label: 'Not excluded' },
                  { value: 'undecided', label: 'Undecided' },
                  { value: 'no', label: 'Excluded' },
                  { value: 'all', label: 'All' },
                ]}
                value={wanted}
                onChange={(applicable) => go({ applicable: applicable === 'yes' ? '' : (applicable ?? '') })}
                w={150}
              />
              <Select
                aria-label="Order"
                allowDeselect={false}
                data={Object.entries(orders).map(([value, { title }]) => ({ value, label: title }))}
                value={search.sort ?? 'number'}
                onChange={(sort) => go({ sort: sort === 'number' ? '' : (sort ?? '') })}
                w={190}
              />
            </Group>
            {shown.length === 0 ? (
              <Empty title="No control fits these filters.">
                <Button variant="default" w="fit-content" onClick={() => void navigate({ to: '.', search: {} as never })}>
                  Show all
                </Button>
              </Empty>
            ) : (
              <>
                <Text size="sm" className="quiet" role="status">
                  {plural(shown.length, 'control')}
                </Text>
                <Matrix lines={shown} period={period} names={names} />
              </>
            )}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

/** Moves to the next row, from wherever one is. */
function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('tr[data-link]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}

const themeTitles = {
  organizational: 'A.5 Organizational',
  people: 'A.6 People',
  physical: 'A.7 Physical',
  technological: 'A.8 Technological',
  own: 'Own controls',
};

/** All of them at a glance: a lane for each theme, a sign for each control. The table below says the same in words. */
function Picture({ items, theme, onTheme }: { items: MatrixLine[]; theme: string | undefined; onTheme(theme: string): void }) {
  const { slug } = useHere();
  const themes = Map.groupBy(items, (line) => line.theme);
  return (
    <div role="group" aria-label="State of every control">
      {[...themes].map(([id, own]) => (
        <div key={id} className="lane">
          <button type="button" className="lane-name" aria-pressed={theme === id} onClick={() => onTheme(id)}>
            {themeTitles[id as keyof typeof themeTitles] ?? id}
          </button>
          <Text size="sm" className="quiet nowrap">
            {own.filter(({ state, applicable }) => state === 'covered' && applicable !== false).length} of{' '}
            {own.filter(({ applicable }) => applicable !== false).length}
          </Text>
          <div className="cells">
            {own.map(({ control, title, state, applicable, lapsesOn }) => {
              const mark = applicable === false ? { sign: '–', colour: 'var(--quiet)', title: 'Excluded' } : states[state];
              const said = `${control} ${title}: ${applicable === false ? 'excluded' : lapseInWords(lapsesOn, state)}`;
              return (
                <Link key={control} to={`/o/${slug}/controls/${control}` as never} title={said} aria-label={said} style={{ color: mark.colour }}>
                  <span aria-hidden>{mark.sign}</span>
                </Link>
              );
            })}
          </div>
        </div>
      ))}
    </div>
  );
}

function Matrix({ lines, period, names }: { lines: MatrixLine[]; period: { from: string; to: string }; names: Map<string, string> }) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const open = (control: string) => void navigate({ to: `/o/${slug}/controls/${control}` as never });
  return (
    <div className="scroll" role="group" aria-label="Controls against their evidence">
      <table className="grid-table">
        <thead>
          <tr>
            <th>Control</th>
            <th>Status</th>
            <th>Owner</th>
            {(['exists', 'works', 'applied'] as const).map((lane) => (
              <th key={lane}>{laneTitles[lane]}</th>
            ))}
            <th>Audit period</th>
            <th>Lapses</th>
            <th>Checks</th>
            <th>Maturity</th>
            <th>Tasks</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr
              key={line.control}
              data-link
              tabIndex={0}
              onClick={() => open(line.control)}
              onKeyDown={(event) => event.key === 'Enter' && event.target === event.currentTarget && open(line.control)}
            >
              <td style={{ minWidth: '13rem' }}>
                <Reference id={line.control} /> {line.title}
                {line.applicable === false ? (
                  <span className="quiet"> (excluded)</span>
                ) : line.applicable === null ? (
                  <span className="quiet"> (undecided)</span>
                ) : (
                  ''
                )}
              </td>
              <td>
                <Mark status={line.status} />
              </td>
              <td style={{ minWidth: '7rem' }}>{line.owner ? (names.get(line.owner) ?? line.owner) : <span className="quiet">nobody</span>}</td>
              {(['exists', 'works', 'applied'] as const).map((lane) => {
                const { state, count, newest } = line.lanes[lane]!;
                return (
                  <td key={lane} className="nowrap" title={newest ? `Newest: ${dayInWords(newest)} (${counted(newest)})` : 'Nothing shown'}>
                    <Sign mark={states[state]} words={false} /> {count > 0 ? count.toLocaleString('en') : ''}
                  </td>
                );
              })}
              <td>
                <Group gap={6} wrap="nowrap">
                  <Strip stretches={line.stretches} period={period} />
                  <span className="nowrap">{percent(line.share)}</span>
                </Group>
              </td>
              <td className="nowrap">
                {line.state === 'gap' ? (
                  <span className="quiet">–</span>
                ) : line.lapsesOn === null ? (
                  <span className="quiet">no end</span>
                ) : (
                  <span title={dayInWords(line.lapsesOn)}>
                    {line.state === 'stale' ? '◐ ' : ''}
                    {counted(line.lapsesOn)}
                  </span>
                )}
              </td>
              <td className="nowrap">
                {(['pass', 'fail', 'unknown'] as const).map((outcome) =>
                  line.checks[outcome] > 0 ? (
                    <span key={outcome} style={{ marginRight: 8 }}>
                      <Sign mark={outcomeMarks[outcome]} words={false} /> {line.checks[outcome]}
                    </span>
                  ) : null,
                )}
              </td>
              <td className="nowrap">{line.maturity === null ? <span className="quiet">–</span> : `${line.maturity} of 5`}</td>
              <td>
                {line.openTasks > 0 && (
                  <Anchor
                    component={Link}
                    to={`/o/${slug}/controls/${line.control}` as never}
                    hash="tasks"
                    onClick={(event) => event.stopPropagation()}
                  >
                    {line.openTasks}
                  </Anchor>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
