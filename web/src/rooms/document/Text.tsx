import { Alert, Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead } from '../../client.tsx';
import { Prose } from '../../parts/Text.tsx';
import { dayInWords, sentence } from '../../words.ts';
import { Conflict, Saved } from './Conflict.tsx';
import type { Draft, DraftState } from './draft.ts';
import type { Fact } from './facts.ts';
import { Remarks, useRemarks } from './Remarks.tsx';
import type { Remark, Summary, Version } from './shared.ts';
import { stateSigns, stateWords } from './shared.ts';

// The editor is the largest part of the page: whoever only reads does not load it.
const Editor = lazy(() => import('./Editor.tsx'));
const none: Remark[] = [];

export function useFactsByPath(): ReadonlyMap<string, Fact> | undefined {
  const facts = useRead(['facts'], (client) => client.documents.facts());
  return useMemo(() => facts.data && new Map(facts.data.items.map((fact) => [fact.path, fact])), [facts.data]);
}

/** Puts the titles of facts in the place of their paths, where a text names what is not filled in. */
export function useNamedBlanks(): (words: string) => string {
  const facts = useFactsByPath();
  return (words) => words.replaceAll(/\[to be filled in: ([^\]]+)\]/g, (_all, path: string) => `[not yet known: ${facts?.get(path)?.title ?? path}]`);
}

/** A draft, in the editor, with the remarks beside it. */
export function DraftText({ version, draft, state }: { version: Version; draft: Draft; state: DraftState }) {
  const facts = useFactsByPath();
  const remarks = useRemarks(version.id).data?.items ?? none;
  const selected = useRef<string | null>(null);
  const [quote, setQuote] = useState<string | null>(null);
  const text = useRef<HTMLDivElement>(null);
  const { topOf, onShow } = useAnchors(text, ({ id }) => text.current?.querySelector(`[data-remark="${id}"]`) ?? null);
  const open = useMemo(() => remarks.filter(({ status }) => status === 'open').map(({ id, quote: passage }) => ({ id, quote: passage })), [remarks]);
  return (
    <Stack gap="sm">
      {version.returnedBecause && (
        <Alert color="yellow" variant="light" title="Returned to be changed">
          {version.returnedBecause}
        </Alert>
      )}
      {state.kind === 'conflict' && <Conflict draft={draft} state={state} />}
      <div className="text-and-margin">
        <div ref={text} style={{ minWidth: 0 }}>
          {facts ? (
            <Suspense fallback={<Waiting />}>
              <Editor
                body={draft.body}
                generation={draft.generation}
                facts={facts}
                onChange={(body) => draft.type(body)}
                quotes={open}
                onQuote={(chosen) => (selected.current = chosen)}
                onRemark={() => setQuote(selected.current)}
                status={<Saved state={state} />}
              />
            </Suspense>
          ) : (
            <Waiting />
          )}
        </div>
        <Remarks
          version={version.id}
          status={version.status}
          remarks={remarks}
          quote={quote}
          onDone={() => setQuote(null)}
          topOf={topOf}
          onShow={onShow}
          before={() => draft.flush()}
          onAccepted={(stored) => draft.seen(stored)}
        />
      </div>
    </Stack>
  );
}

const Waiting = () => (
  <Group gap="xs" role="status">
    <Loader size="xs" />
    <Text className="quiet">Loading …</Text>
  </Group>
);

