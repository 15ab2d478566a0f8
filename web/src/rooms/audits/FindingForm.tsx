import { Alert, Button, Group, MultiSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import type { AuditShown } from '../../../../src/isms/audits/contract.ts';
import type { AuditFinding, AuditGrade } from '../../../../src/isms/audits/model.ts';
import { useWrite, type Client, type ProblemDetails } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';
import { grades } from './states.tsx';

/** A finding, written with the keyboard: Enter in the first line goes on, Ctrl Enter saves, Esc leaves it. */
export function FindingForm({ audit, subjects, finding, onDone }: { audit: AuditShown; subjects: string[]; finding?: AuditFinding; onDone(): void }) {
  const all = useOptions('subjects');
  const [grade, setGrade] = useState<AuditGrade>(finding?.grade ?? 'minor');
  const [about, setAbout] = useState(subjects);
  const [title, setTitle] = useState(finding?.title ?? '');
  const [requirement, setRequirement] = useState(finding?.requirement ?? '');
  const [observed, setObserved] = useState(finding?.observed ?? '');
  const save = useWrite(
    (client: Client) => {
      const fields = { grade, subjects: about, title, requirement, observed };
      return finding
        ? client.audits.changeFinding({ id: finding.id, version: finding.version, ...fields })
        : client.audits.find({ id: audit.id, ...fields });
    },
    ({ record }) => `${record.id} is written down.`,
    { signed: true },
  );
  const problem = save.error as (Error & { data?: ProblemDetails }) | null;
  const send = () => title.trim() !== '' && about.length > 0 && save.mutate(undefined, { onSuccess: onDone });
  useHotkeys(
    [
      ['mod+Enter', () => void send()],
      ['Escape', onDone],
    ],
    [],
  );
  return (
    <form
      aria-label={finding ? `Change ${finding.id}` : 'New finding'}
      className="hairline"
      style={{ padding: '12px 0' }}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="What was found, in a line"
          required
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          ref={(element) => {
            if (element && !element.dataset['begun']) {
              element.dataset['begun'] = 'yes';
              element.focus();
            }
          }}
        />
        <div>
          <Text size="sm" fw={500} id="finding-grade">
            Grade
          </Text>
          <SegmentedControl
            aria-labelledby="finding-grade"
            value={grade}
            onChange={(value) => setGrade(value as AuditGrade)}
            data={Object.entries(grades).map(([value, { sign, word }]) => ({
              value,
              label: `${sign} ${word.replace(/ (nonconformity|for improvement|noted)$/, '')}`,
            }))}
            style={{ flexWrap: 'wrap' }}
          />
          <Text size="sm" className="quiet">
            {grades[grade].means}.
          </Text>
        </div>
        <MultiSelect label="About" searchable data={all} value={about} onChange={setAbout} limit={40} />
        <TextInput
          label="What is asked for"
          description="The requirement, policy or contract it is measured against"
          value={requirement}
          onChange={(event) => setRequirement(event.currentTarget.value)}
        />
        <Textarea
          label="What was seen"
          description={grade === 'major' || grade === 'minor' ? 'With the records that show it; needed before the report is signed' : undefined}
          autosize
          minRows={3}
          value={observed}
          onChange={(event) => setObserved(event.currentTarget.value)}
        />
        {problem && (
          <Alert color="red" variant="light" role="alert" title={problem.message}>
            {problem.data?.remedy}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending} disabled={title.trim() === '' || about.length === 0}>
            {finding ? 'Save the finding' : 'Record the finding'}
          </Button>
          <Button variant="default" onClick={onDone}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
