import { z } from 'zod';

/**
 * What ISO/IEC 27001:2022 asks, as data: the shapes of the files in `standard/`. Numbers and titles are facts;
 * every sentence is our own. Hold a bought copy of the standard beside it.
 */

/** Days of work a person usually needs, from a small to a large organisation. */
export const Effort = z.object({ low: z.number().min(0), high: z.number().min(0) });

/** A single "shall". */
export const StandardRequirement = z.object({
  /** `4.1-1`, `4.2-a`, `6.1.2-c1`: the clause, a hyphen, the letter or a running number. */
  id: z.string().regex(/^\d+(\.\d+)*-[a-z0-9]+$/),
  /** How people cite it: `4.2 a)`, `6.1.2 c) 1)`. */
  label: z.string(),
  text: z.string().min(20),
  /** What usually shows it. */
  evidence: z.array(z.string()).min(1),
  /** Who usually answers for it. */
  owner: z.string(),
  /** 1: a detail, 2: a part of the system, 3: without it there is no certificate. */
  weight: z.number().int().min(1).max(3),
  effortDays: Effort,
  /** Whether the standard asks for documented information here. */
  documented: z.boolean().default(false),
  /** `2024`: added by Amendment 1:2024. */
  amendment: z.string().optional(),
});
export type StandardRequirement = z.infer<typeof StandardRequirement>;

export const Clause = z.object({
  clause: z.string(),
  title: z.string(),
  summary: z.string(),
  /** Numbers of the 2013 edition that it follows. */
  predecessors: z.array(z.string()).default([]),
  requirements: z.array(StandardRequirement),
});
export type Clause = z.infer<typeof Clause>;

export const themes = ['organizational', 'people', 'physical', 'technological'] as const;
export const topics = [
  'access',
  'people',
  'operations',
  'development',
  'supplier',
  'cloud',
  'physical',
  'continuity',
  'data',
  'privacy',
  'legal',
  'governance',
] as const;

/** The five attribute sets of ISO/IEC 27002:2022. */
export const ControlAttributes = z.object({
  types: z.array(z.enum(['preventive', 'detective', 'corrective'])).min(1),
  properties: z.array(z.enum(['confidentiality', 'integrity', 'availability'])).min(1),
  concepts: z.array(z.enum(['identify', 'protect', 'detect', 'respond', 'recover'])).min(1),
  capabilities: z.array(z.string()).min(1),
  domains: z.array(z.string()).min(1),
});

export const Control = z.object({
  id: z.string().regex(/^A\.[5-8]\.\d{1,2}$/),
  title: z.string(),
  theme: z.enum(themes),
  attributes: ControlAttributes,
  /** The subjects it bears on; rules about whole areas (access, suppliers …) use them. */
  topics: z.array(z.enum(topics)).min(1).max(3),
  /** Two to five sentences. */
  summary: z.string().min(80),
  actions: z.array(z.string()).min(2),
  evidence: z.array(z.string()).min(2),
  owner: z.string(),
  effortDays: Effort,
  /** Controls of the 2013 edition that went into it; empty for the eleven new ones. */
  predecessors: z.array(z.string()),
});
export type Control = z.infer<typeof Control>;

/** What records cannot show of a requirement, and the question people ask themselves instead (`standard/iso27001-2022/ask-yourself.yaml`). */
export const AskYourself = z.object({ requirement: z.string(), why: z.string(), ask: z.string() });

/** What an internal auditor asks about one control or requirement (`standard/iso27001-2022/audit-questions`). */
export const AuditQuestion = z.object({
  id: z.string().regex(/^[A-Za-z0-9.-]+-q\d+$/),
  ask: z.string().min(20),
  /** What to have shown. */
  askFor: z.array(z.string()).min(1),
  /** What good looks like. */
  good: z.string().min(10),
});
export type AuditQuestion = z.infer<typeof AuditQuestion>;
export const SubjectQuestions = z.object({ subject: z.string(), questions: z.array(AuditQuestion).min(3) });

/** How many days evidence is usually taken as fresh: by theme, and for single controls. */
export const FreshnessTable = z.object({
  themes: z.object(Object.fromEntries(themes.map((theme) => [theme, z.number().int().min(1)])) as Record<(typeof themes)[number], z.ZodNumber>),
  controls: z.record(z.string(), z.number().int().min(1)),
});

/** Where the product keeps a piece of documented information. */
export const keptIn = [
  'scope',
  'risk-method',
  'risk-register',
  'treatment-plan',
  'statement-of-applicability',
  'isms-roles',
  'assets',
  'requirements',
  'context-issues',
  'objectives',
  'measurements',
  'competences',
  'awareness',
  'communications',
  'management-reviews',
  'evidence',
  'elsewhere',
] as const;

export const RequiredDocument = z.object({
  id: z.string(),
  /** Clause (`4.3`) or control (`A.5.9`) that asks for it. */
  clause: z.string(),
  kind: z.enum(['document', 'record']),
  title: z.string(),
  /** `required`: a clause demands it; `control`: when the control applies; `usual`: auditors expect it. */
  basis: z.enum(['required', 'control', 'usual']),
  keptIn: z.enum(keptIn),
  /** Whether several documents answer it together: policies by topic, procedures by system. */
  several: z.boolean().default(false),
  explanation: z.string(),
});
export type RequiredDocument = z.infer<typeof RequiredDocument>;

