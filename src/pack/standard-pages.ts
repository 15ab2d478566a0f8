import type { RoomPart } from '../isms/auditor/model.ts';
import type { Looking } from '../isms/auditor/room.ts';
import type { Contents, SoaLineInForce } from './contents.ts';
import type { PackPage } from './frame.ts';
import { html, table } from './html.ts';
import type { Links } from './links.ts';
import { from } from './paths.ts';
import { dayOf, facts, plural } from './said.ts';

/** Which clauses a part of the room answers. */
const answers: Partial<Record<RoomPart, readonly string[]>> = {
  scope: ['4.3'],
  context: ['4.1', '4.2'],
  soa: ['6.1.3'],
  risks: ['6.1.1', '6.1.2', '8.2'],
  treatment: ['6.1.3', '8.3'],
  documents: ['4.4', '5.1', '5.2', '7.5'],
  objectives: ['6.2', '9.1'],
  people: ['5.3', '7.1'],
  awareness: ['7.2', '7.3', '7.4'],
  operations: ['6.3', '8.1'],
  'internal-audits': ['9.2'],
  nonconformities: ['10.1', '10.2'],
  'management-reviews': ['5.1', '9.3'],
};

const applies = ({ applicable }: SoaLineInForce) => (applicable === null ? 'undecided' : applicable ? 'yes' : 'no');
const status = (line: SoaLineInForce) => line.status.replaceAll('-', ' ');
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

/** The way through a pack that follows the standard: its clauses, its controls, and a page for each control. */
export function standardPages({ parts, statement }: Contents, { isms, standard }: Looking, known: Links) {
  const { ids, controls, lines, bySubject, byControl, byClause, links, titleOf } = known;
  return {
    clauses(): PackPage {
      const path = 'clauses.html';
      return {
        path,
        title: 'Clauses 4–10',
        kind: 'Clauses',
        text: standard.clauses.map(({ clause, title }) => `${clause} ${title}`).join(' '),
        body: html`<h1>Clauses 4–10</h1>
          <p class="state">
            What the standard asks, in words of the product’s own, and what speaks for it here. Hold a bought copy of the standard beside it.
          </p>
          ${standard.clauses.map(({ clause, title, summary, requirements }) => {
            const own = unique([...(byClause.get(clause) ?? []), ...requirements.flatMap(({ id }) => byClause.get(id) ?? [])]);
            const here = parts
              .filter(({ part }) => answers[part]?.some((each) => clause === each || clause.startsWith(`${each}.`)))
              .map(({ title: name, page }, at) => html`${at > 0 && ', '}<a href="${from(path, page)}">${name}</a>`);
            return html`<section id="c${clause}">
              <h2>${clause} ${title}</h2>
              <p>${summary}</p>
              ${here.length > 0 && html`<p>Where it is in this pack: ${here}</p>`} ${own.length > 0 && html`<p>Documents: ${links(own, path)}</p>`}
              ${table(
                ['Requirement', 'In words', 'Evidence'],
                requirements.map(({ id, label, text }) => [label, text, links(bySubject.get(id) ?? [], path)]),
                `Requirements of ${clause}`,
              )}
            </section> `;
          })}`,
      };
    },

    controls(): PackPage {
      const path = 'controls.html';
      return {
        path,
        title: 'Controls',
        kind: 'Controls',
        text: '',
        body: html`<h1>Controls</h1>
          <p class="state">
            ${statement ? `${statement.filter(({ applicable }) => applicable).length} of ${statement.length} controls are applicable by the Statement in force.` : 'The Statement of Applicability is not part of this pack.'}
          </p>
          ${table(
            ['Control', 'Title', 'Applicable', 'Status', 'Documents', 'Evidence'],
            ids.map((id) => {
              const line = lines.get(id);
              return [
                html`<a href="${from(path, controls.get(id)!)}">${id}</a>`,
                titleOf(id),
                line ? applies(line) : '',
                line && line.applicable !== false ? status(line) : '',
                byControl.documents.get(id)?.length ?? '',
                bySubject.get(id)?.length ?? '',
              ];
            }),
            'Controls',
          )}`,
      };
    },

    control(id: string): PackPage {
      const path = controls.get(id)!;
      const line = lines.get(id);
      const evidence = bySubject.get(id) ?? [];
      const title = titleOf(id);
      const person = (who: string | null) => isms.people.find((each) => each.id === who)?.name ?? '';
      return {
        path,
        title: `${id} ${title}`,
        kind: 'Control',
        text: [standard.control(id)?.summary, line?.justification, line?.implementation, line?.exclusionReason].filter(Boolean).join(' '),
        body: html`<p class="crumb"><a href="${from(path, 'controls.html')}">Controls</a></p>
          <h1>${id} ${title}</h1>
          <p class="state">
            ${line ? `${applies(line) === 'yes' ? 'Applicable' : applies(line) === 'no' ? 'Not applicable' : 'Undecided'}${line.applicable === false ? '' : `, ${status(line)}`}` : 'The Statement of Applicability is not part of this pack'};
            ${evidence.length === 0 ? 'no evidence in this pack' : plural(evidence.length, 'item', 'items') + ' of evidence'}.
          </p>
          <p>${standard.control(id)?.summary ?? isms.ownControls.find((each) => each.id === id)?.description}</p>
          ${
            line && [
              html`<h2>In the Statement of Applicability</h2>`,
              facts([
                ['Applicable', applies(line)],
                ...(line.applicable === false
                  ? [['Why excluded', line.exclusionReason] as const]
                  : [
                      ['Reasons', line.reasons.map((each) => each.replaceAll('-', ' ')).join(', ')] as const,
                      ['Justification', line.justification] as const,
                      ['How it is implemented', line.implementation] as const,
                      ['Status', status(line)] as const,
                      ['Owner', person(line.owner)] as const,
                    ]),
              ]),
            ]
          }
          <h2>Evidence</h2>
          ${
            evidence.length === 0
              ? html`<p>None in this pack.</p>`
              : table(
                  ['Id', 'Evidence', 'Kind', 'From', 'To', 'Attested by', 'Files'],
                  evidence.map(({ record, page }) => [
                    html`<a href="${from(path, page)}">${record.id}</a>`,
                    String(record['title']),
                    String(record['kind'] ?? ''),
                    dayOf(record['validFrom']),
                    dayOf(record['validTo']),
                    String(record['attestedByName'] ?? ''),
                    (record['files'] as unknown[]).length || '',
                  ]),
                  'Evidence',
                )
          }
          ${
            (byControl.documents.get(id)?.length ?? 0) > 0 &&
            html`<h2>Documents in force</h2>
              <p>${links(byControl.documents.get(id)!, path)}</p>`
          }
          ${
            (byControl.risks.get(id)?.length ?? 0) > 0 &&
            html`<h2>Risks that it treats</h2>
              <p>${links(byControl.risks.get(id)!, path)}</p>`
          }`,
      };
    },
  };
}
