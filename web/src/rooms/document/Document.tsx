import './document.css';
import { ActionIcon, Alert, Button, Group, Select, Stack, Tabs, Text, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { FromFile } from './FromFile.tsx';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Comments } from '../../parts/Comments.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { History } from '../../parts/History.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { useNames } from '../../parts/options.ts';
import { counted, dayInWords, plural, sentence } from '../../words.ts';
import { Actions } from './Actions.tsx';
import { Changes, ChangedSentences } from './Changes.tsx';
import { Checks } from './Checks.tsx';
import { Claims } from './Claims.tsx';
import { Details } from './Details.tsx';
import { Reading } from './Reading.tsx';
import { useRemarks } from './Remarks.tsx';
import { GoContext, stateSigns, stateWords, type DocumentOf, type Summary, type Version } from './shared.ts';
import { DraftText, FrozenText, VersionTable } from './Text.tsx';
import { useDraft } from './useDraft.ts';

/** One document: its text, what the checks say, who signs, who has read it. */
export function Document() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { version: wanted } = useSearch({ strict: false }) as { version?: string };
  const document = useRead(['documents', id], (client) => client.documents.documents.get({ id }));
  const versions = useRead(['documents', id, 'versions'], (client) => client.documents.versions({ id }));
  const list = versions.data?.items ?? [];
  const current =
    list.find((each) => each.id === wanted) ??
    list.find(({ status }) => status === 'draft' || status === 'in-review' || status === 'approved') ??
    list.find((each) => each.number === document.data?.inForce) ??
    list[0];
  return (
    <Loaded query={document}>
      {(found) => (
        <Loaded query={versions}>
          {({ items }) =>
            current ? <OfVersion key={current.id} document={found} versions={items} id={current.id} /> : <Unwritten document={found} />
          }
        </Loaded>
      )}
    </Loaded>
  );
}

function OfVersion({ document, versions, id }: { document: DocumentOf; versions: Summary[]; id: string }) {
  const version = useRead(['document-version', id], (client) => client.documents.version({ id }));
  return <Loaded query={version}>{(found) => <Opened document={document} versions={versions} version={found} />}</Loaded>;
}

/** Leads to a part of the page, or another version, by the address. */
function useAddress() {
  const { tab = 'text' } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  return {
    tab,
    go: (next: { tab?: string; version?: string }) =>
      void navigate({ to: '.', search: ((old: object) => ({ ...old, ...next })) as never, replace: true }),
  };
}

