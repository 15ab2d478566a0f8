import { readFileSync, readdirSync } from 'node:fs';
import { fromYaml } from '../platform/yaml.ts';
import { z } from 'zod';
import {
  AskYourself,
  AuditTimeTable,
  BudgetTable,
  Checklist,
  Clause,
  Control,
  FreshnessTable,
  JourneyMap,
  MethodTemplate,
  Playbook,
  ReadyLesson,
  RehearsalQuestion,
  RequiredDocument,
  Scenario,
  SubjectQuestions,
  SupplierCatalogue,
  Template,
  WordLists,
  type AuditQuestion,
  type StandardRequirement,
} from './model.ts';

const folder = new URL('../../standard/', import.meta.url);

/** A requirement with the clause it stands in. */
export interface PlacedRequirement extends StandardRequirement {
  clause: string;
  clauseTitle: string;
}

/**
 * The standard as data. Each part is read and validated when it is first asked for, once for the life of the process;
 * `checkStandard` looks at all of it together.
 */
class Standard {
  #parts = new Map<string, unknown>();

  #part<T>(name: string, load: () => T): T {
    if (!this.#parts.has(name)) this.#parts.set(name, load());
    return this.#parts.get(name) as T;
  }

  /** Clauses 4–10 with every requirement. */
  get clauses(): Clause[] {
    return this.#part('clauses', () => read('iso27001-2022/clauses.yaml', z.array(Clause)));
  }
  /** Every single "shall" of clauses 4–10, in their order. */
  get requirements(): PlacedRequirement[] {
    return this.#part('requirements', () =>
      this.clauses.flatMap(({ clause, title, requirements }) => requirements.map((each) => ({ ...each, clause, clauseTitle: title }))),
    );
  }
  /** The 93 controls of Annex A, in their order. */
  get controls(): Control[] {
    return this.#part('controls', () =>
      ['organizational', 'people', 'physical', 'technological'].flatMap((theme) => read(`iso27001-2022/controls/${theme}.yaml`, z.array(Control))),
    );
  }
  get #freshness() {
    return this.#part('freshness', () => read('iso27001-2022/freshness.yaml', FreshnessTable));
  }
  /** Controls that the table of freshness names by themselves. */
  get freshnessNamed(): string[] {
    return Object.keys(this.#freshness.controls);
  }
  /** Days that evidence of a control is usually taken as fresh. */
  freshness(id: string): number {
    const { themes, controls } = this.#freshness;
    const control = this.control(id);
    return controls[id] ?? themes[control?.theme ?? 'organizational'];
  }
  get requiredDocuments(): RequiredDocument[] {
    return this.#part('requiredDocuments', () => read('iso27001-2022/required-documents.yaml', z.array(RequiredDocument)));
  }
  get auditTime(): AuditTimeTable {
    return this.#part('auditTime', () => read('iso27001-2022/audit-time.yaml', AuditTimeTable));
  }
  get budget(): BudgetTable {
    return this.#part('budget', () => read('iso27001-2022/budget.yaml', BudgetTable));
  }
  get journey(): JourneyMap {
    return this.#part('journey', () => read('iso27001-2022/journey.yaml', JourneyMap));
  }
  /** The library of ready risk scenarios. */
  get scenarios(): Scenario[] {
    return this.#part('scenarios', () => filesIn('risk-library').flatMap((file) => read(`risk-library/${file}`, z.array(Scenario))));
  }
  /** Texts to begin documents with, by title. */
  get templates(): Template[] {
    return this.#part('templates', () =>
      readdirSync(new URL('templates/', folder))
        .filter((file) => file.endsWith('.md'))
        .map((file) => readTemplate(`templates/${file}`))
        .sort((a, b) => a.title.localeCompare(b.title, 'en')),
    );
  }
  /** Ready lessons, in the order of their files. */
  get lessons(): ReadyLesson[] {
    return this.#part('lessons', () =>
      readdirSync(new URL('training/', folder))
        .filter((file) => file.endsWith('.md'))
        .sort()
        .map((file) => {
          const text = readFileSync(new URL(`training/${file}`, folder), 'utf8');
          return ReadyLesson.parse({
            id: file.replaceAll(/^\d+-|\.md$/g, ''),
            title: /^# (.+)$/m.exec(text)?.[1],
            body: text.replace(/^# .+\n+/, ''),
          });
        }),
    );
  }
  get rehearsalQuestions(): RehearsalQuestion[] {
    return this.#part('rehearsalQuestions', () => read('training/rehearsal.yaml', z.array(RehearsalQuestion)));
  }
  /** What suppliers are asked, and what contracts with them settle. */
  get supplierCatalogue(): SupplierCatalogue {
    return this.#part('supplierCatalogue', () => read('supplier-questions.yaml', SupplierCatalogue));
  }
  /** What to do in which kind of incident. */
  get playbooks(): Playbook[] {
    return this.#part('playbooks', () => read('incident-playbooks.yaml', z.array(Playbook)));
  }
  /** What is done when somebody comes, changes or goes. */
  get checklists(): Checklist[] {
    return this.#part('checklists', () => read('checklists.yaml', z.array(Checklist)));
  }
  get methodTemplates(): z.infer<typeof MethodTemplate>[] {
    return this.#part('methodTemplates', () => read('risk-methods.yaml', z.array(MethodTemplate)));
  }
  /** Field → value → words in several languages, for reading spreadsheets. */
  get ratingWords(): z.infer<typeof WordLists> {
    return this.#part('ratingWords', () => read('rating-words.yaml', WordLists));
  }
  /** Target (`risks`, `assets`, `gap`) → field → words of column headers. */
  get columnWords(): z.infer<typeof WordLists> {
    return this.#part('columnWords', () => read('column-words.yaml', WordLists));
  }

  /** What an internal auditor asks: by control and requirement. */
  get auditQuestions(): ReadonlyMap<string, AuditQuestion[]> {
    return this.#part(
      'auditQuestions',
      () =>
        new Map(
          filesIn('iso27001-2022/audit-questions').flatMap((file) =>
            read(`iso27001-2022/audit-questions/${file}`, z.array(SubjectQuestions)).map(({ subject, questions }) => [subject, questions] as const),
          ),
        ),
    );
  }

  /** What no rule can judge, by requirement. */
  get askYourself(): ReadonlyMap<string, { why: string; ask: string }> {
    return this.#part(
      'askYourself',
      () => new Map(read('iso27001-2022/ask-yourself.yaml', z.array(AskYourself)).map(({ requirement, ...rest }) => [requirement, rest] as const)),
    );
  }

  control(id: string): Control | undefined {
    return this.#part('controlsById', () => new Map(this.controls.map((each) => [each.id, each]))).get(id);
  }
  requirement(id: string): PlacedRequirement | undefined {
    return this.#part('requirementsById', () => new Map(this.requirements.map((each) => [each.id, each]))).get(id);
  }
}
export type { Standard };

