import { Anchor, Button, Drawer, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { findingSeverities, findingStatuses, type FindingSeverity } from '../../../../src/isms/scans/model.ts';
import { download, showError, useHere, useRead, type Client } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { dayInWords, plural, sentence } from '../../words.ts';
import { Severity, Status } from './severity.tsx';

type Summary = Awaited<ReturnType<Client['scans']['byControl']>>;
type Finding = Awaited<ReturnType<Client['scans']['finding']>>;
const names = ['severity', 'status', 'state', 'control', 'tool', 'scan', 'rule', 'search'] as const;
type Filter = Partial<Record<(typeof names)[number] | 'open' | 'page', string>>;

const onPage = 100;

/** All findings, a page at a time from the server; the filter stands in the address. */
export function FindingsTable({ summary, moved }: { summary: Summary | null; moved: string }) {
  const { slug } = useHere();
  const search = useSearch({ strict: false }) as Filter;
  const navigate = useNavigate();
  const go = (change: Filter) => void navigate({ to: '.', search: { ...search, page: undefined, ...change } as never });
  const filter = Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, String(search[name])]] : []))) as Record<string, never>;
  const page = Number(search.page ?? 0);
  const findings = useRead(
    ['findings', filter, page, moved],
    (client) => client.scans.findings({ ...filter, limit: onPage, offset: page * onPage }),
    { placeholderData: keepPreviousData },
  );
  const choice = (name: (typeof names)[number], label: string, data: { value: string; label: string }[]) => (
    <Select
      size="xs"
      label={label}
      placeholder="All"
      clearable
      searchable={data.length > 8}
      data={data}
      value={search[name] ?? null}
      onChange={(value) => go({ [name]: value ?? undefined })}
      w={170}
    />
  );
  const words = (list: readonly string[]) => list.map((value) => ({ value, label: sentence(value) }));
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs">
        <TextInput
          size="xs"
          label="Search"
          placeholder="Rule, title or resource"
          key={search.search ?? ''}
          defaultValue={search.search ?? ''}
          onKeyDown={(event) => event.key === 'Enter' && go({ search: event.currentTarget.value || undefined })}
          onBlur={(event) => (event.currentTarget.value || undefined) !== search.search && go({ search: event.currentTarget.value || undefined })}
        />
        {choice('status', 'Status', words(findingStatuses))}
        {choice('severity', 'Severity', words(findingSeverities))}
        {choice(
          'control',
          'Control',
          (summary?.items ?? []).map(({ control, failing }) => ({
            value: control ?? 'none',
            label: `${control ?? 'No control'} (${failing} fail)`,
          })),
        )}
        {choice(
          'tool',
          'Tool',
          (summary?.tools ?? []).map(({ tool }) => ({ value: tool, label: tool })),
        )}
        {choice('state', 'State', [
          { value: 'resolved', label: 'Resolved' },
          { value: 'all', label: 'Open and resolved' },
        ])}
        {(['scan', 'rule'] as const).map((name) =>
          search[name] ? (
            <Button key={name} size="xs" variant="default" onClick={() => go({ [name]: undefined })}>
              {sentence(name)} {search[name]} ✕
            </Button>
          ) : null,
        )}
        <Button size="xs" variant="default" onClick={() => void download(slug, `/findings/export?${new URLSearchParams(filter)}`).catch(showError)}>
          Export CSV
        </Button>
      </Group>
      <Loaded query={findings}>
        {({ items, total }) => (
          <>
            <Text size="sm" className="quiet" role="status">
              {total === 0
                ? 'Nothing matches.'
                : `${plural(total, 'finding')}${total > onPage ? `, ${page * onPage + 1} to ${page * onPage + items.length} shown` : ''}.`}
            </Text>
            {items.length > 0 && (
              <div className="scroll" tabIndex={0} role="region" aria-label="Findings">
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>Status</th>
                      <th>Severity</th>
                      <th>Finding</th>
                      <th>Resource</th>
                      <th>Controls</th>
                      <th>First seen</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((each) => (
                      <tr key={each.fingerprint}>
                        <td>
                          <Status of={each.status} />
                        </td>
                        <td>
                          <Severity of={each.severity as FindingSeverity} />
                        </td>
                        <td style={{ minWidth: 260 }}>
                          <Anchor
                            component="button"
                            type="button"
                            inherit
                            ta="left"
                            onClick={() => go({ open: each.fingerprint, page: search.page })}
                          >
                            {each.title}
                          </Anchor>
                          {each.exception && (
                            <span className="quiet"> allowed{each.exception.expiresOn ? ` until ${dayInWords(each.exception.expiresOn)}` : ''}</span>
                          )}
                          {each.resolvedAt && <span className="quiet"> resolved {dayInWords(each.resolvedAt)}</span>}
                        </td>
                        <td style={{ overflowWrap: 'anywhere', minWidth: 180 }}>{each.resource || <span className="quiet">not named</span>}</td>
                        <td>{each.controls.length === 0 ? <span className="quiet">none</span> : <References ids={each.controls.slice(0, 4)} />}</td>
                        <td className="nowrap">{dayInWords(each.firstSeen)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {total > onPage && (
              <Group gap="xs">
                <Button size="xs" variant="default" disabled={page === 0} onClick={() => go({ page: page > 1 ? String(page - 1) : undefined })}>
                  Earlier
                </Button>
                <Button size="xs" variant="default" disabled={(page + 1) * onPage >= total} onClick={() => go({ page: String(page + 1) })}>
                  Later
                </Button>
              </Group>
            )}
          </>
        )}
      </Loaded>
      <Drawer opened={Boolean(search.open)} onClose={() => go({ open: undefined, page: search.page })} position="right" size="lg" title="Finding">
        {search.open && <OneFinding fingerprint={search.open} />}
      </Drawer>
    </Stack>
  );
}

function OneFinding({ fingerprint }: { fingerprint: string }) {
  const finding = useRead(['findings', 'one', fingerprint], (client) => client.scans.finding({ fingerprint }));
  return <Loaded query={finding}>{(found) => <Details finding={found} />}</Loaded>;
}

function Details({ finding }: { finding: Finding }) {
  const rows: [string, React.ReactNode][] = [
    ['Status', <Status key="status" of={finding.status} />],
    ['Severity', <Severity key="severity" of={finding.severity} />],
    ['Rule', finding.rule],
    ['Tool', finding.tool],
    ['Scanned', finding.scope || 'The file does not say'],
    ['Resource', [finding.resource, finding.resourceType].filter(Boolean).join(' · ')],
    ['Region', finding.region],
    ['Controls', finding.controls.length === 0 ? 'Maps to no control' : <References key="controls" ids={finding.controls} />],
    ['First seen', dayInWords(finding.firstSeen)],
    ['Last seen', `${dayInWords(finding.lastSeen)}, in ${finding.scan}`],
    ['Resolved', finding.resolvedAt ? `${dayInWords(finding.resolvedAt)}: a later scan no longer reports it` : ''],
    ['Allowed', finding.exception ? `${finding.exception.reason} (${finding.exception.id})` : ''],
    ['What to do', finding.remediation],
  ];
  return (
    <Stack gap="sm">
      <Text fw={600}>{finding.title}</Text>
      {finding.message !== finding.title && <Text size="sm">{finding.message}</Text>}
      <dl style={{ display: 'grid', gridTemplateColumns: 'minmax(90px, auto) 1fr', gap: '6px 16px', margin: 0 }}>
        {rows.map(
          ([title, value]) =>
            value !== '' && (
              <div key={title} style={{ display: 'contents' }}>
                <dt className="quiet">{title}</dt>
                <dd style={{ margin: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {finding.url && (
        <Anchor href={finding.url} target="_blank" rel="noreferrer noopener" size="sm">
          What the tool says of it
        </Anchor>
      )}
    </Stack>
  );
}
