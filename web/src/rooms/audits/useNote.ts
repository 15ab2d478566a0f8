import { useEffect, useRef, useState } from 'react';
import type { SubjectShown } from '../../../../src/isms/audits/contract.ts';
import type { AnswerState } from '../../../../src/isms/audits/model.ts';
import { useWrite, type Client } from '../../client.tsx';

export interface Answered {
  question: string;
  state: AnswerState;
  note: string;
}
interface Draft {
  answers: Map<string, Answered>;
  interview: string;
  spokenWith: string[];
  conclusion: AnswerState;
}

/** The notes on one subject: shown at once as they are made, sent one after the other; text waits until one pauses. */
export function useNote(audit: string, shown: SubjectShown) {
  const { subject, note } = shown;
  const [draft, setDraft] = useState<Draft>(() => ({
    answers: new Map((note?.answers ?? []).map((each) => [each.question, each])),
    interview: note?.interview ?? '',
    spokenWith: note?.spokenWith ?? [],
    conclusion: note?.conclusion ?? 'open',
  }));
  const [unsaved, setUnsaved] = useState(false);
  // Two keys may come before the page is drawn again: what counts is what the last key made of it.
  const latest = useRef(draft);
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const pause = useRef<number | undefined>(undefined);
  const write = useWrite(
    (client: Client, fields: { answers?: Answered[]; interview?: string; spokenWith?: string[]; conclusion?: AnswerState }) => {
      // Keys are faster than the network: each write waits for the one before.
      const mine = turn.current.then(() => client.audits.note({ id: audit, subject, ...fields }));
      turn.current = mine.catch(() => undefined);
      return mine;
    },
    () => '',
    { signed: true },
  );
  const become = (fields: Partial<Draft>) => setDraft((latest.current = { ...latest.current, ...fields }));
  const save = () => {
    if (pause.current === undefined) return;
    window.clearTimeout(pause.current);
    pause.current = undefined;
    write.mutate({ interview: latest.current.interview }, { onSuccess: () => setUnsaved(pause.current !== undefined) });
  };
  // Whoever goes on to the next subject has said what they had to say.
  const leave = useRef(save);
  useEffect(() => {
    leave.current = save;
  });
  useEffect(() => () => leave.current(), []);
  return {
    draft,
    latest,
    state: write.isPending || unsaved ? 'saving' : write.error ? 'failed' : 'saved',
    answer(question: string, state: AnswerState, text?: string) {
      const before = latest.current.answers.get(question);
      const answered = { question, state, note: text ?? before?.note ?? '' };
      become({ answers: new Map(latest.current.answers).set(question, answered) });
      write.mutate({ answers: [answered] });
    },
    conclude(conclusion: AnswerState) {
      become({ conclusion });
      write.mutate({ conclusion });
    },
    type(interview: string) {
      become({ interview });
      setUnsaved(true);
      window.clearTimeout(pause.current);
      pause.current = window.setTimeout(save, 900);
    },
    save,
    speakWith(spokenWith: string[]) {
      become({ spokenWith });
      write.mutate({ spokenWith });
    },
  } as const;
}
