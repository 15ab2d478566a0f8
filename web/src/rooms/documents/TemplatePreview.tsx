import { Alert, Anchor, Button, Drawer, Group, Stack, Text } from '@mantine/core';
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
  const blank = (path: string) => {
    const fact = facts.get(path);
    return fact ? (
      <Anchor inherit component={Link} to={`/o/${slug}/${fact.room}` as never}>
        {fact.title}: not known
      </Anchor>
    ) : (
      path
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
            <Alert variant="light" color="orange" title={`${plural(blanks.length, 'fact')} ${blanks.length === 1 ? 'is' : 'are'} not known yet`}>
              <ul style={{ margin: 0, paddingLeft: '1.2em' }}>
                {blanks.map(({ path }) => (
                  <li key={path}>{blank(path)}</li>
                ))}
              </ul>
            </Alert>
          )}
          <Prose blocks={blocks} blank={blank} />
        </Stack>
      )}
    </Loaded>
  );
}
