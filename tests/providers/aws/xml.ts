/** XML as AWS writes it. Lists are arrays under the name of their member: `{ Users: { member: [...] } }`. */
export function xml(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return String(value).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return Object.entries(value)
    .flatMap(([name, inner]) =>
      (Array.isArray(inner) ? inner : inner === undefined || inner === null ? [] : [inner]).map((each) => `<${name}>${xml(each)}</${name}>`),
    )
    .join('');
}