/** ISO/IEC 27001:2022 with Amendment 1:2024, in our own words. */
export const standard = new Standard();

/** What is wrong with the data as a whole: counts and references. Empty when all is well. */
export function checkStandard(data: Standard = standard): string[] {
  const problems: string[] = [];
  const wanted = { organizational: 37, people: 8, physical: 14, technological: 34 };
  for (const [theme, count] of Object.entries(wanted)) {
    const found = data.controls.filter((control) => control.theme === theme).length;
    if (found !== count) problems.push(`Theme ${theme} has ${found} controls, not ${count}.`);
  }
  const clauses = new Set(data.clauses.map(({ clause }) => clause));
  const known = (id: string) => data.control(id) !== undefined;
  for (const { id, clause } of data.requiredDocuments)
    if (!known(clause) && !clauses.has(clause)) problems.push(`Required document ${id} names ${clause}, which does not exist.`);
  for (const { id, controls } of data.scenarios)
    for (const control of controls) if (!known(control)) problems.push(`Scenario ${id} names control ${control}, which does not exist.`);
  for (const { kind, steps } of data.checklists)
    for (const { id, control } of steps)
      if (!known(control)) problems.push(`Step ${id} of the ${kind} names control ${control}, which does not exist.`);
  for (const id of data.freshnessNamed) if (!known(id)) problems.push(`The table of freshness names control ${id}, which does not exist.`);
  for (const subject of data.auditQuestions.keys())
    if (!known(subject) && data.requirement(subject) === undefined) problems.push(`Questions for auditors name ${subject}, which does not exist.`);
  for (const id of data.askYourself.keys())
    if (data.requirement(id) === undefined) problems.push(`A question to ask oneself names requirement ${id}, which does not exist.`);
  const documents = new Set(data.requiredDocuments.map(({ id }) => id));
  for (const { id, controls, clauses: own, fulfils } of data.templates) {
    for (const control of controls) if (!known(control)) problems.push(`Template ${id} names control ${control}, which does not exist.`);
    for (const clause of own)
      if (data.requirement(clause) === undefined) problems.push(`Template ${id} names requirement ${clause}, which does not exist.`);
    for (const document of fulfils) if (!documents.has(document)) problems.push(`Template ${id} names document ${document}, which does not exist.`);
  }
  for (const step of data.journey.steps)
    for (const clause of step.clauses)
      if (!clauses.has(clause) && !known(clause)) problems.push(`Step ${step.id} names clause ${clause}, which does not exist.`);
  for (const [name, ids] of Object.entries({
    control: data.controls.map(({ id }) => id),
    requirement: data.requirements.map(({ id }) => id),
    clause: data.clauses.map(({ clause }) => clause),
    scenario: data.scenarios.map(({ id }) => id),
    template: data.templates.map(({ id }) => id),
    'question of auditors': [...data.auditQuestions.values()].flat().map(({ id }) => id),
    playbook: data.playbooks.map(({ id }) => id),
    'supplier question': data.supplierCatalogue.areas.flatMap(({ questions }) => questions.map(({ id }) => id)),
    'required document': data.requiredDocuments.map(({ id }) => id),
  })) {
    const seen = new Set<string>();
    for (const id of ids) {
      if (seen.has(id)) problems.push(`The ${name} ${id} stands there twice.`);
      seen.add(id);
    }
  }
  return problems;
}

function read<T extends z.ZodType>(path: string, schema: T): z.infer<T> {
  const result = schema.safeParse(fromYaml(readFileSync(new URL(path, folder), 'utf8')));
  if (!result.success) throw new Error(`standard/${path} is not as it should be:\n${z.prettifyError(result.error)}`);
  return result.data;
}

/** Data between two lines of `---`, then the text; the file's name is the id. */
function readTemplate(path: string): Template {
  const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(new URL(path, folder), 'utf8')) ?? [];
  if (front === undefined) throw new Error(`standard/${path} must begin with its data between two lines of "---".`);
  const result = Template.safeParse({ id: /([^/]+)\.md$/.exec(path)![1], ...(fromYaml(front) as object), body });
  if (!result.success) throw new Error(`standard/${path} is not as it should be:\n${z.prettifyError(result.error)}`);
  return result.data;
}

const filesIn = (path: string) =>
  readdirSync(new URL(`${path}/`, folder))
    .filter((file) => file.endsWith('.yaml'))
    .sort();
