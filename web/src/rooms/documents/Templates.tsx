import { Anchor, Button, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { useSought } from '../../parts/sought.ts';
import { plural } from '../../words.ts';
import { useBegin, useTemplates, type TemplateRow } from './data.ts';
import { TemplatePreview } from './TemplatePreview.tsx';

const types = [
  ['policy', 'Policies'],
  ['procedure', 'Procedures'],
  ['standard', 'Standards'],
  ['plan', 'Plans'],
  ['record', 'Records'],
  ['form', 'Forms'],
] as const;

/** The eight procedures that nearly every organisation needs at work, whatever else it writes. */
const operational = [
  'access-control-policy',
  'acceptable-use-policy',
  'incident-response-procedure',
  'change-management-procedure',
  'business-continuity-plan',
  'supplier-security-procedure',
  'classification-procedure',
  'backup-recovery-procedure',
];

/** The ready texts: what each is for, how it reads with the facts of this organisation, and the way to begin it. */
export function Templates() {
  const { role } = useHere();
  const templates = useTemplates();
  const begin = useBegin();
  const [sought, setSought] = useSought();
  const navigate = useNavigate();
  const { open } = useSearch({ strict: false }) as { open?: string };
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const writes = may(role as Role, 'write documents');
  const go = (id: string | undefined) =>
    void navigate({ to: '.', search: ((old: { q?: string }) => ({ ...(old.q && { q: old.q }), ...(id && { open: id }) })) as never, replace: true });
  return (
    <Loaded query={templates}>
      {({ items }) => {
        const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
        const shown = items.filter(({ title, purpose, controls, clauses }) =>
          words.every((word) => [title, purpose, ...controls, ...clauses].join(' ').toLowerCase().includes(word)),
        );
        const first = operational.filter((id) => items.some((each) => each.id === id && each.used === null));
        const toggle = (id: string) => {
          const next = new Set(chosen);
          if (!next.delete(id)) next.add(id);
          setChosen(next);
        };
        const start = (ids: string[]) => begin.mutate(ids, { onSuccess: () => setChosen(new Set()) });
        return (
          <Stack gap="lg">
            <Text maw={720}>
              {plural(items.length, 'ready text')}, {items.filter(({ used }) => used !== null).length} begun. Each fills itself with your
              organisation’s facts, leaves out what does not concern it, and changes when the facts change.
            </Text>
            <Group gap="xs" className="no-print">
              <TextInput
                aria-label="Search templates"
                placeholder="Search"
                value={sought}
                onChange={(event) => setSought(event.currentTarget.value)}
                w={220}
              />
              {writes && (
                <Group gap="xs" ml="auto">
                  {chosen.size > 0 && (
                    <Button loading={begin.isPending} onClick={() => start([...chosen])}>
                      Begin {plural(chosen.size, 'document')}
                    </Button>
                  )}
                  {chosen.size === 0 && first.length > 0 && (
                    <Button
                      loading={begin.isPending}
                      onClick={() => start(first)}
                      title="Access, acceptable use, incidents, changes, continuity, suppliers, classification, backup"
                    >
                      Begin {first.length === operational.length ? `the ${first.length}` : `${first.length} more`} operational{' '}
                      {first.length === 1 ? 'procedure' : 'procedures'}
                    </Button>
                  )}
                </Group>
              )}
            </Group>
            {shown.length === 0 && <Empty title={`No template is about “${sought}”.`} />}
            {types.map(([type, title]) => {
              const own = shown.filter((each) => each.type === type);
              if (own.length === 0) return null;
              return (
                <section key={type} aria-label={title}>
                  <Title order={2} size="h4" mb="xs">
                    {title}{' '}
                    <Text span size="sm" className="quiet">
                      {own.length}
                    </Text>
                  </Title>
                  <ul className="gallery">
                    {own.map((template) => (
                      <Template
                        key={template.id}
                        template={template}
                        writes={writes}
                        chosen={chosen.has(template.id)}
                        onChoose={() => toggle(template.id)}
                        onPreview={() => go(template.id)}
                      />
                    ))}
                  </ul>
                </section>
              );
            })}
            <TemplatePreview
              template={items.find(({ id }) => id === open)}
              onClose={() => go(undefined)}
              onBegin={writes ? (id) => start([id]) : undefined}
            />
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** A card names clauses; their single requirements stand in the document. */
const clauseOf = (requirement: string) => requirement.replace(/-.*$/, '');

function Template({
  template: { id, title, purpose, controls, clauses, used },
  writes,
  chosen,
  onChoose,
  onPreview,
}: {
  template: TemplateRow;
  writes: boolean;
  chosen: boolean;
  onChoose(): void;
  onPreview(): void;
}) {
  const { slug } = useHere();
  return (
    <li>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        {writes && !used && <Checkbox aria-label={`Choose ${title}`} checked={chosen} onChange={onChoose} mt={2} />}
        <div style={{ minWidth: 0, flex: 1 }}>
          <Text fw={600}>{title}</Text>
          <Text size="sm">{purpose}</Text>
          <Text size="xs" className="quiet" lineClamp={2} component="div">
            <References ids={[...new Set(clauses.map(clauseOf)), ...controls]} />
          </Text>
          <Group gap="xs" mt={6}>
            <Button size="compact-sm" variant="default" onClick={onPreview} aria-label={`Preview ${title}`} data-template={id}>
              Preview
            </Button>
            {used && (
              <Anchor size="sm" component={Link} to={`/o/${slug}/document/${used}` as never}>
                Begun as {used}
              </Anchor>
            )}
          </Group>
        </div>
      </Group>
    </li>
  );
}
