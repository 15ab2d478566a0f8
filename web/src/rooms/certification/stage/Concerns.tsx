import { Anchor, Button, Group, MultiSelect, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CertificationAudit } from '../../../../../src/isms/certification/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../../client.tsx';
import { useNames, useOptions } from '../../../parts/options.ts';
import { Loaded } from '../../../parts/Page.tsx';
import { References } from '../../../parts/Reference.tsx';
import { counted, dayInWords, daysUntil, plural, today } from '../../../words.ts';

type Concern = Awaited<ReturnType<Client['certification']['areas']['list']>>['items'][number];

/** What Stage 1 has left in doubt: written down there, closed before Stage 2, and looked at there again. */
export function Concerns({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const { slug } = useHere();
  const areas = useRead(['areas-of-concern', 'stages'], (client) => client.certification.areas.list({ limit: 1000 }));
  const first = audit.kind === 'stage-1';
  return (
    <section aria-label="Areas of concern">
      <Title order={3}>{first ? 'Areas of concern' : 'Areas of concern from Stage 1'}</Title>
      <Loaded query={areas}>
        {({ items }) => {
          const own = first ? items.filter((each) => each.audit === audit.id) : items;
          const open = own.filter(({ closedOn }) => closedOn === null).length;
          return (
            <Stack gap={0}>
              <Text size="sm" className="quiet">
                {own.length === 0
                  ? first
                    ? 'None is written down.'
                    : 'Stage 1 has left nothing in doubt.'
                  : `${plural(own.length, 'area')} of concern, ${open === 0 ? 'all closed' : `${open} still open: at Stage 2 they become nonconformities`}.`}
              </Text>
              {own.map((each) => (
                <One key={each.id} concern={each} keeps={keeps} />
              ))}
              {keeps && first && audit.decision === 'open' && <Add audit={audit.id} />}
              {own.length > 0 && (
                <Anchor component={Link} to={`/o/${slug}/certification/concerns` as never} size="sm" mt="xs">
                  All of them as a list
                </Anchor>
              )}
            </Stack>
          );
        }}
      </Loaded>
    </section>
  );
}

function One({ concern, keeps }: { concern: Concern; keeps: boolean }) {
  const name = useNames('people');
  const [response, setResponse] = useState<string | null>(null);
  const close = useWrite(
    (client: Client) => client.certification.areas.update({ id: concern.id, response: response!, closedOn: today() }),
    () => `${concern.id} is closed.`,
  );
  const { id, title, subjects, statement, owner, dueOn, closedOn } = concern;
  const late = closedOn === null && dueOn !== null && daysUntil(dueOn) < 0;
  return (
    <article className="hairline" style={{ padding: '8px 0' }} aria-label={`${id} ${title}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>
            <span aria-hidden style={{ color: closedOn ? 'var(--green)' : 'var(--orange)', marginRight: 6 }}>
              {closedOn ? '●' : '○'}
            </span>
            {title}{' '}
            <Text span size="sm" className="quiet">
              {id} <References ids={subjects} />
            </Text>
          </Text>
          {statement && <Text size="sm">{statement}</Text>}
          {concern.response && <Text size="sm">Done about it: {concern.response}</Text>}
          <Text size="sm" className={late ? undefined : 'quiet'} style={late ? { color: 'var(--red)' } : undefined}>
            {closedOn
              ? `Closed on ${dayInWords(closedOn)}`
              : `With ${owner === null ? 'nobody yet' : name(owner)}${dueOn ? `, ${late ? '■ was due' : 'due'} ${dayInWords(dueOn)} (${counted(dueOn)})` : ''}`}
          </Text>
        </div>
        {keeps && closedOn === null && response === null && (
          <Button size="compact-sm" variant="default" onClick={() => setResponse(concern.response)} aria-label={`Close ${id}`}>
            Close
          </Button>
        )}
      </Group>
      {response !== null && (
        <Group gap="xs" align="flex-end" mt={4}>
          <TextInput label="What was done" style={{ flex: 1 }} value={response} onChange={(event) => setResponse(event.currentTarget.value)} />
          <Button
            disabled={response.trim() === ''}
            loading={close.isPending}
            onClick={() => close.mutate(undefined, { onSuccess: () => setResponse(null) })}
          >
            It is closed
          </Button>
        </Group>
      )}
    </article>
  );
}

function Add({ audit }: { audit: string }) {
  const people = useOptions('people');
  const all = useOptions('subjects');
  const [open, setOpen] = useState(false);
  const blank = { title: '', statement: '', subjects: [] as string[], owner: null as string | null, dueOn: '' };
  const [draft, setDraft] = useState(blank);
  const add = useWrite(
    (client: Client) => client.certification.areas.create({ ...draft, audit, dueOn: draft.dueOn || null }),
    ({ record }) => `${record.id} is written down.`,
  );
  if (!open)
    return (
      <Button variant="default" w="fit-content" mt="xs" onClick={() => setOpen(true)}>
        Write down an area of concern
      </Button>
    );
  return (
    <form
      aria-label="New area of concern"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined, { onSuccess: () => (setDraft(blank), setOpen(false)) });
      }}
    >
      <Stack gap="xs" maw={640} mt="sm">
        <TextInput label="Concern" required value={draft.title} onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })} />
        <Textarea
          label="In the auditor’s words"
          autosize
          minRows={2}
          value={draft.statement}
          onChange={(event) => setDraft({ ...draft, statement: event.currentTarget.value })}
        />
        <MultiSelect
          label="About"
          searchable
          limit={40}
          data={all}
          value={draft.subjects}
          onChange={(subjects) => setDraft({ ...draft, subjects })}
        />
        <Group grow>
          <Select label="Owner" searchable clearable data={people} value={draft.owner} onChange={(owner) => setDraft({ ...draft, owner })} />
          <TextInput label="Due" type="date" value={draft.dueOn} onChange={(event) => setDraft({ ...draft, dueOn: event.currentTarget.value })} />
        </Group>
        <Group>
          <Button type="submit" disabled={draft.title.trim() === ''} loading={add.isPending}>
            Write it down
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
