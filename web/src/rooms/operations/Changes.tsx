import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ChangeShown, changes } from '../../../../src/isms/operations/changes/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton, Files } from '../../parts/Attach.tsx';
import { useNames } from '../../parts/options.ts';
import { RegisterList } from '../../parts/Register.tsx';
import { dayInWords, sentence } from '../../words.ts';
import { State } from './signs.tsx';

const lackWords: Record<string, string> = {
  approval: 'approval',
  test: 'how it was tested',
  'back-out': 'a way back',
  result: 'its result',
  review: 'a review afterwards',
  implementer: 'who did it',
};

/** Changes to systems (A.8.32). */
export function Changes() {
  const all = useRead(['changes', 'all'], (client) => client.operations.changes.list({ limit: 1000 }));
  const people = useNames('people');
  const count = (test: (each: ChangeShown) => boolean) => all.data?.items.filter(test).length;
  return (
    <RegisterList
      register={changes}
      operations={(c) => c.operations.changes}
      shown={ChangeShown}
      filters={['kind', 'risk', 'state', 'systems']}
      chips={[
        { title: 'Wait for approval', field: 'state', value: 'draft', count: count(({ state }) => state === 'draft') },
        { title: 'Emergencies to be reviewed', field: 'lacks', value: 'review', count: count(({ lacks }) => lacks.includes('review')) },
      ]}
      groups={[
        { title: 'What is changed', fields: ['title', 'kind', 'risk', 'description', 'systems', 'requester'] },
        { title: 'How it is done', fields: ['implementer', 'tested', 'backOut', 'plannedOn'] },
        { title: 'What came of it', fields: ['implementedOn', 'result', 'outcome', 'incident', 'withdrawnOn', 'note'] },
      ]}
      about={(row: ChangeShown) => <Decision key={row.id} change={row} />}
      columns={[
        { field: 'title', title: 'Change', render: (row: ChangeShown) => row.title },
        { field: 'state', title: 'State', render: (row: ChangeShown) => <State of="change" at={row.state} /> },
        {
          field: 'kind',
          title: 'Type and risk',
          render: (row: ChangeShown) => (
            <span className="nowrap">
              {sentence(row.kind)}, {row.risk}
            </span>
          ),
        },
        { field: 'implementer', title: 'Done by', render: (row: ChangeShown) => people(row.implementer) },
        {
          field: 'approvedOn',
          title: 'Approved',
          render: (row: ChangeShown) =>
            row.approvedOn ? <span className="nowrap">{dayInWords(row.approvedOn)}</span> : <span className="quiet">–</span>,
        },
        {
          field: 'implementedOn',
          title: 'Done',
          render: (row: ChangeShown) =>
            row.implementedOn ? <span className="nowrap">{dayInWords(row.implementedOn)}</span> : <span className="quiet">–</span>,
        },
        { field: 'result', title: 'Result', render: (row: ChangeShown) => (row.result ? sentence(row.result) : <span className="quiet">–</span>) },
        {
          field: 'lacks',
          title: 'Lacks',
          sortable: false,
          render: (row: ChangeShown) =>
            row.lacks.length > 0 ? row.lacks.map((each) => lackWords[each]).join(', ') : <span className="quiet">nothing</span>,
        },
      ]}
    />
  );
}

function Decision({ change }: { change: ChangeShown }) {
  const { role } = useHere();
  const [review, setReview] = useState('');
  const approve = useWrite(
    (client: Client) => client.operations.changes.approve({ id: change.id }),
    () => 'Approved.',
  );
  const look = useWrite(
    (client: Client, text: string) => client.operations.changes.review({ id: change.id, review: text }),
    () => 'Reviewed.',
  );
  const attach = useWrite(
    (client: Client, upload: string) => client.operations.calendar.attach({ register: 'changes', id: change.id, upload }),
    () => 'Attached.',
  );
  const decides = may(role as Role, 'approve changes') && change.archivedAt === null;
  return (
    <Stack gap="xs">
      <Text>
        <State of="change" at={change.state} />
        {change.approvedOn && ` Approved by ${change.approvedByName} on ${dayInWords(change.approvedOn)}.`}
        {change.reviewedOn && ` Reviewed by ${change.reviewedByName} on ${dayInWords(change.reviewedOn)}: ${change.review}`}
      </Text>
      {change.lacks.length > 0 && <Text size="sm">An auditor would miss: {change.lacks.map((each) => lackWords[each]).join(', ')}.</Text>}
      {decides && change.state === 'draft' && (
        <Group gap="xs">
          <Button loading={approve.isPending} onClick={() => approve.mutate(undefined)}>
            Approve {change.id}
          </Button>
          <Text size="sm" className="quiet">
            Never by whoever does it. What is changed afterwards is approved anew.
          </Text>
        </Group>
      )}
      {decides && change.implementedOn !== null && change.reviewedOn === null && (
        <Group gap="xs" align="flex-end">
          <Textarea
            label="What the review found"
            autosize
            minRows={1}
            value={review}
            onChange={(event) => setReview(event.currentTarget.value)}
            style={{ flex: 1 }}
          />
          <Button variant="default" disabled={review.trim() === ''} loading={look.isPending} onClick={() => look.mutate(review)}>
            Enter review
          </Button>
        </Group>
      )}
      <Files files={change.files} />
      {may(role as Role, 'keep the registers of operations') && (
        <div>
          <AttachButton onUploaded={(upload) => attach.mutate(upload)}>Attach a file</AttachButton>
        </div>
      )}
    </Stack>
  );
}