/** A text to begin a document with: Markdown in which facts of the organisation are bound (`standard/templates`). */
export const Template = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  type: z.enum(['policy', 'procedure', 'standard', 'plan', 'record', 'form']),
  purpose: z.string().min(20),
  audience: z.enum(['nobody', 'everyone', 'roles']).default('nobody'),
  classification: z.enum(['public', 'internal', 'confidential']).default('internal'),
  fulfils: z.array(z.string()).default([]),
  controls: z.array(z.string()).default([]),
  clauses: z.array(z.string()).default([]),
  body: z.string().min(400),
});
export type Template = z.infer<typeof Template>;

/** A ready lesson (`standard/training`): Markdown with its questions under the heading "Questions". */
export const ReadyLesson = z.object({ id: z.string(), title: z.string(), body: z.string().min(2000) });
export type ReadyLesson = z.infer<typeof ReadyLesson>;

/** What an auditor asks people who are not specialists. */
export const RehearsalQuestion = z.object({ question: z.string(), good: z.string(), clause: z.string() });
export type RehearsalQuestion = z.infer<typeof RehearsalQuestion>;

/** Audit time by persons under the organisation's control (after ISO/IEC 27006-1; indicative). Days of eight hours. */
export const AuditTimeTable = z.object({
  note: z.string(),
  bands: z.array(z.object({ from: z.number().int(), to: z.number().int().nullable(), days: z.number() })).min(5),
  adjustmentLimits: z.object({ lowest: z.number(), highest: z.number() }),
  stageOneShare: z.number(),
  surveillanceShare: z.number(),
  recertificationShare: z.number(),
  factors: z.array(z.object({ id: z.string(), title: z.string(), explanation: z.string(), lowest: z.number(), highest: z.number() })),
});
export type AuditTimeTable = z.infer<typeof AuditTimeTable>;

/** What certification usually costs beside the auditors' days; amounts in EUR for organisations of about that many persons. */
export const BudgetTable = z.object({
  note: z.string(),
  defaultDayRate: z.number(),
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      why: z.string(),
      ranges: z.array(z.object({ upTo: z.number().int().nullable(), low: z.number(), high: z.number() })).min(2),
    }),
  ),
});
export type BudgetTable = z.infer<typeof BudgetTable>;

/** The ten steps to the certificate and the three-year cycle after it. */
export const JourneyMap = z.object({
  steps: z
    .array(
      z.object({
        id: z.string(),
        number: z.number().int(),
        title: z.string(),
        summary: z.string(),
        clauses: z.array(z.string()),
        room: z.string().nullable(),
        who: z.string(),
      }),
    )
    .length(10),
  /** Months counted from the certification decision. */
  cycle: z.array(z.object({ id: z.string(), title: z.string(), summary: z.string(), from: z.number(), to: z.number() })).min(5),
});
export type JourneyMap = z.infer<typeof JourneyMap>;

export const riskCategories = [...topics, 'other'] as const;
export const riskProperties = ['confidentiality', 'integrity', 'availability'] as const;
export const sectors = ['saas', 'professional-services', 'manufacturing', 'health', 'public', 'other'] as const;

/** A ready scenario of the library (standard/risk-library). Likelihoods and impacts are on a scale of five. */
export const Scenario = z.object({
  id: z.string(),
  title: z.string(),
  category: z.enum(riskCategories),
  sectors: z.array(z.enum(sectors)).min(1),
  description: z.string(),
  threat: z.string(),
  vulnerability: z.string(),
  affects: z.array(z.enum(riskProperties)).min(1),
  assetKinds: z.array(z.string()).min(1),
  likelihood: z.number().int().min(1).max(5),
  impact: z.number().int().min(1).max(5),
  controls: z.array(z.string()).min(1),
  expected: z.object({ likelihood: z.number().int().min(1).max(5), impact: z.number().int().min(1).max(5) }),
});
export type Scenario = z.infer<typeof Scenario>;

/** A ready risk method; its fields are checked by the risk room's own model. */
export const MethodTemplate = z.object({ id: z.string(), title: z.string(), description: z.string(), method: z.record(z.string(), z.unknown()) });

/** What suppliers are asked, by area, and what a contract with one should settle (`standard/supplier-questions.yaml`). */
export const SupplierQuestion = z.object({ id: z.string(), weight: z.number().int().min(1).max(3), text: z.string() });
export const SupplierCatalogue = z.object({
  areas: z.array(z.object({ id: z.string(), title: z.string(), questions: z.array(SupplierQuestion).min(1) })).min(1),
  clauses: z.array(z.object({ id: z.string(), title: z.string() })).min(1),
});
export type SupplierCatalogue = z.infer<typeof SupplierCatalogue>;

/** The steps of one kind of incident (`standard/incident-playbooks.yaml`). */
export const Playbook = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  steps: z.array(z.object({ id: z.string(), phase: z.enum(['respond', 'contain', 'recover']), title: z.string() })).min(3),
});
export type Playbook = z.infer<typeof Playbook>;

/** What is done when somebody comes, changes or goes (`standard/checklists.yaml`). */
export const Checklist = z.object({
  kind: z.enum(['joiner', 'mover', 'leaver']),
  title: z.string(),
  steps: z
    .array(
      z.object({
        id: z.string(),
        control: z.string(),
        who: z.string(),
        /** From the first day, the day of the change or the last day. */
        days: z.number().int(),
        /** Instead of `days`, when the organisation has committed to a figure. */
        commitment: z.enum(['leaverHours', 'newHireDays']).optional(),
        title: z.string(),
      }),
    )
    .min(3),
});
export type Checklist = z.infer<typeof Checklist>;

/** Words that spreadsheets use: the value they stand for → the words, in lower case. */
export const WordLists = z.record(z.string(), z.record(z.string(), z.array(z.string())));
