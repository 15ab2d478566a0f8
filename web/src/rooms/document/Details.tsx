import { Button, Stack, Text } from '@mantine/core';
import { documents } from '../../../../src/isms/documents/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { Fields } from '../../parts/Field.tsx';
import type { DocumentOf } from './shared.ts';

const groups: { title: string; fields: string[] }[] = [
  { title: 'What it is', fields: ['title', 'type', 'purpose', 'classification'] },
  { title: 'Who answers for it', fields: ['owner', 'approvers', 'reviewMonths', 'retentionYears'] },
  { title: 'Who must read it', fields: ['audience', 'audienceTeams', 'audienceRoles'] },
  { title: 'What it answers', fields: ['fulfils', 'controls', 'clauses'] },
];

/** What the register says of the document. */
export function Details({ document }: { document: DocumentOf }) {
  const { role } = useHere();
  const writes = may(role as Role, 'write documents');
  const change = useWrite(
    (client: Client, changes: object) => client.documents.documents.update({ id: document.id, version: document.version, ...changes }),
    () => 'Saved.',
  );
  const archive = useWrite(
    (client: Client) =>
      document.archivedAt ? client.documents.documents.restore({ id: document.id }) : client.documents.documents.archive({ id: document.id }),
    () => (document.archivedAt ? 'Brought back.' : 'Archived.'),
  );
  const hidden = (name: string) =>
    (name === 'audienceTeams' && document.audience !== 'teams') || (name === 'audienceRoles' && document.audience !== 'roles');
  return (
    <Stack gap="md" maw={720}>
      {groups.map(({ title, fields }) => (
        <Stack key={title} gap="sm" component="section" aria-label={title}>
          <Text fw={600} pt="sm" className="hairline">
            {title}
          </Text>
          <Fields
            of={documents.fields.shape}
            names={fields.filter((name) => !hidden(name))}
            values={document}
            disabled={!writes || document.archivedAt !== null}
            onChange={(changed) => change.mutate(changed)}
          />
        </Stack>
      ))}
      <Text size="sm" className="quiet">
        {document.id}
        {document.template ? `, begun from the template ${document.template}` : ''}
      </Text>
      {writes && (
        <Button w="fit-content" size="xs" variant="default" loading={archive.isPending} onClick={() => archive.mutate(undefined)}>
          {document.archivedAt ? 'Bring back' : 'Archive'}
        </Button>
      )}
    </Stack>
  );
}
