import { Anchor, Drawer } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { evidence } from '../../../../src/isms/controls/model.ts';
import type { Evidence as Item } from '../../../../src/isms/controls/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { Page } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { dayInWords, plural, sentence } from '../../words.ts';
import { speaksFor } from '../controls/Tables.tsx';
import { Add } from './Add.tsx';
import { About } from './About.tsx';
import { Lapses } from './Lapses.tsx';

/** The register of evidence, and what lapses when (6.2). */
export function Evidence() {
  const { slug, role } = useHere();
  const search = useSearch({ strict: false }) as { add?: string };
  const navigate = useNavigate();
  const items = useRead(['evidence', 'count'], (client) => client.controls.evidence.list({ limit: 1 }));
  const lapses = useRead(['lapses', 'soon'], (client) => client.controls.lapses({}));
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const writes = may(role as Role, 'keep evidence');
  const lapsed = lapses.data?.items.filter(({ days }) => days <= 0).length ?? 0;
  const soon = lapses.data?.items.filter(({ days }) => days > 0 && days <= 30).length ?? 0;
  const adding = (add?: string) =>
    void navigate({
      to: '.',
      search: (old: object) => ({ ...old, add, from: undefined, to: undefined, shows: undefined, supersedes: undefined }) as never,
    });
  return (
    <Page
      title="Evidence"
      state={
        items.data &&
        lapses.data &&
        `${plural(items.data.total, 'item')} of evidence; ${lapsed === 0 ? 'nothing has lapsed' : `${plural(lapsed, 'proof')} ${lapsed === 1 ? 'has' : 'have'} lapsed`}${soon > 0 ? `, ${soon} will within 30 days` : ''}.`
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'evidence') ?? []} />
      <RoomTabs
        room="evidence"
        parts={[
          {
            id: '',
            title: 'Register',
            content: (
              <RegisterList
                register={evidence}
                operations={(client) => client.controls.evidence}
                filters={['kind', 'subjects', 'owner']}
                columns={columns}
                groups={groups}
                about={(row: Item) => <About item={row} />}
                frozen={(row: Item) => row.attestedAt !== null}
                onAdd={() => adding('yes')}
                emptyActions={
                  <Anchor component={Link} to={`/o/${slug}/connections` as never}>
                    Connect a system that collects it
                  </Anchor>
                }
              />
            ),
          },
          { id: 'lapses', title: 'What lapses when', content: <Lapses /> },
        ]}
      />
      <Drawer opened={writes && search.add !== undefined} onClose={() => adding()} position="right" size="xl" title="Add evidence">
        {search.add !== undefined && (
          <Add
            key={search.add}
            onDone={(id) => void navigate({ to: `/o/${slug}/evidence` as never, search: { open: id } as never, replace: true })}
          />
        )}
      </Drawer>
    </Page>
  );
}

const columns = [
  { field: 'title', title: 'Evidence', render: (row: Item) => <span style={{ fontWeight: 500 }}>{row.title}</span> },
  { field: 'subjects', title: 'Controls', render: (row: Item) => <References ids={row.subjects} /> },
  { field: 'kind', title: 'Kind', render: (row: Item) => sentence(row.kind) },
  { field: 'validFrom', title: 'Speaks for', render: (row: Item) => <span className="nowrap">{speaksFor(row)}</span> },
  {
    field: 'files',
    title: 'Files',
    sortable: false as const,
    render: (row: Item) => row.files.length || (row.place ? 'link' : <span className="quiet">–</span>),
  },
  {
    field: 'attestedAt',
    title: 'Attested',
    render: (row: Item) =>
      row.attestedAt ? (
        <span className="nowrap">
          ● {row.attestedByName}, {dayInWords(row.attestedAt)}
        </span>
      ) : (
        <span className="quiet">○ not yet</span>
      ),
  },
];

const groups = [
  { title: '', fields: ['title', 'kind', 'subjects', 'shows', 'note'] },
  { title: 'The time it speaks for', fields: ['validFrom', 'validTo'] },
  { title: 'Where it comes from', fields: ['place', 'source', 'collectedBy', 'owner', 'supersedes'] },
  { title: 'Population behind it', fields: ['population', 'populationCount', 'populationHash'] },
];
