import { Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { IncidentShown } from '../../../../src/isms/operations/incidents/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Comments } from '../../parts/Comments.tsx';
import { History } from '../../parts/History.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { momentInWords } from '../../words.ts';
import { Raise } from '../improvement/Raise.tsx';
import { State } from './signs.tsx';
import { Evidence } from './incident/Evidence.tsx';
import { IncidentFields } from './incident/IncidentFields.tsx';
import { Notices } from './incident/Notices.tsx';
import { Playbook } from './incident/Playbook.tsx';
import { Timeline } from './incident/Timeline.tsx';

const lackWords: Record<string, string> = {
  lead: 'who leads',
  cause: 'how it came about',
  lessons: 'what is learnt',
  notice: 'that somebody was told',
  'personal-data': 'whether personal data is concerned',
  steps: 'steps of the playbook',
  detected: 'when it was noticed',
};

/** One incident, from the report to the lesson. */
export function Incident() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { slug, role } = useHere();
  const incident = useRead<IncidentShown>(['incidents', id], (client) => client.operations.incidents.get({ id }), { refetchInterval: 60_000 });
  const [reopening, setReopening] = useState(false);
  const [because, setBecause] = useState('');
  const close = useWrite(
    (client: Client) => client.operations.incidents.close({ id }),
    () => 'Closed.',
    { signed: true },
  );
  const reopen = useWrite(
    (client: Client) => client.operations.incidents.reopen({ id, because }),
    () => 'Open again.',
    { signed: true },
  );
  const keeps = may(role as Role, 'keep the registers of operations');
  return (
    <Loaded query={incident}>
      {(data) => {
        const open = data.closedAt === null;
        return (
          <Page
            title={`${data.id} ${data.title}`}
            state={
              <>
                <State of="severity" at={data.severity} /> · <State of="incident" at={data.state} /> {data.exercise && '· an exercise '}
                {data.detectedAt && `· noticed ${momentInWords(data.detectedAt)} `}
                {data.closedAt && `· closed ${momentInWords(data.closedAt)} by ${data.closedBy}`}
              </>
            }
            actions={
              <>
                <Button variant="default" component={Link} to={`/o/${slug}/operations/incidents` as never}>
                  All incidents
                </Button>
                {!data.exercise && (
                  <Raise
                    from={{
                      title: data.title,
                      statement: [data.description, data.impact].filter(Boolean).join('\n\n'),
                      subjects: data.controls,
                      source: 'incident',
                      sourceRecord: data.id,
                    }}
                  />
                )}
                {keeps && open && (
                  <Button loading={close.isPending} onClick={() => close.mutate(undefined)}>
                    Close the {data.exercise ? 'exercise' : 'incident'}
                  </Button>
                )}
                {keeps && !open && (
                  <Button variant="default" onClick={() => setReopening(true)}>
                    Open it again
                  </Button>
                )}
              </>
            }
          >
            {data.lacks.length > 0 && <Text>It lacks {data.lacks.map((each) => lackWords[each]).join(', ')}.</Text>}
            <div className="side-by-side incident">
              <Stack gap="lg">
                <Notices incident={data} writes={keeps && open} />
                <Timeline incident={data} writes={keeps} />
                <Evidence incident={data} writes={keeps && open} />
              </Stack>
              <Stack gap="lg">
                <Playbook incident={data} writes={keeps && open} />
                <IncidentFields incident={data} writes={keeps && open} />
                <details>
                  <summary>History and comments</summary>
                  <History register="incidents" record={id} />
                  <Comments register="incidents" record={id} />
                </details>
              </Stack>
            </div>
            <Modal opened={reopening} onClose={() => setReopening(false)} title="Open it again">
              <Stack gap="sm">
                <Textarea label="Why" autosize minRows={2} value={because} onChange={(event) => setBecause(event.currentTarget.value)} />
                <Button
                  disabled={because.trim() === ''}
                  loading={reopen.isPending}
                  onClick={() => reopen.mutate(undefined, { onSuccess: () => setReopening(false) })}
                >
                  Open it again
                </Button>
              </Stack>
            </Modal>
          </Page>
        );
      }}
    </Loaded>
  );
}
