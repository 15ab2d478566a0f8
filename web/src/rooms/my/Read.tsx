import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { Prose } from '../../parts/Text.tsx';
import { counted, dayInWords } from '../../words.ts';
import './my.css';

/** One text that concerns oneself, in the exact version in force; confirmed by its hash. */
export function Read() {
  const { slug } = useHere();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const navigate = useNavigate();
  const text = useRead(['my', 'reading', id], (client) => client.documents.readOne({ id }));
  const confirm = useWrite(
    (client: Client, hash: string) => client.documents.acknowledge({ id, hash }),
    ({ record }) => `Recorded on ${dayInWords(record.at)}: you have read and understood it.`,
    { signed: true },
  );
  return (
    <div className="my">
      <Anchor component={Link} to={`/o/${slug}/my` as never} py="xs" display="inline-block">
        ‹ My page
      </Anchor>
      <Loaded query={text}>
        {({ title, number, blocks, hash, effectiveOn, dueOn, acknowledgedAt, file }) => (
          <Page
            title={title}
            state={`Version ${number}, in force since ${dayInWords(effectiveOn)}${
              acknowledgedAt ? '' : dueOn ? `; please confirm by ${dayInWords(dueOn)} (${counted(dueOn)})` : '; to look things up'
            }.`}
          >
            {file && (
              <Button
                variant="default"
                style={{ alignSelf: 'flex-start' }}
                onClick={() => void download(slug, `/my/reading/${id}/file`).catch(showError)}
              >
                Download {file.name}
              </Button>
            )}
            <Prose blocks={blocks[0]?.kind === 'heading' && blocks[0].level === 1 ? blocks.slice(1) : blocks} level={1} references={false} />
            {acknowledgedAt ? (
              <Alert color="teal" variant="light" title={`You have read and understood version ${number}`}>
                On {dayInWords(acknowledgedAt)}. The record names exactly this {file ? 'file' : 'text'}.
              </Alert>
            ) : (
              dueOn !== null && (
                <Stack gap="xs" pt="md" className="hairline">
                  <Text className="quiet" size="sm">
                    Your name, the moment and the fingerprint of exactly this {file ? 'file' : 'text'} are recorded. Ask before you confirm what you
                    do not understand.
                  </Text>
                  <Button
                    size="lg"
                    loading={confirm.isPending}
                    onClick={() => confirm.mutate(hash, { onSuccess: () => void navigate({ to: `/o/${slug}/my` as never }) })}
                    styles={{ label: { whiteSpace: 'normal' }, root: { height: 'auto', minHeight: 52, paddingBlock: 10 } }}
                  >
                    I have read and understood version&nbsp;{number}
                  </Button>
                  <Text size="xs" className="quiet" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                    SHA-256 {hash}
                  </Text>
                </Stack>
              )
            )}
          </Page>
        )}
      </Loaded>
    </div>
  );
}
