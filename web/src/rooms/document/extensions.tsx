import { Extension, InputRule, mergeAttributes, Node } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { Node as Held } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { NodeViewContent, NodeViewWrapper, ReactNodeViewRenderer, type NodeViewProps } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { said, useFacts } from './facts.ts';
import { parse } from './markdown.ts';

/** A fact, or the boundary of a section in a line: shown as what it says today. */
function TagChip({ node, selected }: NodeViewProps) {
  const { kind, text } = said(String(node.attrs['source']), useFacts());
  return (
    <NodeViewWrapper
      as="span"
      className="fact"
      data-kind={kind}
      data-chosen={selected || undefined}
      data-card={`tag ${String(node.attrs['source'])}`}
    >
      {text}
    </NodeViewWrapper>
  );
}

const Tag = Node.create({
  name: 'tag',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ source: { default: '', parseHTML: (element) => element.getAttribute('data-tag') } }),
  parseHTML: () => [{ tag: 'span[data-tag]' }],
  renderHTML: ({ node }) => ['span', { 'data-tag': node.attrs['source'] }, String(node.attrs['source'])],
  renderText: ({ node }) => String(node.attrs['source']),
  addNodeView: () => ReactNodeViewRenderer(TagChip, { as: 'span' }),
});

/** The boundary of a section on a line of its own. */
function MarkerLine({ node, selected }: NodeViewProps) {
  const facts = useFacts();
  const tags = String(node.attrs['source']).match(/\{\{[^}]*\}\}/g) ?? [];
  return (
    <NodeViewWrapper className="section-marker" data-chosen={selected || undefined} data-drag-handle>
      {tags.map((tag, index) => {
        const { kind, text } = said(tag, facts);
        return (
          <span key={index} className="fact" data-kind={kind} data-card={`tag ${tag}`}>
            {text}
          </span>
        );
      })}
    </NodeViewWrapper>
  );
}

const Marker = Node.create({
  name: 'marker',
  group: 'block',
  atom: true,
  selectable: true,
  addAttributes: () => ({
    source: { default: '', parseHTML: (element) => element.getAttribute('data-marker') },
    above: { default: true, parseHTML: (element) => element.getAttribute('data-above') !== 'false' },
    below: { default: true, parseHTML: (element) => element.getAttribute('data-below') !== 'false' },
  }),
  parseHTML: () => [{ tag: 'div[data-marker]' }],
  renderHTML: ({ node }) => [
    'div',
    { 'data-marker': node.attrs['source'], 'data-above': String(node.attrs['above']), 'data-below': String(node.attrs['below']) },
    String(node.attrs['source']),
  ],
  renderText: ({ node }) => String(node.attrs['source']),
  addNodeView: () => ReactNodeViewRenderer(MarkerLine),
});

function SourceBlock() {
  return (
    <NodeViewWrapper className="source-block">
      <span contentEditable={false} className="source-label">
        Kept as Markdown
      </span>
      <NodeViewContent<'pre'> as="pre" />
    </NodeViewWrapper>
  );
}

const Source = Node.create({
  name: 'source',
  group: 'block',
  content: 'text*',
  marks: '',
  code: true,
  defining: true,
  parseHTML: () => [{ tag: 'pre[data-source]', preserveWhitespace: 'full' }],
  renderHTML: ({ HTMLAttributes }) => ['pre', mergeAttributes(HTMLAttributes, { 'data-source': '' }), 0],
  addNodeView: () => ReactNodeViewRenderer(SourceBlock),
  addKeyboardShortcuts() {
    return {
      // Two line breaks at the end lead out of it.
      Enter: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        if (!empty || $from.parent.type !== this.type) return false;
        if ($from.parentOffset === $from.parent.content.size && $from.parent.textContent.endsWith('\n')) return editor.commands.exitCode();
        return editor.commands.insertContent({ type: 'text', text: '\n' });
      },
    };
  },
});

