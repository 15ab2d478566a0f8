import { notFound } from '../../../platform/contract/problem.ts';
import { registerHandlers } from '../../../platform/register/service.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { ismsOf } from '../../isms.ts';
import { claims } from '../claims.ts';
import { DocumentShown } from '../contract.ts';
import { factSources, factsOf, type FactValue } from '../facts.ts';
import { Commitments, documents as register, duties, type Document } from '../model.ts';
import { documentationGaps } from '../required.ts';
import { searchDocuments } from '../search.ts';
import { documentStates, factUses } from '../state.ts';
import { templateOf } from '../templates.ts';
import { createVersion, preview, written, type Part } from './shared.ts';
import { ismsManagers } from '../../people/roles.ts';

const shownFor = new WeakMap<readonly Document[], Map<string, ReturnType<typeof DocumentShown.parse>[]>>();

/** The documents themselves: the register, templates and facts, what the organisation commits to, and what can be found in their texts. */
export function registerService(): Part<
  'documents' | 'duties' | 'required' | 'templates' | 'template' | 'begin' | 'facts' | 'commitments' | 'commit' | 'claims' | 'search' | 'preview'
> {
  return {
    documents: registerHandlers<'documents', typeof register.fields.shape, typeof DocumentShown>(register, {
      schema: DocumentShown,
      async shown(call, records) {
        let days = shownFor.get(records);
        if (!days) shownFor.set(records, (days = new Map()));
        const key = `${call.today} ${(await call.snapshot()).head}`;
        let found = days.get(key);
        if (!found) {
          const states = documentStates(ismsOf(await call.snapshot()), standard, call.today);
          found = records.map((record) => {
            const state = states.get(record.id);
            return {
              ...record,
              state: state?.state ?? 'withdrawn',
              inForce: state?.current?.number ?? null,
              next: (state?.next?.status as 'draft' | 'in-review' | 'approved' | undefined) ?? null,
              reviewDueOn: state?.reviewDueOn ?? null,
              reviewOverdue: state?.reviewOverdue ?? false,
              outdated: state?.outdated ?? false,
              mustRead: state?.readers?.length ?? null,
              haveRead: state?.readers?.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length ?? null,
              overdueReaders: state?.readers?.filter(({ overdue }) => overdue).length ?? null,
            };
          });
          days.clear();
          days.set(key, found);
        }
        return found;
      },
    }),
    duties: registerHandlers(duties),
    required: async (call) => ({ items: documentationGaps(ismsOf(await call.snapshot()), standard, call.today) }),
    async templates(call) {
      const used = new Map(ismsOf(await call.snapshot()).documents.map(({ template, id }) => [template, id]));
      return { items: standard.templates.map(({ body: _body, ...rest }) => ({ ...rest, used: used.get(rest.id) ?? null })) };
    },
    async template(call, { id }) {
      const template = templateOf(id);
      if (!template) throw notFound('template', id);
      return { ...template, preview: preview(ismsOf(await call.snapshot()), call.today, template.body) };
    },
    async begin(call, { templates, owner }) {
      const unknown = templates.find((id) => !templateOf(id));
      if (unknown) throw notFound('template', unknown);
      const made: Document[] = [];
      for (const id of new Set(templates)) {
        const isms = ismsOf(await call.snapshot());
        if (isms.documents.some((each) => each.template === id)) continue;
        const { title, type, purpose, audience, classification, fulfils, controls, clauses, body } = templateOf(id)!;
        const manager = ismsManagers(isms)[0] ?? null;
        const document = await call.write.create(register, {
          title,
          type,
          purpose,
          owner: owner === undefined ? manager : owner,
          audience: audience === 'roles' ? 'nobody' : audience,
          classification,
          reviewMonths: 12,
          fulfils,
          controls,
          clauses,
          template: id,
        });
        await createVersion(call, document, { body });
        made.push(document);
      }
      return { documents: made, request: call.request };
    },
    async facts(call) {
      const isms = ismsOf(await call.snapshot());
      const facts = factsOf(isms, standard, call.today);
      const uses = factUses(isms, standard, call.today);
      return {
        items: factSources(standard).map((source) => {
          const [group, name] = source.path.split('.') as [string, string];
          return { ...source, value: inWords((facts[group] as Record<string, FactValue>)[name]), usedIn: uses.get(source.path) ?? [] };
        }),
      };
    },
    commitments: async (call) => ismsOf(await call.snapshot()).commitments ?? Commitments.parse({ id: 'commitments', version: 0 }),
    async commit(call, { version, ...fields }) {
      const known = ismsOf(await call.snapshot()).commitments;
      const record = known
        ? await call.write.change(collections.commitments, 'commitments', fields, version)
        : await call.write.create(collections.commitments, { ...fields, id: 'commitments' });
      return written(call, record);
    },
    claims: async (call) => ({ items: claims(ismsOf(await call.snapshot()), standard, call.today) }),
    search: async (call, { q }) => ({ items: searchDocuments(ismsOf(await call.snapshot()), q) }),
    preview: async (call, { body }) => preview(ismsOf(await call.snapshot()), call.today, body),
  };
}

function inWords(value: FactValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((each) => each['name'] ?? each['title'] ?? '').join(', ') || 'none';
  return typeof value === 'object' ? null : value;
}
