import type { Change } from './merge.ts';

/** A text with what was struck out and what was put in; words and colour say the same. */
export function Redline({ paragraphs, onlyChanged = false }: { paragraphs: readonly (readonly Change[])[]; onlyChanged?: boolean }) {
  const shown = onlyChanged ? paragraphs.filter((paragraph) => paragraph.some(({ change }) => change !== 'same')) : paragraphs;
  return (
    <div className="prose redline">
      {shown.map((paragraph, index) => (
        <p key={index}>
          <Pieces pieces={paragraph} />
        </p>
      ))}
    </div>
  );
}

export function Pieces({ pieces }: { pieces: readonly Change[] }) {
  return pieces.map(({ text, change }, index) =>
    change === 'added' ? <ins key={index}>{text}</ins> : change === 'removed' ? <del key={index}>{text}</del> : <span key={index}>{text}</span>,
  );
}
