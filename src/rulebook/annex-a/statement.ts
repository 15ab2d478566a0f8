import type { SoaMismatch } from '../../isms/applicability/model.ts';
import { soaInForce, staleBecause } from '../../isms/applicability/versions.ts';
import { absent, at, byName, inOperation, rule, soaPointers, type Case, type Rule, word } from '../rule.ts';

const room = 'applicability' as const;
const mismatched =
  (kind: SoaMismatch['kind']) =>
  ({ lines }: Case) =>
    soaPointers(lines.filter(({ mismatches }) => mismatches.some((mismatch) => mismatch.kind === kind)));

/** The Statement of Applicability and the controls of Annex A (6.1.3 c–d). */
export const statement: Rule[] = [
  rule({
    id: 'soa-none',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'The Statement of Applicability is required (6.1.3 d).',
    room,
    title: 'No Statement of Applicability',
    says: () => 'There is no version of the Statement of Applicability.',
    remedy: 'Decide on every control and prepare a version.',
    find: ({ isms }) => absent('soa-versions', 'Statement of Applicability', isms.soaVersions.length === 0),
  }),
  rule({
    id: 'soa-not-approved',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'The certificate names an approved version.',
    room,
    title: 'Statement of Applicability approved by nobody',
    says: () => 'A version of the Statement of Applicability has been prepared, but none is approved.',
    remedy: 'Have top management approve it.',
    find: ({ isms }) => at('soa-versions', soaInForce(isms.soaVersions) ? [] : isms.soaVersions.slice(-1), ({ number }) => `Version ${number}`),
  }),
  rule({
    id: 'soa-stale',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The approved version does not say what the risks call for.',
    room,
    title: 'Statement of Applicability older than the last treatment change',
    says: (names, count) => `Since the version in force was frozen, ${count} line${count === 1 ? ' has' : 's have'} moved (${names}).`,
    remedy: 'Prepare the next version and have it approved.',
    find: ({ isms, lines }) => {
      const version = soaInForce(isms.soaVersions);
      const moved = new Set(version ? staleBecause(version, lines).map(({ control }) => control) : []);
      return soaPointers(lines.filter(({ control }) => moved.has(control)));
    },
  }),
  rule({
    id: 'soa-excluded-treats-risk',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'The statement contradicts the treatment of risks.',
    room,
    title: 'Excluded controls that treat a risk',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} excluded, yet the treatment of risks relies on ${word(count, 'it', 'them')}.`,
    remedy: 'Include them, or treat the risks by other controls.',
    find: mismatched('excluded-but-treats-risk'),
  }),
  rule({
    id: 'soa-excluded-obliged',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'An obligation calls for the control.',
    room,
    title: 'Excluded controls that an obligation calls for',
    says: (names, count) =>
      `${names} ${word(count, 'is', 'are')} excluded, yet a legal or contractual requirement calls for ${word(count, 'it', 'them')}.`,
    remedy: 'Include them.',
    find: mismatched('excluded-but-obliged'),
  }),
  rule({
    id: 'soa-excluded-area',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'A high risk stands in an area whose controls are excluded.',
    room,
    title: 'High risk in an area whose controls are excluded',
    likely: 'The risk may be treated by other controls than those of its area.',
    says: (names, count) =>
      `${names} ${word(count, 'is', 'are')} excluded while a risk of their area lies above what is acceptable and is treated by no control of it.`,
    remedy: 'Include controls of the area, or show how the risk is treated.',
    find: mismatched('excluded-area-with-high-risk'),
  }),
  rule({
    id: 'soa-excluded-without-reason',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'Each exclusion needs its justification.',
    room,
    title: 'Exclusions without a reason',
    says: (names, count) => `Why ${names} ${word(count, 'is', 'are')} excluded is not justified.`,
    remedy: 'Give the reason on each line.',
    find: mismatched('excluded-without-reason'),
  }),
  rule({
    id: 'soa-undecided',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The comparison with Annex A is not complete (6.1.3 c).',
    room,
    title: 'Controls neither included nor excluded',
    says: (_names, count) => `${count} control${count === 1 ? ' of Annex A is' : 's of Annex A are'} neither included nor excluded.`,
    remedy: 'Decide on each, with a reason.',
    find: mismatched('undecided'),
  }),
  rule({
    id: 'soa-included-without-reason',
    clause: '6.1.3',
    grade: 'opportunity',
    gradeReason: 'Nothing forbids it, but effort goes where nothing calls for it.',
    room,
    title: 'Included controls that nothing calls for',
    says: (names, count) =>
      `${names} ${word(count, 'is', 'are')} included, though no risk, obligation or business need calls for ${word(count, 'it', 'them')}.`,
    remedy: 'Name the reason, or exclude them.',
    find: mismatched('included-without-reason'),
  }),
  rule({
    id: 'soa-status-unknown',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The statement must say whether each control is implemented.',
    room: 'gap',
    title: 'Included controls whose status is not known',
    says: (_names, count) => `For ${count} included control${count === 1 ? '' : 's'} it is not said whether they are implemented.`,
    remedy: 'Assess them.',
    find: mismatched('implemented-not-assessed'),
  }),
  rule({
    id: 'soa-excluded-implemented',
    clause: '6.1.3',
    grade: 'opportunity',
    gradeReason: 'The statement says less than there is.',
    room,
    title: 'Excluded controls that are in place',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} excluded, though the gap assessment finds ${word(count, 'it', 'them')} in place.`,
    remedy: 'Include them.',
    find: mismatched('excluded-but-implemented'),
  }),
  rule({
    id: 'soa-many-exclusions',
    clause: '6.1.3',
    grade: 'opportunity',
    gradeReason: 'Unusual; an auditor will look closely.',
    room,
    title: 'Unusually many exclusions',
    likely: 'A small scope may really need few controls.',
    says: (_names, count) => `${count} controls are excluded; most organisations exclude fewer than twenty.`,
    remedy: 'Look at the reasons again.',
    find: ({ lines }) => {
      const out = lines.filter(({ applicable }) => applicable === false);
      return out.length > 25 ? soaPointers(out) : [];
    },
  }),
  rule({
    id: 'soa-control-without-owner',
    clause: '6.1.3',
    grade: 'opportunity',
    gradeReason: 'Nobody answers for keeping it working.',
    room: 'gap',
    title: 'Included controls without an owner',
    says: (_names, count) => `${count} included control${count === 1 ? ' has' : 's have'} no owner.`,
    remedy: 'Name an owner in the gap assessment.',
    find: ({ lines }) => soaPointers(lines.filter(({ applicable, owner }) => applicable === true && owner === null)),
  }),
  rule({
    id: 'soa-owner-left',
    clause: '6.1.3',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The control has lost who looks after it.',
    room: 'gap',
    title: 'Control owners who have left',
    says: (names) => `Those who look after ${names} do not work here any more.`,
    remedy: 'Name new owners.',
    find: ({ lines, present }) => soaPointers(lines.filter(({ applicable, owner }) => applicable === true && owner !== null && !present(owner))),
  }),
  rule({
    id: 'soa-missing-control',
    clause: '8.3',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'A necessary control does not work.',
    room: 'gap',
    title: 'Included controls that are missing',
    says: (names, count) =>
      `${count} control${count === 1 ? '' : 's'} the organisation calls necessary ${count === 1 ? 'is' : 'are'} missing (${names}).`,
    remedy: 'Implement them by the remediation plan.',
    find: ({ lines }) => soaPointers(lines.filter(({ applicable, status }) => applicable === true && status === 'missing')),
  }),
  rule({
    id: 'A.5.9-no-assets',
    clause: 'A.5.9',
    grade: 'minor',
    gradeReason: 'The inventory is required where the control applies.',
    room: 'risks',
    title: 'No inventory of assets',
    says: () => 'There is no inventory of information and other associated assets.',
    remedy: 'Import the list you keep.',
    find: ({ isms, lines }) =>
      absent('assets', 'Assets', isms.assets.length === 0 && lines.find(({ control }) => control === 'A.5.9')?.applicable !== false),
  }),
  rule({
    id: 'A.5.9-asset-without-owner',
    clause: 'A.5.9',
    grade: 'minor',
    gradeReason: 'Each asset needs an owner.',
    room: 'risks',
    title: 'Assets without an owner',
    says: (names, count) => `${count} asset${count === 1 ? ' has' : 's have'} no owner (${names}).`,
    remedy: 'Name owners.',
    find: ({ isms, present }) =>
      byName(
        'assets',
        isms.assets.filter(({ owner }) => !present(owner)),
      ),
  }),
  rule({
    id: 'A.5.12-unclassified',
    clause: 'A.5.12',
    grade: 'opportunity',
    gradeReason: 'Classification has not reached all assets.',
    room: 'risks',
    title: 'Assets that are not classified',
    says: (names, count) => `${names} ${word(count, 'carries', 'carry')} no classification.`,
    remedy: 'Classify them.',
    find: ({ isms, lines }) =>
      lines.find(({ control }) => control === 'A.5.12')?.applicable === false
        ? []
        : byName(
            'assets',
            isms.assets.filter(({ classification, kind }) => classification === 'unclassified' && kind !== 'people' && kind !== 'supplier'),
          ),
  }),
];
