import { Anchor, Paper, Stack, Text } from '@mantine/core';
import { NodeSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useHere } from '../../client.tsx';
import { ReferenceCard } from '../../parts/Reference.tsx';
import { sentence } from '../../words.ts';
import { said, type FactsByPath } from './facts.ts';

/** Beside a chip or a number under the pointer, or a chip that the keyboard has chosen: where it comes from, and the way there. */
export function Cards({ root, editor, facts }: { root: HTMLElement; editor: Editor; facts: FactsByPath }) {
  const [shown, show] = useState<{ card: string; left: number; top: number } | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const at = (element: Element) => {
      const [own, around] = [element.getBoundingClientRect(), root.getBoundingClientRect()];
      show({
        card: element.getAttribute('data-card')!,
        left: Math.max(0, Math.min(own.left - around.left, around.width - 340)),
        top: own.bottom - around.top + 2,
      });
    };
    const later = (action: () => void, wait: number) => {
      clearTimeout(timer);
      timer = setTimeout(action, wait);
    };
    const over = (event: Event) => {
      const target = event.target as Element;
      if (target.closest('.card-beside')) return clearTimeout(timer);
      const found = target.closest('[data-card]');
      if (found) later(() => at(found), 300);
      else later(() => show(null), 250);
    };
    const key = (event: KeyboardEvent) => event.key === 'Escape' && show(null);
    const chosen = () => {
      const { selection } = editor.state;
      if (!(selection instanceof NodeSelection)) return show(null);
      const dom = editor.view.nodeDOM(selection.from);
      const found = dom instanceof Element ? (dom.matches('[data-card]') ? dom : dom.querySelector('[data-card]')) : null;
      if (found) at(found);
    };
    root.addEventListener('mouseover', over);
    root.addEventListener('keydown', key);
    editor.on('selectionUpdate', chosen);
    return () => {
      clearTimeout(timer);
      root.removeEventListener('mouseover', over);
      root.removeEventListener('keydown', key);
      editor.off('selectionUpdate', chosen);
    };
  }, [root, editor]);
  if (!shown) return null;
  const [kind, ...rest] = shown.card.split(' ');
  const what = rest.join(' ');
  return (
    <Paper className="card-beside" withBorder shadow="md" p="sm" style={{ left: shown.left, top: shown.top }}>
      {kind === 'control' ? <ReferenceCard id={what} /> : <FactCard source={what.split('\n')[0]!} facts={facts} />}
    </Paper>
  );
}

function FactCard({ source, facts }: { source: string; facts: FactsByPath }) {
  const { slug } = useHere();
  const { kind, path, text } = said(source, facts);
  const fact = facts.get(path);
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {fact?.title ?? text}
      </Text>
      <Text size="sm">
        {kind === 'unknown' && fact
          ? 'Nobody has recorded it yet. The text cannot be submitted while it is not known.'
          : kind === 'entry'
            ? 'Filled in for each entry of the list around it.'
            : text}
      </Text>
      {fact && (
        <Anchor component={Link} to={`/o/${slug}/${fact.room}` as never} size="sm">
          {fact.value === null ? 'Record it' : 'Where it comes from'}: {sentence(fact.room.replaceAll('/', ', '))}
        </Anchor>
      )}
      <Text size="xs" className="quiet" ff="monospace">
        {source}
      </Text>
    </Stack>
  );
}
