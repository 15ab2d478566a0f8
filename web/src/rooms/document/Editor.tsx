import '@mantine/tiptap/styles.css';
import { Button, Textarea } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { Slice, type Node as Held } from '@tiptap/pm/model';
import { NodeSelection } from '@tiptap/pm/state';
import { useEditor, useEditorState, type Editor as Tiptap } from '@tiptap/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Cards } from './Cards.tsx';
import { extensions, marginKey, type Quote } from './extensions.tsx';
import { FactsContext, type Fact, type FactsByPath } from './facts.ts';
import { insertFact, insertReference } from './insert.ts';
import { parse } from './markdown.ts';
import { FactPicker, ReferencePicker } from './Pickers.tsx';
import { line, write, type Node } from './written.ts';

interface Props {
  body: string;
  /** Counts up when the text was exchanged from outside. */
  generation: number;
  facts: FactsByPath;
  onChange(body: string): void;
  /** Passages that somebody remarks on. */
  quotes: Quote[];
  /** The passage that is chosen, as Markdown; null: none. */
  onQuote(quote: string | null): void;
  onRemark(): void;
  /** Whether it is saved; stands beside the tools, where it stays in sight. */
  status: React.ReactNode;
}

/** The text of a draft: rich, or its Markdown. */
export default function Editor(props: Props) {
  const [markdown, setMarkdown] = useState(false);
  const toggle = (
    <Button size="compact-xs" variant={markdown ? 'filled' : 'default'} aria-pressed={markdown} onClick={() => setMarkdown(!markdown)}>
      Markdown
    </Button>
  );
  if (markdown)
    return (
      <div>
        <div className="source-bar">
          {props.status}
          {toggle}
        </div>
        <Textarea
          aria-label="Text as Markdown"
          autosize
          minRows={16}
          defaultValue={props.body}
          key={props.generation}
          onChange={(event) => props.onChange(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.85rem' } }}
        />
      </div>
    );
  return (
    <FactsContext.Provider value={props.facts}>
      <Rich {...props} toggle={toggle} />
    </FactsContext.Provider>
  );
}

function Rich({ body, generation, facts, onChange, quotes, onQuote, onRemark, status, toggle }: Props & { toggle: React.ReactNode }) {
  const [asking, setAsking] = useState(false);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  // What the text was read from: blocks that nobody touches keep their letters.
  const [first] = useState(() => readFrom(body));
  const read = useRef(first);
  const handlers = useRef({ onChange, onQuote, onRemark });
  useEffect(() => {
    handlers.current = { onChange, onQuote, onRemark };
  });
  const editor = useEditor({
    extensions: useMemo(() => extensions(() => flushSync(() => setAsking(true))), []),
    content: first.doc,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: { 'aria-label': 'Text of the document', role: 'textbox', 'aria-multiline': 'true' },
      // Markdown in the clipboard is Markdown here, facts included.
      clipboardTextParser: (text, _context, _plain, view) => {
        const doc = view.state.schema.nodeFromJSON(parse(text).doc);
        return doc.childCount === 1 ? new Slice(doc.content, 1, 1) : Slice.maxOpen(doc.content);
      },
      clipboardTextSerializer: (slice) => markdownOf(slice.content.toJSON() as Node[] | null),
      handleKeyDown: (_view, event) => {
        const asked = event.key === 'Enter' && event.altKey && (event.ctrlKey || event.metaKey);
        if (asked) handlers.current.onRemark();
        return asked;
      },
    },
    onUpdate: ({ editor: own }) => {
      const text = write(own.getJSON() as Node, read.current.sources);
      if (text === read.current.text) return;
      read.current.text = text;
      handlers.current.onChange(text);
    },
    onSelectionUpdate: ({ editor: own }) => handlers.current.onQuote(quoteOf(own)),
  });

  const shown = useRef(generation);
  useEffect(() => {
    if (shown.current === generation) return;
    shown.current = generation;
    read.current = readFrom(body);
    editor.commands.setContent(read.current.doc, { emitUpdate: false });
  }, [body, generation, editor]);

  const marked = JSON.stringify(quotes);
  useEffect(() => {
    editor.view.dispatch(editor.state.tr.setMeta(marginKey, JSON.parse(marked) as Quote[]));
  }, [editor, marked]);

  const { inTable, chosen } = useEditorState({
    editor,
    selector: ({ editor: own }) => ({
      inTable: own.isActive('table'),
      chosen: !own.state.selection.empty && !(own.state.selection instanceof NodeSelection),
    }),
  });

  return (
    <div ref={setRoot} style={{ position: 'relative' }}>
      <RichTextEditor editor={editor} withCodeHighlightStyles={false} withTypographyStyles={false}>
        <RichTextEditor.Toolbar sticky stickyOffset={48} role="toolbar" aria-label="Format">
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Bold />
            <RichTextEditor.Italic />
            <RichTextEditor.Link />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.H1 />
            <RichTextEditor.H2 />
            <RichTextEditor.H3 />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.BulletList />
            <RichTextEditor.OrderedList />
            <RichTextEditor.Blockquote />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Control
              className="worded"
              aria-label="Insert table"
              onClick={() => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()}
            >
              Table
            </RichTextEditor.Control>
            {inTable && (
              <>
                <RichTextEditor.TableRowAfter />
                <RichTextEditor.TableRowDelete />
                <RichTextEditor.TableColumnAfter />
                <RichTextEditor.TableColumnDelete />
                <RichTextEditor.TableDelete />
              </>
            )}
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <FactPicker facts={facts} asking={asking} onAsked={setAsking} onPick={(fact: Fact | string) => insertFact(editor, fact)} />
            <ReferencePicker onPick={(label) => insertReference(editor, label)} />
            <RichTextEditor.Control
              className="worded"
              aria-label="Remark on the chosen passage"
              title="Choose a passage, then remark on it (Ctrl Alt Enter)"
              disabled={!chosen}
              onMouseDown={(event) => event.preventDefault()}
              onClick={onRemark}
            >
              Remark
            </RichTextEditor.Control>
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Undo />
            <RichTextEditor.Redo />
          </RichTextEditor.ControlsGroup>
          {toggle}
          {status}
        </RichTextEditor.Toolbar>
        <RichTextEditor.Content className="prose editing" />
      </RichTextEditor>
      {root && <Cards root={root} editor={editor} facts={facts} />}
    </div>
  );
}

function readFrom(body: string) {
  const parsed = parse(body);
  // What it would be written as: the editor adds an empty paragraph by itself, and that is no change.
  return { ...parsed, text: write(parsed.doc, parsed.sources) };
}

const markdownOf = (content: Node[] | null): string => {
  if (!content) return '';
  const inline = content.every(({ type }) => type === 'text' || type === 'tag' || type === 'hardBreak');
  return inline ? line(content) : write({ type: 'doc', content });
};

function quoteOf({ state }: Tiptap): string | null {
  const { selection, doc } = state;
  if (selection.empty) return null;
  const { $from, $to, from, to } = selection;
  const content = (
    $from.sameParent($to) && $from.parent.isTextblock
      ? inside($from.parent, $from.parentOffset, $to.parentOffset)
      : doc.slice(from, to).content.toJSON()
  ) as Node[] | null;
  return markdownOf(content).trim() || null;
}
const inside = (parent: Held, from: number, to: number) => parent.slice(from, to).content.toJSON() as unknown;
