import type { TableShown } from '../isms/auditor/contract.ts';
import type { Looking } from '../isms/auditor/room.ts';
import type { Contents, PackRecord, SoaLineInForce } from './contents.ts';
import { html } from './html.ts';
import { from, pageOfControl } from './paths.ts';

/** What leads to what in one pack: from controls and clauses to documents and evidence, from numbers to pages. */
export function linksIn({ parts, statement }: Contents, { isms, standard }: Looking) {
  const ids = [...standard.controls, ...isms.ownControls].map(({ id }) => id);
  const controls = new Map(ids.map((id) => [id, pageOfControl(id)]));
  const open = new Map(parts.flatMap(({ records }) => records.map((each) => [`${each.register} ${each.record.id}`, each] as const)));
  const lines = new Map<string, SoaLineInForce>((statement ?? []).map((line) => [line.control, line]));
  const recordsOf = (register: string) => [...open.values()].filter((each) => each.register === register);
  const bySubject = grouped(recordsOf('evidence'), ({ record }) => record['subjects'] as string[]);
  const byControl = {
    documents: grouped(recordsOf('documents'), ({ record }) => record['controls'] as string[]),
    risks: grouped(recordsOf('risks'), ({ record }) => record['controls'] as string[]),
  };
  const byClause = grouped(recordsOf('documents'), ({ record }) => [
    ...(record['fulfils'] as string[]).flatMap((id) => standard.requiredDocuments.find((each) => each.id === id)?.clause ?? []),
    ...(record['clauses'] as string[]),
  ]);

  /** A text in which numbers of controls lead to their pages. */
  const linked = (text: string, page: string) =>
    text.split(/(\bA\.[5-8]\.\d{1,2}\b)/).map((part) => {
      const target = controls.get(part);
      return target ? html`<a href="${from(page, target)}">${part}</a>` : part;
    });
  const nameOf = ({ record }: PackRecord) =>
    ['title', 'name', 'subject'].map((field) => record[field]).find((value): value is string => typeof value === 'string' && value !== '') ??
    record.id;
  const links = (list: readonly PackRecord[], page: string) =>
    list.map(
      (each, at) =>
        html`${at > 0 && ', '}<a href="${from(page, each.page)}">${each.record.id}${nameOf(each) !== each.record.id && ` ${nameOf(each)}`}</a>`,
    );
  const rowsOf = ({ register, columns, rows }: Pick<TableShown, 'register' | 'columns' | 'rows'>, page: string) =>
    rows.map(({ id, cells }) => {
      const target = id === null ? undefined : open.get(`${register} ${id}`);
      const shown = cells.map((cell, at) =>
        columns[at] === 'Control' && controls.has(cell) ? html`<a href="${from(page, controls.get(cell)!)}">${cell}</a>` : linked(cell, page),
      );
      return register === '' ? shown : [target ? html`<a href="${from(page, target.page)}">${id}</a>` : (id ?? ''), ...shown];
    });

  const titleOf = (id: string): string =>
    standard.control(id)?.title ?? isms.ownControls.find((each) => each.id === id)?.title ?? lines.get(id)?.title ?? '';
  return { ids, controls, lines, bySubject, byControl, byClause, linked, links, rowsOf, titleOf };
}
export type Links = ReturnType<typeof linksIn>;

function grouped(list: readonly PackRecord[], keys: (each: PackRecord) => readonly string[]): Map<string, PackRecord[]> {
  const found = new Map<string, PackRecord[]>();
  for (const each of list)
    for (const key of new Set(keys(each))) {
      const own = found.get(key);
      if (own) own.push(each);
      else found.set(key, [each]);
    }
  return found;
}