function Opened({ document, versions, version }: { document: DocumentOf; versions: Summary[]; version: Version }) {
  const { role } = useHere();
  const { tab, go } = useAddress();
  const { draft, state } = useDraft(version);
  const writes = may(role as Role, 'write documents');
  const remarks = useRemarks(version.id);
  const findings = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const claims = useRead(['claims'], (client) => client.documents.claims());
  const open = version.checks.filter(({ excuse }) => excuse === null).length;
  const own = claims.data?.items.filter((each) => each.document === document.id) ?? [];
  const editing = version.status === 'draft' && writes && version.file === null;
  const tabs: [id: string, title: string, content: () => ReactNode][] = [
    [
      'text',
      'Text',
      () =>
        editing ? (
          <Stack>
            <ChangeNote version={version} />
            <DraftText version={version} draft={draft} state={state} />
            <VersionTable versions={versions} />
          </Stack>
        ) : (
          <FrozenText version={version} versions={versions} />
        ),
    ],
    ['checks', open > 0 ? `Checks (${open})` : 'Checks', () => <Checks version={version} />],
    [
      'changes',
      version.changed.length > 0 ? `Changes (${version.changed.length})` : 'Changes',
      () => <Changes document={document} version={version} versions={versions} />,
    ],
    ['reading', 'Reading', () => <Reading document={document} versions={versions} />],
    ['claims', own.length > 0 ? `Claims (${own.length})` : 'Claims', () => <Claims document={document} />],
    ['details', 'Details', () => <Details document={document} />],
    ['history', 'History', () => <BothHistories document={document} version={version} />],
    ['comments', 'Comments', () => <Comments register="documents" record={document.id} />],
  ];
  const remarked = remarks.data?.open ?? 0;
  return (
    <GoContext.Provider value={(next) => go({ tab: next })}>
      <Page
        title={document.title}
        state={stateOf(document, version)}
        actions={<Actions document={document} versions={versions} version={version} draft={draft} />}
      >
        <Facts document={document} version={version} versions={versions} onVersion={(next) => go({ version: next })} remarked={remarked} />
        <AuditorSays
          findings={
            findings.data?.findings.filter(({ records }) =>
              records.some(
                ({ register, id }) =>
                  (register === 'documents' && id === document.id) || (register === 'document-versions' && versions.some((each) => each.id === id)),
              ),
            ) ?? []
          }
        />
        {version.changed.length > 0 && tab === 'text' && version.status === 'effective' && (
          <Alert
            variant="outline"
            color="yellow"
            title={`Facts have changed: ${plural(version.changed.length, 'sentence')} would read differently today`}
          >
            <ChangedSentences pairs={version.changed.slice(0, 2)} />
            <Button size="compact-sm" variant="subtle" onClick={() => go({ tab: 'changes' })}>
              See before and after
            </Button>
          </Alert>
        )}
        <Tabs value={tab} onChange={(next) => next && go({ tab: next })} keepMounted={false}>
          <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }}>
            {tabs.map(([id, title]) => (
              <Tabs.Tab key={id} value={id} style={{ whiteSpace: 'nowrap' }}>
                {title}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {tabs.map(([id, , content]) => (
            <Tabs.Panel key={id} value={id}>
              {tab === id && content()}
            </Tabs.Panel>
          ))}
        </Tabs>
      </Page>
    </GoContext.Provider>
  );
}

/** Where it stands, in one sentence. */
function stateOf(document: DocumentOf, version: Version): string {
  const at =
    version.status === 'draft'
      ? `Version ${version.number} is being written, last by ${version.authorName}.`
      : version.status === 'in-review'
        ? `Version ${version.number} waits for approval since ${dayInWords(version.submittedAt)}.`
        : version.status === 'effective'
          ? `Version ${version.number} is in force ${document.inForce === version.number ? 'since' : 'from'} ${dayInWords(version.effectiveOn)}.`
          : `Version ${version.number} is ${stateWords[version.status]}.`;
  const inForce = document.inForce !== null && document.inForce !== version.number ? ` Version ${document.inForce} is in force.` : '';
  const review = document.reviewDueOn
    ? ` ${document.reviewOverdue ? 'Its review was due' : 'Next review'} on ${dayInWords(document.reviewDueOn)} (${counted(document.reviewDueOn)}).`
    : '';
  return `${at}${inForce}${review}`;
}

function Facts({
  document,
  version,
  versions,
  onVersion,
  remarked,
}: {
  document: DocumentOf;
  version: Version;
  versions: Summary[];
  onVersion(id: string): void;
  remarked: number;
}) {
  const people = useNames('people');
  return (
    <Group gap="lg" align="center" className="document-facts">
      <Select
        aria-label="Version"
        size="xs"
        w={250}
        allowDeselect={false}
        value={version.id}
        onChange={(id) => id && onVersion(id)}
        data={versions.map((each) => ({ value: each.id, label: `${stateSigns[each.status]} Version ${each.number}, ${stateWords[each.status]}` }))}
      />
      <Text size="sm">
        <span className="quiet">Owner</span> {document.owner ? people(document.owner) : 'nobody yet'}
      </Text>
      <Text size="sm">
        <span className="quiet">Approval</span>{' '}
        {version.approvers.length === 0
          ? version.approvals.length > 0
            ? version.approvals.map(({ name, at }) => `● ${name}, ${dayInWords(at)}`).join('; ')
            : 'top management, nobody is named'
          : version.approvers.map(({ person, name, approved }, index) => (
              <span key={person}>
                {index > 0 ? ', ' : ''}
                <span aria-hidden>{approved ? '● ' : '○ '}</span>
                {name}
                <span className="quiet">
                  {approved
                    ? ` signed ${dayInWords(version.approvals.find((each) => each.person === person)?.at)}`
                    : version.status === 'in-review'
                      ? ' has not signed'
                      : ''}
                </span>
              </span>
            ))}
      </Text>
      <Text size="sm">
        <span className="quiet">Classification</span> {sentence(document.classification)}
      </Text>
      {remarked > 0 && <Text size="sm">{plural(remarked, 'open remark')}</Text>}
      <Neighbours id={document.id} />
    </Group>
  );
}

/** The document before and after, by keys too. */
function Neighbours({ id }: { id: string }) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const all = useRead(['documents', 'ids'], (client) => client.documents.documents.list({ limit: 1000 }));
  const ids = all.data?.items.map((each) => each.id) ?? [];
  const at = ids.indexOf(id);
  const move = (step: number) => {
    const next = ids[at + step];
    if (at !== -1 && next) void navigate({ to: `/o/${slug}/document/${next}` as never });
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
  ]);
  return (
    <Group gap={4} className="no-print">
      <ActionIcon variant="default" aria-label="Previous document (k)" disabled={at <= 0} onClick={() => move(-1)}>
        ↑
      </ActionIcon>
      <ActionIcon variant="default" aria-label="Next document (j)" disabled={at === -1 || at >= ids.length - 1} onClick={() => move(1)}>
        ↓
      </ActionIcon>
    </Group>
  );
}

function ChangeNote({ version }: { version: Version }) {
  const save = useWrite(
    (client: Client, changeNote: string) => client.documents.edit({ id: version.id, changeNote }),
    () => 'Saved.',
    { signed: true },
  );
  return (
    <TextInput
      label="What changed and why"
      description={version.number === 1 ? 'For the version table; a first version needs none' : 'For the version table'}
      key={version.changeNote}
      defaultValue={version.changeNote}
      onBlur={(event) => event.currentTarget.value !== version.changeNote && save.mutate(event.currentTarget.value)}
    />
  );
}

function BothHistories({ document, version }: { document: DocumentOf; version: Version }) {
  const { role } = useHere();
  if (!may(role as Role, 'read the ledger')) return <Text className="quiet">The ledger is read by managers, auditors and top management.</Text>;
  return (
    <Stack>
      <Text fw={600}>Version {version.number}</Text>
      <History register="document-versions" record={version.id} />
      <Text fw={600}>The document</Text>
      <History register="documents" record={document.id} />
    </Stack>
  );
}

/** Nothing is written yet: the ways in. */
function Unwritten({ document }: { document: DocumentOf }) {
  const { role } = useHere();
  const { tab } = useAddress();
  const writes = may(role as Role, 'write documents');
  const start = useWrite(
    (client: Client) => client.documents.start({ id: document.id }),
    () => 'Version 1 is started.',
    { signed: true },
  );
  return (
    <Page
      title={document.title}
      state="Nothing is written yet."
      actions={
        writes && (
          <Button loading={start.isPending} onClick={() => start.mutate(undefined)}>
            Write version 1
          </Button>
        )
      }
    >
      <Stack key={tab}>
        <Group gap="xs">
          <Text size="sm" className="quiet">
            Write it here, or take a file that exists already as its first version. What it is and whom it concerns stands below.
          </Text>
          <Neighbours id={document.id} />
        </Group>
        {writes && <FromFile id={document.id} next={1} />}
        <Details document={document} />
      </Stack>
    </Page>
  );
}
