import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { plural } from '../../words.ts';
import type { Draft, DraftState } from './draft.ts';
import { redline } from './merge.ts';
import { Redline } from './Redline.tsx';

/** Two people have written at the same time: both texts, and the choice between them. */
export function Conflict({ draft, state }: { draft: Draft; state: Extract<DraftState, { kind: 'conflict' }> }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const { by, theirs, merged } = state;
  return (
    <Alert color="yellow" variant="outline" role="alert" title={`${by} has saved this text since you opened it. Nothing is overwritten.`}>
      <Stack gap="sm">
        <Text size="sm">
          Below is their text with yours on top: what would fall away is struck out, what you add is underlined;{' '}
          {merged.clashes === 0
            ? 'you have changed different passages, both stay.'
            : `${plural(merged.clashes, 'passage was', 'passages were')} changed by both; there yours would stand.`}
        </Text>
        <div style={{ maxHeight: 320, overflow: 'auto' }} tabIndex={0} role="group" aria-label="Their text and yours">
          <Redline paragraphs={redline(theirs.body, merged.text)} onlyChanged />
        </div>
        <Group gap="xs">
          <Button size="xs" onClick={() => void draft.settle('mine')}>
            Keep mine on top of theirs
          </Button>
          <Button size="xs" variant="default" onClick={() => void draft.settle('theirs')}>
            Take theirs
          </Button>
          <Button size="xs" variant="default" onClick={() => void copy(draft.body).then(setCopied)}>
            {copied === true ? 'Copied' : 'Copy mine'}
          </Button>
        </Group>
        {copied === false && (
          <Textarea
            label="Your text, to copy by hand"
            description="The browser gives the clipboard to pages with a secure address only"
            readOnly
            rows={8}
            value={draft.body}
          />
        )}
      </Stack>
    </Alert>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether what was typed is with the server. */
export function Saved({ state }: { state: DraftState }) {
  return (
    <Text size="sm" className={state.kind === 'refused' || state.kind === 'conflict' ? 'grade-minor' : 'quiet'} role="status">
      {state.kind === 'saved'
        ? 'Saved'
        : state.kind === 'saving'
          ? 'Saving …'
          : state.kind === 'conflict'
            ? 'Not saved: somebody else has saved since'
            : `Not saved: ${state.message}. ${state.remedy}`}
    </Text>
  );
}
