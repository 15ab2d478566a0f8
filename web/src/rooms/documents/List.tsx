import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useSearch } from '@tanstack/react-router';
import { DocumentShown } from '../../../../src/isms/documents/contract.ts';
import { documents } from '../../../../src/isms/documents/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { useNames } from '../../parts/options.ts';
import { Loaded, Mark } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { counted, dayInWords, plural, sentence } from '../../words.ts';
import { useDocuments, type DocumentRow } from './data.ts';
import { documentGroups } from './form.ts';
import { Bar } from './Bar.tsx';

/** All documents: where each stands, what it waits for, who has read it. */
export function DocumentList() {
  const { slug } = useHere();
  const all = useDocuments();
  const owners = useNames('people');
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const count = (fits: (row: DocumentRow) => boolean) => all.data?.items.filter(fits).length;
  return (
    <Stack gap="xl">
      <RegisterList
        register={documents}
        operations={(c) => c.documents.documents}
        shown={DocumentShown}
        page={(id) => `/o/${slug}/document/${id}`}
        groups={documentGroups}
        filters={['type', 'state', 'owner', 'classification']}
        chips={[
          { title: 'Waits for approval', field: 'next', value: 'in-review', count: count(({ next }) => next === 'in-review') },
          { title: 'Review overdue', field: 'reviewOverdue', value: 'true', count: count(({ reviewOverdue }) => reviewOverdue) },
          { title: 'Outdated', field: 'outdated', value: 'true', count: count(({ outdated }) => outdated) },
          { title: 'Late readers', field: 'overdueReaders', value: '1..', count: count(({ overdueReaders }) => (overdueReaders ?? 0) > 0) },
        ]}
        emptyActions={
          <>
            <Button variant="light" component={Link} to={`/o/${slug}/documents/templates` as never}>
              Begin from templates
            </Button>
            <Button variant="light" component={Link} to={`/o/${slug}/documents/required` as never}>
              See what is required
            </Button>
            <Button variant="light" component={Link} to={`/o/${slug}/documents/bring-in` as never}>
              Bring in what you have
            </Button>
          </>
        }
        actions={
          <>
            <Button variant="default" component={Link} to={`/o/${slug}/documents/templates` as never}>
              From templates
            </Button>
            <Button variant="default" component={Link} to={`/o/${slug}/documents/bring-in` as never}>
              Bring in files
            </Button>
          </>
        }
        columns={[
          {
            field: 'title',
            title: 'Document',
            render: ({ title, type, outdated }: DocumentRow) => (
              <>
                {title}{' '}
                <Text span size="xs" className="quiet">
                  {type === 'external' ? 'from outside' : sentence(type).toLowerCase()}
                </Text>
                {outdated && (
                  <Text span size="xs" c="var(--orange)" title="It would read differently with the facts of today">
                    {' '}
                    ▲ a fact changed
                  </Text>
                )}
              </>
            ),
          },
          { field: 'state', title: 'State', render: (row: DocumentRow) => <State row={row} /> },
          { field: 'reviewDueOn', title: 'Next review', render: (row: DocumentRow) => <Review row={row} /> },
          {
            field: 'owner',
            title: 'Owner',
            render: ({ owner }: DocumentRow) => (owner ? <span className="nowrap">{owners(owner)}</span> : <span className="quiet">nobody</span>),
          },
          { field: 'classification', title: 'Classification', render: ({ classification }: DocumentRow) => sentence(classification) },
          { field: 'haveRead', title: 'Read', render: (row: DocumentRow) => <Read row={row} /> },
        ]}
      />
      <InTexts q={q} />
    </Stack>
  );
}

/** Version in force, and the one at work beside it. */
function State({ row: { state, inForce, next } }: { row: DocumentRow }) {
  return (
    <span className="nowrap">
      <Mark status={state} />
      {inForce !== null && ` v${inForce}`}
      {inForce !== null && next && (
        <Text span size="xs" className="quiet">
          {' '}
          · next: {next === 'in-review' ? 'in review' : next}
        </Text>
      )}
    </span>
  );
}

function Review({ row: { reviewDueOn, reviewOverdue, inForce, reviewMonths } }: { row: DocumentRow }) {
  if (!reviewDueOn) return <span className="quiet">{inForce === null ? '–' : reviewMonths === null ? 'no interval set' : '–'}</span>;
  return (
    <span className="nowrap" title={dayInWords(reviewDueOn)} style={reviewOverdue ? { color: 'var(--red)', fontWeight: 600 } : undefined}>
      {reviewOverdue ? `overdue, ${counted(reviewDueOn)}` : counted(reviewDueOn)}
    </span>
  );
}

function Read({ row: { mustRead, haveRead, overdueReaders, audience, inForce } }: { row: DocumentRow }) {
  if (mustRead === null) return <span className="quiet">{audience === 'nobody' || inForce === null ? '–' : 'not asked yet'}</span>;
  return <Bar done={haveRead ?? 0} of={mustRead} late={overdueReaders ?? 0} width={36} />;
}

/** The same words in the texts of all documents, with the line that fits best. */
function InTexts({ q }: { q: string }) {
  const { slug } = useHere();
  const [sought] = useDebouncedValue(q.trim(), 200);
  const found = useRead(['documents', 'search', sought], (client) => client.documents.search({ q: sought }), { enabled: sought.length > 1 });
  if (sought.length < 2) return null;
  return (
    <section aria-label="Found in the texts">
      <Title order={2} size="h4" mb={4}>
        In the texts
      </Title>
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Text className="quiet">No text says “{sought}”.</Text>
          ) : (
            <>
              <Text size="sm" className="quiet" mb="xs">
                {plural(items.length, 'document')} {items.length === 1 ? 'says' : 'say'} it, best first
              </Text>
              {items.map(({ document, title, version, number, excerpt }) => (
                <div key={version} className="hairline" style={{ padding: '8px 0' }}>
                  <Anchor component={Link} to={`/o/${slug}/document/${document}` as never}>
                    {document} {title}
                  </Anchor>{' '}
                  <Text span size="xs" className="quiet">
                    version {number}
                  </Text>
                  <Text size="sm">
                    <Highlighted text={excerpt} words={sought} />
                  </Text>
                </div>
              ))}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Highlighted({ text, words }: { text: string; words: string }) {
  const parts = words
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return text.split(new RegExp(`(${parts.join('|')})`, 'i')).map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part));
}