/** A row of a table carries the sections that begin above or end below it. */
const Row = TableRow.extend({
  addAttributes() {
    const kept = (name: string) => ({
      default: null,
      parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`),
      renderHTML: (attributes: Record<string, unknown>) => (attributes[name] ? { [`data-${name}`]: attributes[name] } : {}),
    });
    return { ...this.parent?.(), above: kept('above'), below: kept('below') };
  },
});

/** Control and clause numbers of the standard, as they are typed. */
const numbers = /\bA\.[5-8]\.\d{1,2}\b/g;

export interface Quote {
  id: string;
  quote: string;
}
export const marginKey = new PluginKey<{ quotes: Quote[]; set: DecorationSet }>('margin');

/** Where a quote begins and ends: it is sought in one block after the other. Tags count as one letter. */
export function placeOf(doc: Held, quote: string): { from: number; to: number } | null {
  const plain = (node: { type: string; text?: string; content?: unknown }): string =>
    node.type === 'text'
      ? (node.text ?? '')
      : node.type === 'tag' || node.type === 'hardBreak'
        ? '\uFFFC'
        : ((node.content ?? []) as never[]).map(plain).join('');
  const blocks: string[] = [];
  const collect = (node: { type: string; text?: string; content?: unknown }): void => {
    const content = (node.content ?? []) as { type: string }[];
    if (content.some(({ type }) => type === 'text' || type === 'tag')) blocks.push(plain(node).trim());
    else content.forEach(collect);
  };
  collect(parse(quote).doc);
  const [wanted] = blocks;
  if (!wanted) return null;
  let found: { from: number; to: number } | null = null;
  doc.descendants((node, at) => {
    if (found || !node.isTextblock) return !found;
    const start = node.textBetween(0, node.content.size, null, '\uFFFC').indexOf(wanted);
    if (start !== -1) found = { from: at + 1 + start, to: at + 1 + start + wanted.length };
    return false;
  });
  return found;
}

/** What is drawn over the text and is no part of it: numbers of controls, passages that somebody remarks on, rows that repeat. */
const Drawn = Extension.create({
  name: 'drawn',
  addProseMirrorPlugins() {
    const draw = (doc: Held, quotes: Quote[]) => {
      const found: Decoration[] = [];
      doc.descendants((node, at, parent) => {
        if (node.isText && !parent?.type.spec.code)
          for (const { index, 0: number } of node.text!.matchAll(numbers))
            found.push(Decoration.inline(at + index, at + index + number.length, { class: 'control-number', 'data-card': `control ${number}` }));
        if (node.type.name === 'tableRow' && (node.attrs['above'] || node.attrs['below'])) {
          found.push(
            Decoration.node(at, at + node.nodeSize, { class: 'section-row', 'data-card': `tag ${node.attrs['above'] ?? node.attrs['below']}` }),
          );
        }
      });
      for (const { id, quote } of quotes) {
        const place = placeOf(doc, quote);
        if (place) found.push(Decoration.inline(place.from, place.to, { class: 'remarked', 'data-remark': id }));
      }
      return DecorationSet.create(doc, found);
    };
    return [
      new Plugin({
        key: marginKey,
        state: {
          init: (_config, { doc }) => ({ quotes: [] as Quote[], set: draw(doc, []) }),
          apply: (transaction, old) => {
            const quotes = (transaction.getMeta(marginKey) as Quote[] | undefined) ?? old.quotes;
            return transaction.docChanged || quotes !== old.quotes ? { quotes, set: draw(transaction.doc, quotes) } : old;
          },
        },
        props: {
          decorations(state) {
            return marginKey.getState(state)?.set;
          },
        },
      }),
    ];
  },
});

/** `{{` asks for a fact. */
const Asking = Extension.create<{ fact(): void }>({
  name: 'asking',
  addOptions: () => ({ fact: () => undefined }),
  addInputRules() {
    const { fact } = this.options;
    return [
      new InputRule({
        find: /\{\{$/,
        undoable: false,
        handler: ({ state, range }) => {
          state.tr.delete(range.from, range.to);
          queueMicrotask(fact);
        },
      }),
    ];
  },
});

export const extensions = (asked: () => void) => [
  StarterKit.configure({
    strike: false,
    underline: false,
    heading: { levels: [1, 2, 3, 4] },
    link: { openOnClick: false, autolink: false, protocols: ['https', 'http', 'mailto'] },
    trailingNode: { notAfter: ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote'] },
  }),
  Table.configure({ resizable: false, allowTableNodeSelection: true }),
  // A cell of a Markdown table is one line.
  TableHeader.extend({ content: 'paragraph' }),
  TableCell.extend({ content: 'paragraph' }),
  Row,
  Tag,
  Marker,
  Source,
  Drawn,
  Asking.configure({ fact: asked }),
];
