import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { documentTypes } from '../../../../src/isms/documents/model.ts';
import type { BroughtInShown } from '../../../../src/isms/documents/contract.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Page } from '../../parts/Page.tsx';
import { UploadArea, UploadList, useUploads } from '../../parts/Upload.tsx';
import { plural, sentence } from '../../words.ts';

type Choice = Partial<Pick<BroughtInShown, 'title' | 'type' | 'document'>> & { as?: 'file' | 'text'; out?: boolean };

/** Policies and procedures that exist already come in, many at once: first as a table to look at and correct, then in one step. */
export function BringIn() {
  const { client, slug, role } = useHere();
  const navigate = useNavigate();
  const { uploads, add, again, remove, clear } = useUploads();
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const arrived = uploads.flatMap(({ uploaded, path }) => (uploaded ? [{ upload: uploaded.id, path }] : []));
  const preview = useQuery({
    queryKey: [slug, 'bring-in', ...arrived.map(({ upload }) => upload)],
    queryFn: () => client.documents.previewBringIn({ uploads: arrived }),
    enabled: arrived.length > 0,
    placeholderData: (before) => before,
  });
  const documents = useRead(['documents', 'titles'], (c) => c.documents.documents.list({ limit: 1000 }));
  const items = (preview.data?.items ?? []).map((item) => {
    const choice = choices[item.upload] ?? {};
    return { ...item, ...choice, as: choice.as ?? ('file' as const), out: choice.out ?? item.known !== null };
  });
  const taken = items.filter(({ out }) => !out);
  const blocked = taken.filter((item) => item.document !== null && item.openVersion !== null);
  const run = useWrite(
    (c: Client, _input: undefined) =>
      c.documents.bringIn({
        items: taken.map(({ upload, document, title, type, fulfils, controls, as }) => ({ upload, document, title, type, fulfils, controls, as })),
      }),
    ({ documents: made, versions }) =>
      `${plural(made.length, 'document')} begun${versions.length > made.length ? `, ${plural(versions.length - made.length, 'next version')} started` : ''}.`,
  );
  const choose = (upload: string, change: Choice) => setChoices((all) => ({ ...all, [upload]: { ...all[upload], ...change } }));
  const back = () => void navigate({ to: `/o/${slug}/documents` as never });

  if (!may(role as Role, 'write documents') || !may(role as Role, 'upload files'))
    return (
      <Page title="Bring in documents" state="Your role reads documents and does not write them.">
        <Empty title="Ask an ISMS manager or a contributor to bring them in." />
      </Page>
    );
  return (
    <Page
      title="Bring in documents"
      state="Policies and procedures you already have, as they are. Nothing is changed before you have looked at the table."
      actions={
        <Button
          disabled={
            taken.length === 0 ||
            blocked.length > 0 ||
            taken.some(({ title }) => title.trim() === '') ||
            uploads.some(({ state }) => state === 'sending')
          }
          loading={run.isPending}
          onClick={() =>
            run.mutate(undefined, {
              onSuccess: () => {
                clear();
                back();
              },
            })
          }
        >
          Bring in {taken.length > 0 ? plural(taken.length, 'document') : 'documents'}
        </Button>
      }
    >
      <UploadArea
        add={add}
        title="Drop files here, paste them, or choose them"
        hint="DOCX, ODT, PDF, Markdown and plain text. The file is kept byte for byte; its text is read for search and for the checks."
        accept={['.docx', '.odt', '.pdf', '.md', '.markdown', '.txt']}
      />
      <UploadList uploads={uploads} again={again} remove={remove} />
      {preview.error && (
        <Text role="alert">
          ■ {preview.error.message}{' '}
          <Button size="compact-xs" variant="default" onClick={() => void preview.refetch()}>
            Try again
          </Button>
        </Text>
      )}
      {items.length > 0 && (
        <Stack gap="xs">
          <Text role="status">
            {plural(taken.length, 'file')} to bring in, {items.length - taken.length} left out.
            {blocked.length > 0 &&
              ` ■ ${plural(blocked.length, 'document')} has a version at work: finish or discard it first, or leave the file out.`}
          </Text>
          <div className="scroll" tabIndex={0} role="region" aria-label="Files to bring in">
            <table className="grid-table" style={{ minWidth: 1120 }}>
              <thead>
                <tr>
                  <th>File</th>
                  <th>Title</th>
                  <th>Type</th>
                  <th>Becomes</th>
                  <th>Kept as</th>
                  <th>What the checks find</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <Row key={item.upload} item={item} documents={documents.data?.items ?? []} choose={(change) => choose(item.upload, change)} />
                ))}
              </tbody>
            </table>
          </div>
        </Stack>
      )}
    </Page>
  );
}

