import { Anchor } from '@mantine/core';
import { createElement, Fragment, type ReactNode } from 'react';
import type { Block, Run } from '../../../src/isms/documents/contract.ts';
import { Reference } from './Reference.tsx';

interface ProseProps {
  blocks: readonly Block[];
  /** The level that a heading of the first level gets: a text stands under the title of its page. */
  level?: number;
  /** Control numbers become links with a card; off where the reader may not look into the Statement of Applicability. */
  references?: boolean;
  /** What a fact that is not known is called, and where it is filled in; without it the path itself. */
  blank?: (path: string) => ReactNode;
}

/** A text as people read it: documents, lessons, previews of templates. What is not filled in yet stands out. */
export function Prose({ blocks, level = 2, references = true, blank }: ProseProps) {
  const face: Face = { references, blank };
  return (
    <div className="prose">
      {blocks.map((block, index) => (
        <One key={index} block={block} level={level} face={face} />
      ))}
    </div>
  );
}

type Face = Required<Pick<ProseProps, 'references'>> & Pick<ProseProps, 'blank'>;

function One({ block, level, face }: { block: Block; level: number; face: Face }) {
  switch (block.kind) {
    case 'heading':
      return createElement(`h${Math.min(6, block.level + level - 1)}`, null, <Runs runs={block.runs} face={face} />);
    case 'paragraph':
      return (
        <p>
          <Runs runs={block.runs} face={face} />
        </p>
      );
    case 'list': {
      const items = block.items.map((inner, index) => (
        <li key={index}>
          {inner.map((each, at) =>
            // An item of one line needs no paragraph of its own.
            each.kind === 'paragraph' ? (
              at === 0 ? (
                <Runs key={at} runs={each.runs} face={face} />
              ) : (
                <p key={at}>
                  <Runs runs={each.runs} face={face} />
                </p>
              )
            ) : (
              <One key={at} block={each} level={level} face={face} />
            ),
          )}
        </li>
      ));
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <div className="scroll" tabIndex={0} role="group" aria-label="Table">
          <table className="grid-table">
            <thead>
              <tr>
                {block.head.map((cell, index) => (
                  <th key={index} scope="col">
                    <Runs runs={cell} face={face} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, at) => (
                    <td key={at}>
                      <Runs runs={cell} face={face} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'quote':
      return (
        <blockquote>
          {block.blocks.map((each, index) => (
            <One key={index} block={each} level={level} face={face} />
          ))}
        </blockquote>
      );
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'line':
      return <hr />;
  }
}

function Runs({ runs, face }: { runs: readonly Run[]; face: Face }) {
  return runs.map((run, index) => {
    let shown: ReactNode = run.code ? <code>{run.text}</code> : <Words text={run.text} face={run.link ? { ...face, references: false } : face} />;
    if (run.italic) shown = <em>{shown}</em>;
    if (run.bold) shown = <strong>{shown}</strong>;
    if (run.link)
      shown = (
        <Anchor inherit href={run.link} target="_blank" rel="noreferrer" underline="always">
          {shown}
        </Anchor>
      );
    return <Fragment key={index}>{shown}</Fragment>;
  });
}

/** What the renderer writes where a fact is not known, and the numbers of controls. */
const special = /(\[to be filled in: [^\]]+\]|\bA\.[5-8]\.\d{1,2}\b)/;

function Words({ text, face }: { text: string; face: Face }) {
  return text.split(special).map((part, index) => {
    if (index % 2 === 0)
      return part.split('\n').map((line, at) => (
        <Fragment key={`${index} ${at}`}>
          {at > 0 && <br />}
          {line}
        </Fragment>
      ));
    const path = /^\[to be filled in: (.+)\]$/.exec(part)?.[1];
    if (path)
      return (
        <mark key={index} className="blank">
          {face.blank?.(path) ?? `to be filled in: ${path}`}
        </mark>
      );
    return face.references ? <Reference key={index} id={part} /> : part;
  });
}
