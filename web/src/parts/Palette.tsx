import { Spotlight, spotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { account, useHere, useRead } from '../client.tsx';

interface Found {
  id: string;
  label: string;
  description: string;
  room: string;
  search?: Record<string, string>;
}

/** Opens a page, a record, a control or a clause by its name or number. Records are searched for on the server: a register may be long. */
export function Palette({ pages }: { pages: { to: string; title: string }[] }) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [sought] = useDebouncedValue(typed.trim(), 150);
  const controls = useQuery({ queryKey: ['standard', 'controls'], queryFn: () => account.standard.controls(), staleTime: Infinity });
  const clauses = useQuery({ queryKey: ['standard', 'clauses'], queryFn: () => account.standard.clauses(), staleTime: Infinity });
  const records = useRead(
    ['palette', sought],
    async (client) => {
      const input = { search: sought, limit: 5 };
      const [risks, assets, systems, suppliers, people, documents, evidence, connections] = await Promise.all([
        client.risk.risks.list(input),
        client.assets.list(input),
        client.context.systems.list(input),
        client.context.suppliers.list(input),
        client.people.people.list(input),
        client.documents.documents.list(input),
        client.controls.evidence.list(input),
        client.collectors.connections(),
      ]);
      return [
        ...documents.items.map(({ id, title }): Found => ({ id, label: `${id} ${title}`, description: 'Document', room: `document/${id}` })),
        ...risks.items.map(({ id, title }): Found => ({ id, label: `${id} ${title}`, description: 'Risk', room: 'risks', search: { open: id } })),
        ...evidence.items.map(({ id, title }): Found => ({
          id,
          label: `${id} ${title}`,
          description: 'Evidence',
          room: 'evidence',
          search: { open: id },
        })),
        ...connections.items
          .filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(sought.toLowerCase()))
          .map(({ id, title }): Found => ({ id, label: `${id} ${title}`, description: 'Connection', room: `connections/${id}` })),
        ...[
          { items: assets.items, description: 'Asset', room: 'risks/assets' },
          { items: systems.items, description: 'System', room: 'context/systems' },
          { items: suppliers.items, description: 'Supplier', room: 'context/suppliers' },
          { items: people.items, description: 'Person', room: 'people' },
        ].flatMap(({ items, description, room }) =>
          items.map(({ id, name }): Found => ({ id, label: `${id} ${name}`, description, room, search: { open: id } })),
        ),
      ];
    },
    { enabled: sought.length > 1 },
  );
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ label, description }: Found) => words.every((word) => `${label} ${description}`.toLowerCase().includes(word));
  const fixed: Found[] = [
    ...pages.map(({ to, title }) => ({ id: `page-${to}`, label: title, description: 'Page', room: to })),
    ...(words.length === 0
      ? []
      : [
          ...(controls.data?.items ?? []).map(({ id, title }) => ({
            id,
            label: `${id} ${title}`,
            description: 'Control of Annex A',
            room: `controls/${id}`,
          })),
          ...(clauses.data?.items ?? []).map(({ clause, title }) => ({
            id: clause,
            label: `${clause} ${title}`,
            description: 'Clause',
            room: 'gap',
            search: { q: clause },
          })),
        ]),
  ].filter(fits);
  const found = [...fixed.filter(({ description }) => description === 'Page'), ...(sought.length > 1 ? (records.data ?? []) : []), ...fixed]
    .filter((each, index, all) => all.findIndex(({ id }) => id === each.id) === index)
    .slice(0, 14);
  const go = ({ room, search = {} }: Found) => {
    spotlight.close();
    void navigate({ to: `/o/${slug}/${room}` as never, search: search as never });
  };
  return (
    <Spotlight.Root query={typed} onQueryChange={setTyped} scrollable maxHeight={480}>
      <Spotlight.Search aria-label="Find" placeholder="A page, a record, a control or clause number" />
      <Spotlight.ActionsList>
        {found.map((each) => (
          <Spotlight.Action key={each.id} label={each.label} description={each.description} onClick={() => go(each)} />
        ))}
        {found.length === 0 && (
          <Spotlight.Empty>{records.isFetching ? 'Looking …' : words.length === 0 ? 'Type a name or number.' : 'Nothing found'}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