function Row({
  item,
  documents,
  choose,
}: {
  item: BroughtInShown & { as: 'file' | 'text'; out: boolean };
  documents: { id: string; title: string }[];
  choose(change: Choice): void;
}) {
  const name = item.path || item.file.name;
  return (
    <tr style={item.out ? { opacity: 0.6 } : undefined}>
      <td style={{ overflowWrap: 'anywhere', minWidth: 160, maxWidth: 220 }}>
        {name}
        <div className="quiet">
          {plural(item.words, 'word')}
          {item.pages !== null && `, ${plural(item.pages, 'page')}`}
        </div>
      </td>
      <td>
        <TextInput
          size="xs"
          miw={180}
          aria-label={`Title of ${name}`}
          value={item.title}
          disabled={item.out || item.document !== null}
          error={!item.out && item.title.trim() === ''}
          onChange={(event) => choose({ title: event.currentTarget.value })}
        />
      </td>
      <td>
        <Select
          size="xs"
          w={120}
          aria-label={`Type of ${name}`}
          disabled={item.out || item.document !== null}
          allowDeselect={false}
          data={documentTypes.map((type) => ({ value: type, label: type === 'external' ? 'From outside' : sentence(type) }))}
          value={item.type}
          onChange={(type) => type && choose({ type: type as BroughtInShown['type'] })}
        />
      </td>
      <td>
        <Select
          size="xs"
          w={220}
          aria-label={`What ${name} becomes`}
          disabled={item.out}
          searchable
          allowDeselect={false}
          data={[
            { value: '', label: 'A new document' },
            ...documents.map(({ id, title }) => ({ value: id, label: `Next version of ${id} ${title}` })),
          ]}
          value={item.document ?? ''}
          onChange={(id) => choose({ document: id || null })}
        />
        {item.document === null && item.fulfils.length > 0 && <div className="quiet">Fulfils {item.fulfils.join(', ')}</div>}
      </td>
      <td>
        <SegmentedControl
          size="xs"
          aria-label={`How ${name} is kept`}
          disabled={item.out || item.words === 0}
          value={item.as}
          onChange={(as) => choose({ as: as as 'file' | 'text' })}
          data={[
            { value: 'file', label: 'File' },
            { value: 'text', label: 'Text to edit' },
          ]}
        />
      </td>
      <td>
        {item.problem && <div>◇ {item.problem}</div>}
        {item.known !== null && <div>– This very file is there already ({item.known}).</div>}
        {item.document !== null && item.openVersion !== null && <div>■ Version {item.openVersion} is at work.</div>}
        {item.checks.map(({ check, text, sentences, remedy }) => (
          <details key={check}>
            <summary>◇ {text}</summary>
            <ul style={{ margin: '4px 0', paddingLeft: 18 }}>
              {sentences.slice(0, 5).map((each, index) => (
                <li key={index} className="quiet">
                  {each.slice(0, 200)}
                </li>
              ))}
            </ul>
            <div className="quiet">{remedy}</div>
          </details>
        ))}
        {!item.problem && item.checks.length === 0 && <span className="quiet">● Nothing</span>}
      </td>
      <td>
        <Group gap={4} wrap="nowrap">
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => choose({ out: !item.out })}
            aria-label={`${item.out ? 'Take' : 'Leave out'} ${name}`}
          >
            {item.out ? 'Take' : 'Leave out'}
          </Button>
        </Group>
      </td>
    </tr>
  );
}
