import { Button, Checkbox, Group, MultiSelect, Select, SimpleGrid, Stack, TagsInput, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { sections, sectionTitles, type Section } from '../../../../src/isms/auditor/model.ts';
import { useRead, useWrite, type Client } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';
import { dayInWords, sentence } from '../../words.ts';

/** What the seven things read at Stage 1 stand in; a beginning that is then narrowed or widened. */
const usual: Section[] = ['scope', 'context', 'soa', 'risks', 'treatment', 'documents', 'objectives', 'internal-audits', 'management-reviews'];

/** A release as it is put together: for which audit, to whom, what, until when. */
export function NewRelease({ onDone }: { onDone(): void }) {
  const audits = useRead(['auditor', 'audits'], async (client) => {
    const [certification, internal] = await Promise.all([
      client.certification.audits.list({ limit: 100 }),
      client.audits.audits.list({ limit: 100 }),
    ]);
    return [
      ...certification.items.map(({ id, kind, plannedFrom }) => ({
        value: `audit ${id}`,
        label: `${sentence(kind)}${plannedFrom ? `, planned from ${dayInWords(plannedFrom)}` : ''}`,
      })),
      ...internal.items.map(({ id, title }) => ({ value: `internal ${id}`, label: `${title} (internal)` })),
    ];
  });
  const documents = useOptions('documents');
  const evidence = useOptions('evidence');
  const [audit, setAudit] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Section[]>(usual);
  const [single, setSingle] = useState<{ documents: string[]; evidence: string[] }>({ documents: [], evidence: [] });
  const [auditors, setAuditors] = useState<string[]>([]);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const release = useWrite(
    (client: Client) => {
      const [kind, id = null] = (audit ?? '').split(' ');
      return client.auditor.release({
        audit: kind === 'audit' ? id : null,
        internalAudit: kind === 'internal' ? id : null,
        auditors,
        sections: chosen,
        ...single,
        ...(from && { from }),
        until,
        note,
      });
    },
    ({ record }) => `Released: ${record.id}.`,
    { signed: true },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        release.mutate(undefined, { onSuccess: onDone });
      }}
    >
      <Stack gap="sm" maw={760}>
        <Title order={2}>Release to auditors</Title>
        <Select
          label="For the audit"
          required
          searchable
          data={audits.data ?? []}
          value={audit}
          onChange={setAudit}
          nothingFoundMessage="No audit is planned"
        />
        <TagsInput
          label="To these auditors"
          description="E-mail addresses as they were invited; none: every external auditor with access"
          value={auditors}
          onChange={setAuditors}
        />
        <Checkbox.Group label="Sections" value={chosen} onChange={(value) => setChosen(value as Section[])}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt="xs">
            {sections.map((section) => (
              <Checkbox key={section} value={section} label={sectionTitles[section]} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <MultiSelect
          label="Only these documents"
          description="None: with the section, all that are in force"
          searchable
          clearable
          limit={60}
          data={documents}
          value={single.documents}
          onChange={(value) => setSingle({ ...single, documents: value })}
        />
        <MultiSelect
          label="Only this evidence"
          description="None: with the section, all of it"
          searchable
          clearable
          limit={60}
          data={evidence}
          value={single.evidence}
          onChange={(value) => setSingle({ ...single, evidence: value })}
        />
        <Group grow>
          <TextInput type="date" label="From" description="Empty: today" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput
            type="date"
            label="Until"
            description="The last day on which it is open"
            required
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </Group>
        <TextInput label="Note" description="The auditor reads it" value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group>
          <Button type="submit" disabled={audit === null || until === ''} loading={release.isPending}>
            Release
          </Button>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
