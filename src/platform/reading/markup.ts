/** Just enough of XML and of the HTML that a converter writes: elements, attributes, text. No entities but the five, no DTD. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w:.-]+)((?:[^>"']|"[^"]*"|'[^']*')*)>|([^<]+)/g;
/** Elements of HTML without an end. */
const empty = new Set(['br', 'hr', 'img']);
/** Nobody nests text deeper. */
const deepest = 200;

/** Errors: when elements are nested too deeply. */
export function parseMarkup(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  for (const [whole, closes, name, attributes = '', words] of text.matchAll(token)) {
    const parent = open.at(-1)!;
    if (words !== undefined) parent.children.push(unescaped(words));
    else if (name === undefined) continue;
    else if (closes) {
      const at = open.findLastIndex((each) => each.name === name);
      if (at > 0) open.length = at;
    } else {
      const element: Element = { name, attributes: attributesOf(attributes), children: [] };
      parent.children.push(element);
      if (whole.endsWith('/>') || empty.has(name)) continue;
      open.push(element);
      if (open.length > deepest) throw new Error('It is nested too deeply.');
    }
  }
  return root;
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, one, two]) => [name!, unescaped(one ?? two ?? '')]),
  );

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
export const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    const code = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : null;
    if (code !== null) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    return entities[name] ?? whole;
  });

export const textOf = (element: Element): string =>
  element.children.map((child) => (typeof child === 'string' ? child : child.name === 'br' ? '\n' : textOf(child))).join('');

/** The first element of a name, anywhere below. */
export function find(element: Element, name: string): Element | undefined {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const found = child.name === name ? child : find(child, name);
    if (found) return found;
  }
  return undefined;
}

/**
 * Words of a document as Markdown that says the same: signs of Markdown are escaped, and two braces, which would bind a
 * fact here, are set apart.
 */
export const escaped = (text: string): string =>
  text
    .replaceAll(/[\\`*]/g, '\\$&')
    .replaceAll(/(?<![\p{L}\d])_|_(?![\p{L}\d])/gu, '\\_')
    .replaceAll('~~', '\\~~')
    .replaceAll('{{', '{ {');

/** What would begin a list, a heading or a quote at the start of a paragraph. */
export const asParagraph = (markdown: string): string =>
  markdown.replaceAll(/^(\s*)(#{1,6}(?=\s)|>|[-+](?=\s)|(\d+)(?=[.)]\s))/gm, (_all, blank, sign, number) =>
    number === undefined ? `${blank}\\${sign}` : `${blank}${number}\\`,
  );
