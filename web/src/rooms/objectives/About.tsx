import { Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { judgements, metricTitles, type Lack } from '../../../../src/isms/objectives/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { LineChart } from '../../parts/Chart.tsx';
import { Stands } from '../../parts/Page.tsx';
import { counted, dayInWords, sentence, today } from '../../words.ts';
import { say, wanted } from './figures.ts';
import type { Objective } from './Objectives.tsx';

const lackWords: Record<Lack, string> = {
  measure: 'what is measured',
  target: 'the target',
  owner: 'who is responsible',
  plan: 'what will be done',
  resources: 'the means',
  due: 'by when',
  evaluation: 'how the result is evaluated',
  communicated: 'when it was communicated',
};

/** An objective: its figures over time, what they mean, and what it does not say yet. */
export function About({ objective }: { objective: Objective }) {
  const { role } = useHere();
  const series = useRead(['objectives', 'series', objective.id], (client) => client.objectives.series({ id: objective.id }));
  const writes = may(role as Role, 'set objectives') && objective.archivedAt === null;
  const { metric, value, met, measuredOn, measureBy, lacks, target } = objective;
  return (
    <Stack gap="md">
      <div>
        <Text size="lg">
          <Stands at={met === null ? 'unknown' : met ? 'met' : 'not-met'}>{value === null ? 'Not measured' : say(objective)(value)}</Stands>
          <Text span className="quiet">
            {' '}
            {measuredOn && metric === 'typed' ? `on ${dayInWords(measuredOn)}; ` : ''}target: {wanted(objective)}
          </Text>
        </Text>
        <Text size="sm" className="quiet">
          {metric === 'typed'
            ? objective.measure
              ? `${objective.measure.replace(/\.$/, '')}.`
              : 'It is not said what is measured.'
            : `${metricTitles[metric]}, from the records of each day.`}
          {measureBy && ` Next to be measured by ${dayInWords(measureBy)} (${counted(measureBy)}).`}
        </Text>
      </div>
      {lacks.length > 0 && (
        <Text size="sm">
          <Stands at="missing">Clause 6.2 also asks for</Stands> {lacks.map((lack) => lackWords[lack]).join(', ')}.
        </Text>
      )}
      {series.data && (
        <LineChart
          title={objective.title}
          points={series.data.points.map(({ from, ...point }) => ({ ...point, hollow: metric !== 'typed' && from !== 'records' }))}
          target={target}
          say={say(objective)}
        />
      )}
      {writes && metric === 'typed' && <Measure objective={objective} />}
      {writes && <Evaluate objective={objective} />}
      {series.data && series.data.evaluations.length > 0 && (
        <section aria-label="Evaluations">
          <Title order={3} size="sm">
            Evaluations
          </Title>
          {series.data.evaluations.map((each) => (
            <div key={each.id} className="hairline" style={{ padding: '6px 0' }}>
              <Text size="sm" className="quiet">
                <b>{sentence(each.judgement)}</b>, {dayInWords(each.on)}, {each.by}
                {each.value === null ? '; nothing had been measured' : `; figure ${say(objective)(each.value)}`}
                {each.target === null ? '' : `, target ${say(objective)(each.target)}`}
              </Text>
              <Text style={{ whiteSpace: 'pre-wrap' }}>{each.text}</Text>
            </div>
          ))}
        </section>
      )}
    </Stack>
  );
}

function Measure({ objective }: { objective: Objective }) {
  const { person } = useHere();
  const [on, setOn] = useState(today);
  const [value, setValue] = useState<number | string>('');
  const [note, setNote] = useState('');
  const save = useWrite(
    (client: Client) => client.objectives.measurements.create({ objective: objective.id, on, value: Number(value), by: person, note }),
    ({ record }) => `${record.id} recorded.`,
  );
  return (
    <form
      aria-label="Record a figure"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined, {
          onSuccess: () => {
            setValue('');
            setNote('');
          },
        });
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput type="date" label="Measured on" required value={on} onChange={(event) => setOn(event.currentTarget.value)} />
        <NumberInput label="Figure" required value={value} onChange={setValue} w={120} />
        <TextInput label="Note" value={note} onChange={(event) => setNote(event.currentTarget.value)} style={{ flex: 1, minWidth: 140 }} />
        <Button type="submit" variant="light" disabled={value === ''} loading={save.isPending}>
          Record the figure
        </Button>
      </Group>
    </form>
  );
}

function Evaluate({ objective }: { objective: Objective }) {
  const [judgement, setJudgement] = useState<(typeof judgements)[number]>('on-track');
  const [text, setText] = useState('');
  const save = useWrite(
    (client: Client) => client.objectives.evaluate({ id: objective.id, judgement, text }),
    () => 'Evaluated.',
    // It is kept as it was judged, with the figure and the target of the day.
    { signed: true },
  );
  return (
    <form
      aria-label="Evaluate"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: () => setText('') });
      }}
    >
      <Stack gap="xs">
        <Group align="flex-end" gap="xs" wrap="wrap">
          <Select
            label="What the figures say"
            data={judgements.map((each) => ({ value: each, label: sentence(each) }))}
            value={judgement}
            onChange={(value) => value && setJudgement(value as typeof judgement)}
            allowDeselect={false}
            w={180}
          />
          <Textarea
            label="Why, and what follows"
            autosize
            minRows={1}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            style={{ flex: 1, minWidth: 220 }}
          />
          <Button type="submit" variant="light" disabled={text.trim() === ''} loading={save.isPending}>
            Record the evaluation
          </Button>
        </Group>
        <Text size="xs" className="quiet">
          It is kept with the figure and the target of today, and is not changed afterwards.
        </Text>
      </Stack>
    </form>
  );
}
