import { Anchor, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useHere, useRead } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { Prose } from '../../parts/Text.tsx';
import { plural } from '../../words.ts';
import { useFacts, type TemplateRow } from './data.ts';

/** How a template reads with the facts of this organisation, and which of them are still open. */
export function TemplatePreview({
  template,
  onClose,
  onBegin,
}: {
  template: TemplateRow | undefined;
  onClose(): void;
  onBegin: ((id: string) => void) | undefined;
}) {
  return (
    <Drawer opened={template !== undefined} onClose={onClose} position="right" size="xl" title={template?.title ?? ''}>
      {template && <Content template={template} onBegin={onBegin} />}
    </Drawer>
  );
}

function Content({ template: { id, used }, onBegin }: { template: TemplateRow; onBegin: ((id: string) => void) | undefined }) {
  const { slug } = useHere();
  const shown = useRead(['documents', 'template', id], (client) => client.documents.template({ id }));
  const facts = new Map((useFacts().data?.items ?? []).map((fact) => [fact.path, fact]));
  const link = (path: string, inText: boolean) => {
    const fact = facts.get(path);
    if (!fact) return path;
    return (
      <Anchor inherit component={Link} to={`/o/${slug}/${fact.room}` as never} title={fact.title}>
        {inText ? 'not known yet' : fact.title}
      </Anchor>
    );
  };
  return (
    <Loaded query={shown}>
      {({ preview: { blocks, blanks } }) => (
        <Stack gap="md">
          <Group gap="xs">
            {used ? (
              <Button component={Link} to={`/o/${slug}/document/${used}` as never}>
                Open {used}
              </Button>
            ) : (
              onBegin && <Button onClick={() => onBegin(id)}>Begin this document</Button>
            )}
            <Text size="sm" className="quiet">
              Filled with the facts of today.
            </Text>
          </Group>
          {blanks.length > 0 && (
            <section aria-label="Not known yet" className="note">
              <Text fw={600} size="sm">
                {plural(blanks.length, 'fact')} {blanks.length === 1 ? 'is' : 'are'} not known yet
              </Text>
              <ul>
                {blanks.map(({ path }) => (
                  <li key={path}>{link(path, false)}</li>
                ))}
              </ul>
            </section>
          )}
          <Prose blocks={blocks} blank={(path) => link(path, true)} />
        </Stack>
      )}
    </Loaded>
  );
}
