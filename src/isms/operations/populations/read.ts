import { createHash } from 'node:crypto';
import { Problem } from '../../../platform/contract/problem.ts';
import { Account, accountKinds, mostAccounts } from './model.ts';

export type Cell = string | number | boolean | Date | null;

/** Words of headers by which a column is known; letters and digits only. */
const headers = {
  id: [
    'id',
    'accountid',
    'userid',
    'objectid',
    'login',
    'username',
    'user',
    'account',
    'samaccountname',
    'arn',
    'kennung',
    'benutzer',
    'benutzername',
    'konto',
  ],
  name: ['name', 'displayname', 'fullname', 'anzeigename', 'vollstaendigername', 'nom', 'nombre'],
  email: ['email', 'mail', 'emailaddress', 'primaryemail', 'userprincipalname', 'upn', 'emailadresse', 'courriel', 'correo'],
  active: ['active', 'enabled', 'accountenabled', 'status', 'state', 'aktiv', 'actif', 'activo'],
  suspended: ['suspended', 'disabled', 'blocked', 'deactivated', 'gesperrt', 'deaktiviert'],
  privileged: ['privileged', 'admin', 'isadmin', 'administrator', 'superadmin', 'privilegiert'],
  access: ['access', 'role', 'roles', 'groups', 'group', 'permissions', 'rights', 'rolle', 'rollen', 'gruppen', 'rechte'],
  kind: ['kind', 'type', 'usertype', 'accounttype', 'art', 'typ'],
  lastUsedOn: ['lastused', 'lastusedon', 'lastlogin', 'lastsignin', 'lastlogon', 'lastactivity', 'passwordlastused', 'letzteanmeldung'],
} as const;
type Column = keyof typeof headers;

const bare = (value: unknown) =>
  String(value ?? '')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]/g, '');
const yes = new Set(['true', 'yes', 'y', '1', 'active', 'enabled', 'ja', 'aktiv', 'oui', 'si', 'x', 'admin', 'administrator']);
const no = new Set([
  'false',
  'no',
  'n',
  '0',
  'inactive',
  'disabled',
  'suspended',
  'deprovisioned',
  'blocked',
  'staged',
  'nein',
  'inaktiv',
  'gesperrt',
  'non',
]);

/**
 * Accounts from the rows of a table whose first row with an account, a user or an address is the header. A row that
 * cannot be read is an error with its number: a review over part of a list would be no review.
 */
export function accountsFrom(rows: readonly Cell[][]): Account[] {
  const { at, columns } = headerOf(rows);
  const problems: { field: string; message: string }[] = [];
  const accounts: Account[] = [];
  const seen = new Map<string, number>();
  rows.slice(at + 1).forEach((cells, index) => {
    if (cells.every((cell) => cell === null || cell === '')) return;
    const row = at + index + 2;
    const text = (column: Column) => (columns[column] === undefined ? '' : textOf(cells[columns[column]] ?? null));
    const id = text('id') || text('email');
    if (id === '') return void problems.push({ field: `row ${row}`, message: 'There is neither an account nor an address.' });
    if (seen.has(id)) return void problems.push({ field: `row ${row}`, message: `${id} stands in row ${seen.get(id)} already.` });
    seen.set(id, row);
    const kind = bare(text('kind'));
    const known = accountKinds.find((each) => kind === each || kind.startsWith(each));
    const activeCell = text('active');
    const active = activeCell === '' ? null : truth(activeCell);
    if (columns.active !== undefined && activeCell !== '' && active === null)
      return void problems.push({ field: `row ${row}`, message: `"${activeCell}" does not say whether the account is active.` });
    const off = text('suspended') === '' ? null : truth(text('suspended'));
    const lastUsed = /^\d{4}-\d\d-\d\d/.exec(text('lastUsedOn'))?.[0] ?? null;
    accounts.push(
      Account.parse({
        id: id.slice(0, 300),
        name: text('name').slice(0, 300),
        email: (text('email') || (id.includes('@') ? id : '')).toLowerCase().slice(0, 300),
        kind: known ?? (kind === 'member' || kind === '' ? 'person' : 'unknown'),
        active: (active ?? true) && off !== true,
        privileged: text('privileged') !== '' && truth(text('privileged')) === true,
        access: text('access').slice(0, 1000),
        lastUsedOn: lastUsed,
      }),
    );
  });
  if (problems.length > 0)
    throw new Problem(
      'invalid-input',
      `${problems.length} ${problems.length === 1 ? 'row' : 'rows'} of the list cannot be read: ${problems[0]!.field}: ${problems[0]!.message}`,
      {
        fields: problems.slice(0, 200),
        remedy: 'Correct the list and send all of it again; a review rests on the complete list.',
      },
    );
  if (accounts.length === 0)
    throw new Problem('invalid-input', 'The list holds no accounts.', { remedy: 'Export it again with all accounts and its headers.' });
  return accounts;
}

function headerOf(rows: readonly Cell[][]): { at: number; columns: Partial<Record<Column, number>> } {
  for (const [at, cells] of rows.slice(0, 20).entries()) {
    const columns: Partial<Record<Column, number>> = {};
    for (const [index, cell] of cells.entries()) {
      const word = bare(cell);
      const column = (Object.keys(headers) as Column[]).find(
        (each) => columns[each] === undefined && (headers[each] as readonly string[]).includes(word),
      );
      if (column) columns[column] = index;
    }
    if (columns.id !== undefined || columns.email !== undefined) return { at, columns };
  }
  throw new Problem('invalid-input', 'No column of the list names accounts.', {
    fields: [{ field: 'upload', message: 'A header such as "User name", "Account" or "E-mail" is needed.' }],
    remedy: 'Export it with its headers, one row for each account.',
  });
}

const truth = (text: string): boolean | null => (yes.has(bare(text)) ? true : no.has(bare(text)) ? false : null);
const textOf = (cell: Cell): string => (cell === null ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim());

/** Accounts in the order of their ids, and the hash over all of them: the same list gives the same hash, in whatever order it came. */
export function sealed(accounts: readonly Account[]): { accounts: Account[]; sha256: string; count: number; active: number } {
  if (accounts.length > mostAccounts)
    throw new Problem(
      'too-large',
      `The list has ${accounts.length.toLocaleString('en')} accounts; at most ${mostAccounts.toLocaleString('en')} are kept.`,
      {
        remedy: 'Split it by parts of the system, and review each.',
      },
    );
  const sorted = accounts.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const hash = createHash('sha256');
  for (const { id, name, email, kind, active, privileged, access } of sorted)
    hash.update(`${JSON.stringify([id, name, email, kind, active, privileged, access])}\n`);
  return { accounts: sorted, sha256: hash.digest('hex'), count: sorted.length, active: sorted.filter(({ active }) => active).length };
}
