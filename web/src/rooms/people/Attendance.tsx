import { Alert, Button, FileButton, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import type { TrainingResult } from '../../../../src/isms/awareness/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client, type ProblemDetails } from '../../client.tsx';
import { useNames } from '../../parts/options.ts';
import { dayInWords, plural } from '../../words.ts';

/** Courses taken elsewhere: a table is pasted or chosen, all of it is recorded or nothing, and every wrong row is named. */
export function Attendance({ courses }: { courses: TrainingResult[] }) {
  const { role } = useHere();
  const [open, setOpen] = useState(false);
  const names = useNames('people');
  return (
    <section aria-label="Courses outside">
      <Group justify="space-between" mb="xs">
        <Title order={2}>Courses outside</Title>
        {may(role as Role, 'manage people') && !open && (
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            Record attendance
          </Button>
        )}
      </Group>
      {open && <Sheet onDone={() => setOpen(false)} />}
      {courses.length === 0 ? (
        <Text className="quiet">No attendance of outside courses is recorded.</Text>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label="Courses outside">
          <table className="grid-table">
            <thead>
              <tr>
                <th>Day</th>
                <th>Course</th>
                <th>Person</th>
                <th style={{ textAlign: 'right' }}>Score</th>
              </tr>
            </thead>
            <tbody>
              {courses.slice(0, 100).map(({ id, on, title, person, score }) => (
                <tr key={id}>
                  <td className="nowrap">{dayInWords(on)}</td>
                  <td>{title}</td>
                  <td>{names(person)}</td>
                  <td style={{ textAlign: 'right' }}>{score === null ? '–' : `${score} %`}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {courses.length > 100 && (
            <Text size="sm" className="quiet">
              The latest 100 of {courses.length}.
            </Text>
          )}
        </div>
      )}
    </section>
  );
}

function Sheet({ onDone }: { onDone(): void }) {
  const { client } = useHere();
  const [csv, setCsv] = useState('');
  const [problem, setProblem] = useState<ProblemDetails | null>(null);
  const record = useWrite(
    async (_client: Client) =>
      client.awareness.record({ csv }).catch((error: { data?: ProblemDetails }) => {
        // Said here, row by row, and not in passing.
        if (error.data?.fields) setProblem(error.data);
        throw error;
      }),
    ({ recorded, already }) => `${plural(recorded, 'attendance')} recorded${already > 0 ? `, ${already} were recorded already` : ''}.`,
    // What was attended is a record, and stays.
    { signed: true },
  );
  return (
    <Stack gap="xs" mb="md">
      <Textarea
        label="Attendance as CSV"
        description="The first line names the columns: person (name, e-mail or id), course, day, score. All of it is recorded, or nothing; it is a record and cannot be undone."
        placeholder={'person,course,day,score\nCarla Voss,Lead auditor ISO 27001,2026-05-12,92'}
        autosize
        minRows={4}
        maxRows={14}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        value={csv}
        onChange={(event) => {
          setCsv(event.currentTarget.value);
          setProblem(null);
        }}
      />
      {problem && (
        <Alert color="red" variant="light" role="alert" title={`Nothing has been recorded: ${plural(problem.fields!.length, 'place')} to correct`}>
          <ul style={{ margin: 0, paddingLeft: 18 }}>
            {problem.fields!.slice(0, 50).map(({ field, message }) => (
              <li key={field + message}>
                {field}: {message}
              </li>
            ))}
          </ul>
          {problem.fields!.length > 50 && <Text size="sm">and {problem.fields!.length - 50} more</Text>}
        </Alert>
      )}
      <Group gap="xs">
        <Button disabled={csv.trim() === ''} loading={record.isPending} onClick={() => record.mutate(undefined, { onSuccess: onDone })}>
          Record
        </Button>
        <FileButton
          accept=".csv,text/csv"
          onChange={(file) =>
            void file?.text().then((text) => {
              setCsv(text);
              setProblem(null);
            })
          }
        >
          {(props) => (
            <Button variant="default" {...props}>
              Choose a file
            </Button>
          )}
        </FileButton>
        <Button variant="subtle" onClick={onDone}>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
