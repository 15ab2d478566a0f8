import { Alert, Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { Sample, type PopulationKind, type SizeRule } from '../../../../src/isms/sampling/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton } from '../../parts/Attach.tsx';
import { Field } from '../../parts/Field.tsx';
import { plural } from '../../words.ts';

/** Draws a sample: of what, from when to when, how many; the population is shown before. Then its page, or what `onDrawn` does with it. */
export function Draw({ variant = 'filled', onDrawn }: { variant?: 'filled' | 'default'; onDrawn?: (id: string) => void }) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [subjects, setSubjects] = useState<string[]>([]);
  const [kind, setKind] = useState<PopulationKind>('changes');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [stratifiedBy, setStratifiedBy] = useState('');
  const [rule, setRule] = useState<SizeRule['rule']>('square-root');
  const [fixed, setFixed] = useState(10);
  const [confidence, setConfidence] = useState(0.9);
  const [tolerableRate, setTolerableRate] = useState(0.1);
  const [seed, setSeed] = useState('');
  const [text, setText] = useState('');
  const [origin, setOrigin] = useState('');
  const [upload, setUpload] = useState<{ id: string; name: string } | null>(null);
  const populations = useRead(['populations-to-sample'], (client) => client.sampling.populations(), { enabled: open });
  const chosen = populations.data?.items.find((each) => each.kind === kind);
  const size: SizeRule = rule === 'fixed' ? { rule, size: fixed } : rule === 'table' ? { rule, confidence, tolerableRate } : { rule };
  const asked = {
    kind,
    from: from || null,
    to: to || null,
    stratifiedBy,
    size,
    ...(kind === 'list' && { list: { origin, ...(upload ? { upload: upload.id } : { text }) } }),
  };
  const [settled] = useDebouncedValue(JSON.stringify(asked), 300);
  const ready = kind !== 'list' || (origin.trim() !== '' && (upload !== null || text.trim() !== ''));
  const preview = useRead(['sample-preview', settled], (client) => client.sampling.preview(JSON.parse(settled) as typeof asked), {
    enabled: open && ready,
  });
  const draw = useWrite(
    (client: Client) => client.sampling.draw({ title, subjects, ...asked, ...(seed.trim() && { seed }) }),
    ({ record }) => `${record.id} is drawn.`,
    { signed: true },
  );
  return (
    <>
      <Button variant={variant} onClick={() => setOpen(true)}>
        Draw a sample
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Draw a sample" size="lg">
        <Stack gap="sm">
          <TextInput label="Purpose" required value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
          <Field name="subjects" schema={Sample.shape.subjects as z.ZodType} value={subjects} onChange={(value) => setSubjects(value as string[])} />
          <Select
            label="Of what"
            allowDeselect={false}
            searchable
            data={
              populations.data?.items.map((each) => ({
                value: each.kind,
                label: each.count === null ? each.title : `${each.title} (${each.count})`,
              })) ?? []
            }
            value={kind}
            onChange={(value) => {
              setKind((value ?? 'changes') as PopulationKind);
              setStratifiedBy('');
            }}
          />
          {kind === 'list' ? (
            <>
              <TextInput
                label="Where the list comes from"
                description="The system and the query, and who exported it: an auditor asks how you know that it is complete"
                required
                value={origin}
                onChange={(event) => setOrigin(event.currentTarget.value)}
              />
              <Group gap="xs">
                <AttachButton accept=".csv,.xlsx" onUploaded={(id, name) => setUpload({ id, name })}>
                  Choose CSV or XLSX
                </AttachButton>
                {upload && <Text size="sm">{upload.name}</Text>}
              </Group>
              {!upload && (
                <Textarea
                  label="Or the list itself"
                  description="One item a line"
                  minRows={3}
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                />
              )}
            </>
          ) : (
            chosen?.dated && (
              <Group grow>
                <TextInput
                  label="From"
                  type="date"
                  description={`The day it ${chosen.dated}`}
                  value={from}
                  onChange={(event) => setFrom(event.currentTarget.value)}
                />
                <TextInput label="Until" type="date" description="Empty: today" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
              </Group>
            )
          )}
          {chosen && chosen.strata.length > 0 && (
            <Select
              label="Divided by"
              description="Some of each group, in proportion"
              clearable
              data={chosen.strata.map(({ field, title: name }) => ({ value: field, label: name }))}
              value={stratifiedBy || null}
              onChange={(value) => setStratifiedBy(value ?? '')}
            />
          )}
          <div>
            <Text size="sm" fw={500}>
              How many
            </Text>
            <SegmentedControl
              aria-label="How many"
              value={rule}
              onChange={(value) => setRule(value as SizeRule['rule'])}
              data={[
                { value: 'square-root', label: 'Square root' },
                { value: 'fixed', label: 'A number' },
                { value: 'table', label: 'By confidence' },
              ]}
            />
          </div>
          {rule === 'fixed' && <NumberInput label="Number" min={1} max={2000} value={fixed} onChange={(value) => setFixed(Number(value) || 1)} />}
          {rule === 'table' && (
            <Group grow>
              <NumberInput
                label="Confidence (%)"
                min={50}
                max={99}
                value={confidence * 100}
                onChange={(value) => setConfidence((Number(value) || 90) / 100)}
              />
              <NumberInput
                label="Rate one could live with (%)"
                min={1}
                max={50}
                value={tolerableRate * 100}
                onChange={(value) => setTolerableRate((Number(value) || 10) / 100)}
              />
            </Group>
          )}
          <TextInput
            label="Seed"
            description="Empty: by chance. With the seed and the list anybody draws the same sample"
            value={seed}
            onChange={(event) => setSeed(event.currentTarget.value)}
          />
          {preview.error && <Alert color="yellow" variant="outline" title={preview.error.message} />}
          {preview.data && (
            <section aria-label="What it is drawn from" className="hairline" style={{ padding: '8px 0' }}>
              <Text size="sm">
                {plural(preview.data.count, 'item')}, of which <b>{preview.data.drawn}</b> would be drawn: {preview.data.sizeInWords}
              </Text>
              <Text size="sm" className="quiet">
                {preview.data.provenance}
                {preview.data.undated > 0 && ` ${preview.data.undated} without a day are left out.`}
              </Text>
              {preview.data.strata.length > 1 && (
                <Text size="sm" className="quiet">
                  {preview.data.strata.map(({ stratum, count, drawn }) => `${stratum || 'without'}: ${drawn} of ${count}`).join('; ')}
                </Text>
              )}
              <Text size="xs" className="quiet" style={{ overflowWrap: 'anywhere' }}>
                SHA-256 {preview.data.sha256}
              </Text>
            </section>
          )}
          <Button
            disabled={title.trim() === '' || !preview.data || preview.data.count === 0}
            loading={draw.isPending}
            onClick={() =>
              draw.mutate(undefined, {
                onSuccess: ({ record }) => {
                  setOpen(false);
                  if (onDrawn) onDrawn(record.id);
                  else void navigate({ to: `/o/${slug}/sample/${record.id}` as never });
                },
              })
            }
          >
            Draw it
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
