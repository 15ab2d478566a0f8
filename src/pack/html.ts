import type { Block, Run } from '../isms/documents/markdown.ts';

/** HTML that is made of nothing but what is escaped, and of itself. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
type Value = string | number | Html | null | undefined | false | readonly Value[];

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => signs[sign]!);

function shown(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map(shown).join('') : escaped(String(value));
}

/** A template whose values are text unless they are HTML themselves. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.map((part, at) => part + (at < values.length ? shown(values[at]) : '')).join(''));
}

/** A text as it was written: headings two levels down, markup in it as data. */
export const blocksToHtml = (blocks: readonly Block[]): Html[] => blocks.map(block);

function block(each: Block): Html {
  switch (each.kind) {
    case 'heading': {
      const level = Math.min(6, each.level + 2);
      return new Html(`<h${level}>${runs(each.runs).text}</h${level}>`);
    }
    case 'paragraph':
      return html`<p>${runs(each.runs)}</p>`;
    case 'list': {
      const items = each.items.map((item) => html`<li>${item.map((part) => (part.kind === 'paragraph' ? runs(part.runs) : block(part)))}</li>`);
      return each.ordered
        ? html`<ol start="${each.start}">
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
    case 'table':
      return table(
        each.head.map(runs),
        each.rows.map((row) => row.map(runs)),
      );
    case 'quote':
      return html`<blockquote>${each.blocks.map(block)}</blockquote>`;
    case 'code':
      return html`<pre tabindex="0">${each.text}</pre>`;
    case 'line':
      return html`<hr />`;
  }
}

const runs = (list: readonly Run[]): Html =>
  html`${list.map(({ text, bold, italic, code, link }) => {
    let shownRun = html`${text}`;
    if (code) shownRun = html`<code>${shownRun}</code>`;
    if (italic) shownRun = html`<em>${shownRun}</em>`;
    if (bold) shownRun = html`<strong>${shownRun}</strong>`;
    return link ? html`<a href="${link}" rel="noreferrer">${shownRun}</a>` : shownRun;
  })}`;

/** A table that scrolls by itself where the page is narrow. */
export const table = (head: readonly Value[], rows: readonly (readonly Value[])[], label = 'Table'): Html =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${head.map((each) => html`<th scope="col">${each}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((each) => html`<td>${each}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
