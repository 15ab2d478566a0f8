import { Anchor, Button, Group, Kbd, MultiSelect, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { AuditShown, SubjectShown } from '../../../../src/isms/audits/contract.ts';
import type { AnswerState } from '../../../../src/isms/audits/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';
import { Loaded, Mark } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { dayInWords } from '../../words.ts';
import { FindingForm } from './FindingForm.tsx';
import { SeenAndToSee } from './Seen.tsx';
import { Answer, answers, Grade } from './states.tsx';
import { useNote } from './useNote.ts';

/** One subject that is looked at: the checklist, the notes, what was seen, the findings. */
export function Subject({ audit, subject, writes, onDone }: { audit: AuditShown; subject: string; writes: boolean; onDone(): void }) {
  const shown = useRead(['internal-audits', 'subject', audit.id, subject], (client) => client.audits.subject({ id: audit.id, subject }));
  return (
    <div style={{ minWidth: 0 }}>
      <Loaded query={shown}>{(found) => <One audit={audit} shown={found} writes={writes} onDone={onDone} />}</Loaded>
    </div>
  );
}

function One({ audit, shown, writes, onDone }: { audit: AuditShown; shown: SubjectShown; writes: boolean; onDone(): void }) {
  const { questions, barred, could } = shown;
  const note = useNote(audit.id, shown);
  const [line, setLine] = useState(0);
  const [finding, setFinding] = useState(false);
  const at = useRef(0);
  const text = useRef<HTMLTextAreaElement>(null);
  const seen = useRef<HTMLDivElement>(null);
  const people = useOptions('people');
  // After the questions comes the conclusion: the last line that keys answer.
  const step = (by: number) => setLine((at.current = Math.min(questions.length, Math.max(0, at.current + by))));
  const give = (state: AnswerState) => {
    if (!writes) return;
    const question = questions[at.current];
    if (!question) {
      note.conclude(state);
      if (state !== 'open') onDone();
      return;
    }
    note.answer(question.id, state);
    if (state !== 'open') step(1);
  };
  useHotkeys([
    ['1', () => give('conforms')],
    ['2', () => give('deviates')],
    ['3', () => give('not-looked-at')],
    ['0', () => give('open')],
    ['ArrowDown', () => step(1)],
    ['ArrowUp', () => step(-1)],
    ['c', () => setLine((at.current = questions.length))],
    ['n', () => text.current?.focus()],
    ['e', () => seen.current?.querySelector('input')?.focus()],
    ['f', () => writes && setFinding(true)],
  ]);
  const deviating = [...note.draft.answers.values()].some(({ state }) => state === 'deviates');
  return (
    <Stack gap="lg" aria-live="off">
      <Head shown={shown} />
      {barred.length > 0 && (
        <div className="note" role="status">
          <Text>
            You may not audit this: {[...new Set(barred.map(({ why, record }) => `${why} (${record})`))].join(', ')}.{' '}
            {could.length > 0 ? `${could.join(', ')} could.` : 'Nobody here could: an auditor from outside is needed.'}
          </Text>
        </div>
      )}
      <section aria-label="Checklist">
        <ol className="audit-questions">
          {questions.map((question, index) => {
            const given = note.draft.answers.get(question.id);
            return (
              <li key={question.id} aria-current={index === line ? 'step' : undefined}>
                <button type="button" className="audit-ask" onClick={() => setLine((at.current = index))}>
                  {question.ask}
                </button>
                <details open={index === line}>
                  <summary className="quiet" style={{ fontSize: '0.875rem' }}>
                    Ask for, and what good looks like
                  </summary>
                  <Text size="sm">
                    <b>Ask for:</b> {question.askFor.join('; ')}
                  </Text>
                  <Text size="sm">
                    <b>Good:</b> {question.good}
                  </Text>
                </details>
                <Choice
                  writes={writes}
                  label={`Answer to question ${index + 1}`}
                  value={given?.state ?? 'open'}
                  onChoose={(state) => {
                    setLine((at.current = index));
                    give(state);
                  }}
                />
                {(given?.state === 'deviates' || given?.note) && (
                  <AnswerNote
                    label={`What was said to question ${index + 1}`}
                    value={given.note}
                    disabled={!writes}
                    onSave={(words) => note.answer(question.id, given.state, words)}
                  />
                )}
              </li>
            );
          })}
          <li aria-current={line === questions.length ? 'step' : undefined}>
            <button type="button" className="audit-ask" onClick={() => setLine((at.current = questions.length))}>
              Conclusion
            </button>
            <Choice writes={writes} label="Conclusion" value={note.draft.conclusion} onChoose={(state) => note.conclude(state)} />
            {deviating && note.draft.conclusion === 'conforms' && (
              <Text size="sm">An answer deviates: say in the notes why it conforms all the same.</Text>
            )}
            {note.draft.conclusion === 'deviates' && !shown.findings.some(({ grade }) => grade === 'major' || grade === 'minor') && (
              <Text size="sm">
                What deviates needs a nonconformity before the report is signed: press <Kbd size="xs">f</Kbd>.
              </Text>
            )}
          </li>
        </ol>
      </section>
      <section aria-label="Notes">
        <Textarea
          ref={text}
          label="Notes"
          description="What was said and seen, as it is; kept while you type"
          autosize
          minRows={4}
          disabled={!writes}
          value={note.draft.interview}
          onChange={(event) => note.type(event.currentTarget.value)}
          onBlur={note.save}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <Text size="sm" className="quiet" role="status">
          {{ saving: 'Saving …', failed: 'Not saved: see the message.', saved: writes ? 'Saved.' : '' }[note.state]}
        </Text>
        <MultiSelect
          label="Spoken with"
          searchable
          data={people}
          disabled={!writes}
          value={note.draft.spokenWith}
          onChange={note.speakWith}
          limit={40}
          mt="xs"
        />
      </section>
      <section aria-label="Findings">
        <Group justify="space-between">
          <Title order={2}>Findings</Title>
          {writes && !finding && (
            <Button variant="default" size="xs" rightSection={<Kbd size="xs">f</Kbd>} onClick={() => setFinding(true)}>
              Add a finding
            </Button>
          )}
        </Group>
        {finding && <FindingForm audit={audit} subjects={[shown.subject]} onDone={() => setFinding(false)} />}
        {shown.findings.map(({ id, grade, title }) => (
          <Text key={id} size="sm">
            <Grade at={grade} />: {id} {title}
          </Text>
        ))}
        {shown.findings.length === 0 && !finding && (
          <Text size="sm" className="quiet">
            None.
          </Text>
        )}
      </section>
      <div ref={seen}>
        <SeenAndToSee audit={audit.id} shown={shown} writes={writes} />
      </div>
    </Stack>
  );
}

function Head({ shown: { subject, label, title, text, owner, status, observation, slots, before } }: { shown: SubjectShown }) {
  const { slug } = useHere();
  return (
    <div>
      <Title order={2}>
        <Reference id={subject} label={label} /> {title}
      </Title>
      <Text mt={4}>{text}</Text>
      <Text size="sm" className="quiet" mt={4}>
        {owner ? `${owner} answers for it.` : 'Nobody is named who answers for it.'} <Mark status={status} />
        {observation && ` · ${observation}`}
      </Text>
      {slots.map((slot) => (
        <Text key={slot.id} size="sm" className="quiet">
          Planned for {dayInWords(slot.day)}, {slot.from} to {slot.to}.
        </Text>
      ))}
      {before.map((each) => (
        <Text key={each.audit} size="sm">
          <Anchor inherit component={Link} to={`/o/${slug}/audit/${each.audit}` as never}>
            {each.title}
          </Anchor>{' '}
          ({dayInWords(each.on)}): <Answer at={each.conclusion} />
          {each.findings.length > 0 && `: ${each.findings.join('; ')}`}
        </Text>
      ))}
    </div>
  );
}

function Choice({ label, value, writes, onChoose }: { label: string; value: AnswerState; writes: boolean; onChoose(state: AnswerState): void }) {
  if (!writes)
    return (
      <Text size="sm" mt={4}>
        <Answer at={value} />
      </Text>
    );
  return (
    <Group gap={6} mt={6} role="group" aria-label={label}>
      {(['conforms', 'deviates', 'not-looked-at'] as const).map((state) => (
        <Button
          key={state}
          size="compact-sm"
          variant={value === state ? 'filled' : 'default'}
          aria-pressed={value === state}
          rightSection={<Kbd size="xs">{answers[state].key}</Kbd>}
          onClick={(event) => {
            event.stopPropagation();
            onChoose(value === state ? 'open' : state);
          }}
        >
          {answers[state].word}
        </Button>
      ))}
    </Group>
  );
}

function AnswerNote({ label, value, disabled, onSave }: { label: string; value: string; disabled: boolean; onSave(words: string): void }) {
  const [words, setWords] = useState(value);
  return (
    <TextInput
      mt={6}
      aria-label={label}
      placeholder="What was said"
      disabled={disabled}
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
      onBlur={() => words !== value && onSave(words)}
      onKeyDown={(event) => (event.key === 'Escape' || event.key === 'Enter') && event.currentTarget.blur()}
    />
  );
}
