import type { Editor } from '@tiptap/react';
import type { Fact } from './facts.ts';

const tag = (source: string) => ({ type: 'tag', attrs: { source } });
const marker = (source: string, opens: boolean) => ({ type: 'marker', attrs: { source, above: opens, below: !opens } });

/** The text has the keyboard again at once, so that somebody who types on loses no letter: the editor's own focus waits for the next frame. */
function writing(editor: Editor) {
  editor.view.focus();
  return editor.chain();
}

/** Puts a fact at the cursor; a section around what is chosen, or a new one below. A plain word is a field of each entry of a list. */
export function insertFact(editor: Editor, fact: Fact | string): void {
  const chain = writing(editor);
  if (typeof fact === 'string') return void chain.insertContent(tag(`{{${fact}}}`)).run();
  const { path, kind } = fact;
  if (kind === 'text') return void chain.insertContent(tag(`{{${path}}}`)).run();
  const { $from, $to, empty, from, to } = editor.state.selection;
  const [open, close] = [`{{#${path}}}`, `{{/${path}}}`];
  if (kind === 'flag' && !empty && $from.sameParent($to)) return void chain.insertContentAt(to, tag(close)).insertContentAt(from, tag(open)).run();
  const content =
    kind === 'list'
      ? { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [tag('{{name}}')] }] }] }
      : { type: 'paragraph' };
  const below = $to.depth > 0 ? $to.after(1) : to;
  chain
    .insertContentAt(below, [marker(open, true), content, marker(close, false)])
    .setTextSelection(below + (kind === 'list' ? 5 : 2))
    .run();
}

/** The number of a control or clause, as one types it. */
export const insertReference = (editor: Editor, label: string): void => void writing(editor).insertContent(label).run();
