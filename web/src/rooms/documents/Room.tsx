import { Button, Menu } from '@mantine/core';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { Page } from '../../parts/Page.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { plural } from '../../words.ts';
import { Claims } from './Claims.tsx';
import { CommitmentSheet } from './Commitments.tsx';
import { DocumentList } from './List.tsx';
import { Reading } from './Reading.tsx';
import { RequiredDocuments } from './Required.tsx';
import { Templates } from './Templates.tsx';
import { useDocuments, type DocumentRow } from './data.ts';

/** Documented information: clause 7.5, the policy of 5.2, and who has read it (7.3). */
export function Documents() {
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const documents = useDocuments();
  return (
    <Page title="Documents" state={documents.data && stateOf(documents.data.items)} actions={<WholeSet />}>
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'documents') ?? []} />
      <RoomTabs
        room="documents"
        parts={[
          { id: '', title: 'Register', content: <DocumentList /> },
          { id: 'required', title: 'Required', content: <RequiredDocuments /> },
          { id: 'templates', title: 'Templates', content: <Templates /> },
          { id: 'commitments', title: 'Commitments', content: <CommitmentSheet /> },
          { id: 'claims', title: 'Claims and evidence', content: <Claims /> },
          { id: 'reading', title: 'Reading', content: <Reading /> },
        ]}
      />
    </Page>
  );
}

function stateOf(items: DocumentRow[]): string {
  if (items.length === 0) return 'Nothing is written yet.';
  const count = (fits: (each: DocumentRow) => boolean) => items.filter(fits).length;
  const parts = [
    `${count(({ inForce }) => inForce !== null)} in force`,
    ...[
      { found: count(({ next }) => next === 'in-review'), words: 'waiting for approval' },
      { found: count(({ reviewOverdue }) => reviewOverdue), words: 'past the review' },
      { found: count(({ outdated }) => outdated), words: 'outdated by a changed fact' },
      { found: count(({ overdueReaders }) => (overdueReaders ?? 0) > 0), words: 'with late readers' },
    ].flatMap(({ found, words }) => (found > 0 ? [`${found} ${words}`] : [])),
  ];
  return `${plural(items.length, 'document')}, ${parts.join(', ')}.`;
}

function WholeSet() {
  const { slug, role } = useHere();
  if (!may(role as Role, 'export the ISMS')) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">Whole set as ZIP</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All documents in force, as</Menu.Label>
        {[
          ['pdf', 'PDF'],
          ['docx', 'DOCX'],
          ['md', 'Markdown'],
        ].map(([format, title]) => (
          <Menu.Item key={format} onClick={() => void download(slug, `/reports/document-set?format=${format}`).catch(showError)}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
