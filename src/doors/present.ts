/** An answer for people at a terminal: a table for lists, lines for a record. Programs ask for --json. */
export function present(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  if (typeof answer !== 'object' || answer === null) return String(answer);
  const record = answer as Record<string, unknown>;
  for (const name of ['items', 'findings', 'lines', 'conflicts', 'points', 'differences', 'tasks', 'records']) {
    const list = record[name];
    if (!Array.isArray(list) || (list.length > 0 && typeof list[0] !== 'object')) continue;
    if (name === 'records') return changed(list as { id: string }[], record);
    const rest = Object.entries(record).filter(([key]) => key !== name && key !== 'items');
    return [table(list as Record<string, unknown>[]), ...rest.map(([key, value]) => `${key}: ${brief(value)}`)].join('\n');
  }
  const inner = record['record'];
  if (typeof inner === 'object' && inner !== null) {
    const { record: _record, ...rest } = record;
    return lines({ ...(inner as Record<string, unknown>), ...rest });
  }
  return lines(record);
}

const hidden = new Set([
  'version',
  'createdAt',
  'updatedAt',
  'archivedAt',
  'summary',
  'description',
  'gradeReason',
  'confidenceReason',
  'stages',
  'records',
  'text',
  'remedy',
  'room',
  'usualEffort',
  'fingerprint',
  'lines',
  'method',
  'scenario',
  'externalReference',
  'identifiedOn',
  'ratedOn',
  'origins',
  'knownAs',
]);
/** Where a rating is shown, the steps it was made of are not. */
const shows = (key: string, list: Record<string, unknown>[]) => !hidden.has(key) && !(/(Likelihood|Impact)$/.test(key) && 'current' in list[0]!);

function table(list: Record<string, unknown>[]): string {
  if (list.length === 0) return 'Nothing.';
  const columns = Object.keys(list[0]!)
    .filter((key) => shows(key, list) && list.some((each) => brief(each[key]) !== ''))
    .slice(0, 8);
  const rows = [columns, ...list.map((each) => columns.map((key) => clip(brief(each[key]), 48)))];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** After a change of many: which ones, and how to take it back. */
const changed = (list: { id: string }[], { request }: Record<string, unknown>) =>
  [`${list.length} changed: ${list.map(({ id }) => id).join(', ')}`, ...(request ? [`request: ${String(request)}`] : [])].join('\n');

const kept = new Set(['createdAt', 'updatedAt', 'fingerprint', 'origins', 'knownAs']);
const lines = (record: Record<string, unknown>) => {
  const shown = Object.entries(record).filter(([key, value]) => !kept.has(key) && brief(value) !== '');
  const width = Math.max(0, ...shown.map(([key]) => key.length));
  return shown.map(([key, value]) => `${key.padEnd(width)}  ${brief(value)}`).join('\n');
};

function brief(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.every((each) => typeof each !== 'object') ? value.join(', ') : `${value.length}`;
  if (typeof value === 'object') {
    const inner = value as Record<string, unknown>;
    if ('score' in inner) return `${String(inner['score'])} ${String(inner['level'] ?? '')}`;
    return Object.entries(inner)
      .map(([key, each]) => `${key} ${brief(each)}`)
      .join(', ');
  }
  return String(value);
}

const clip = (text: string, length: number) => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};