/** A text that is not changed any more, or that one may only read: with remarks while it is in review. */
export function FrozenText({ version, versions }: { version: Version; versions: Summary[] }) {
  const { slug, role } = useHere();
  const facts = useFactsByPath();
  const remarks = useRemarks(version.id).data?.items ?? none;
  const [quote, setQuote] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const text = useRef<HTMLDivElement>(null);
  const remarkable = (version.status === 'draft' || version.status === 'in-review') && may(role as Role, 'comment on records');
  const { topOf, onShow } = useAnchors(text, (remark) => rangeOf(text.current, remark.quote));
  useEffect(() => {
    const chosen = () => {
      const selection = document.getSelection();
      const inside =
        selection && !selection.isCollapsed && text.current?.contains(selection.anchorNode) && text.current.contains(selection.focusNode);
      setSelected(inside ? selection.toString().trim() || null : null);
    };
    document.addEventListener('selectionchange', chosen);
    return () => document.removeEventListener('selectionchange', chosen);
  }, []);
  // Passages with an open remark are marked where the browser can do it without touching the text.
  useEffect(() => {
    if (!('highlights' in CSS)) return;
    const ranges = remarks.flatMap((remark) => (remark.status === 'open' ? (rangeOf(text.current, remark.quote) ?? []) : []));
    CSS.highlights.set('remarks', new Highlight(...ranges));
    return () => void CSS.highlights.delete('remarks');
  }, [remarks, version]);
  return (
    <Stack gap="md">
      {version.file && (
        <Alert variant="light" color="gray" title={version.file.name}>
          <Group gap="md">
            <Text size="sm">
              {version.file.size.toLocaleString('en')} bytes, SHA-256 <code style={{ overflowWrap: 'anywhere' }}>{version.file.sha256}</code>
            </Text>
            <Button size="xs" variant="default" onClick={() => void download(slug, `/document-versions/${version.id}/file`).catch(showError)}>
              Download the file
            </Button>
          </Group>
        </Alert>
      )}
      {remarkable && (
        <Group gap="xs" className="no-print">
          <Button
            size="xs"
            variant="default"
            disabled={selected === null}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setQuote(selected)}
          >
            Remark on the chosen passage
          </Button>
          <Text size="sm" className="quiet">
            Choose a passage of the text first.
          </Text>
        </Group>
      )}
      <div className={remarks.length > 0 || quote !== null ? 'text-and-margin' : undefined}>
        <div ref={text} style={{ minWidth: 0, position: 'relative' }}>
          <Prose
            blocks={version.preview.blocks}
            blank={(path) => {
              const fact = facts?.get(path);
              return fact ? (
                <Anchor inherit component={Link} to={`/o/${slug}/${fact.room}` as never}>
                  not known: {fact.title}
                </Anchor>
              ) : (
                `no such fact: ${path}`
              );
            }}
          />
          {version.preview.blocks.length === 0 && <Text className="quiet">This version has no text.</Text>}
        </div>
        {(remarks.length > 0 || quote !== null) && (
          <Remarks
            version={version.id}
            status={version.status}
            remarks={remarks}
            quote={quote}
            onDone={() => setQuote(null)}
            topOf={topOf}
            onShow={onShow}
          />
        )}
      </div>
      <VersionTable versions={versions} />
    </Stack>
  );
}

export function VersionTable({ versions }: { versions: Summary[] }) {
  return (
    <section className="scroll" tabIndex={0} aria-label="Versions">
      <table className="grid-table">
        <thead>
          <tr>
            <th>Version</th>
            <th>State</th>
            <th>Written by</th>
            <th>What changed</th>
            <th>Approved</th>
            <th>In force from</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((each) => (
            <tr key={each.id}>
              <td>{each.number}</td>
              <td className="nowrap">
                <span aria-hidden>{stateSigns[each.status]}</span> {sentence(stateWords[each.status])}
              </td>
              <td>{each.authorName}</td>
              <td>{each.changeNote}</td>
              <td>{each.approvals.map(({ name, at }) => `${name}, ${dayInWords(at)}`).join('; ')}</td>
              <td className="nowrap">{dayInWords(each.effectiveOn)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface Placed {
  getBoundingClientRect(): DOMRect;
}

/** Where passages stand beside the text, measured anew when the text moves. */
function useAnchors(text: React.RefObject<HTMLDivElement | null>, find: (remark: Remark) => Placed | null) {
  const [, moved] = useState(0);
  useEffect(() => {
    if (!text.current) return;
    let frame = 0;
    const again = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => moved((count) => count + 1));
    };
    const sizes = new ResizeObserver(again);
    const words = new MutationObserver(again);
    sizes.observe(text.current);
    words.observe(text.current, { childList: true, subtree: true, characterData: true });
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      words.disconnect();
    };
  }, [text]);
  return {
    topOf: (remark: Remark) => {
      const place = find(remark)?.getBoundingClientRect();
      return place && text.current ? place.top - text.current.getBoundingClientRect().top : null;
    },
    onShow: (remark: Remark) => {
      const place = find(remark)?.getBoundingClientRect();
      if (place) window.scrollTo({ top: window.scrollY + place.top - 160, behavior: 'smooth' });
    },
  };
}

/** The range of a passage in what is shown: letters count, blanks and breaks between blocks do not. */
function rangeOf(root: HTMLElement | null, quote: string): Range | null {
  if (!root) return null;
  const nodes: [node: globalThis.Text, from: number][] = [];
  let all = '';
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as globalThis.Text;
    nodes.push([node, all.length]);
    all += node.data.replaceAll(/\s/g, '');
  }
  const wanted = quote.replaceAll(/\s/g, '');
  const start = all.indexOf(wanted);
  if (start === -1 || wanted === '') return null;
  const place = (letter: number): [globalThis.Text, number] => {
    const [node, from] = nodes.findLast(([, begins]) => begins <= letter)!;
    let rest = letter - from;
    for (let at = 0; at < node.data.length; at++) if (!/\s/.test(node.data[at]!) && rest-- === 0) return [node, at];
    return [node, node.data.length];
  };
  const range = document.createRange();
  range.setStart(...place(start));
  const [last, at] = place(start + wanted.length - 1);
  range.setEnd(last, at + 1);
  return range;
}
