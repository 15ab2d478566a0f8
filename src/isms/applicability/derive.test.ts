import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { methodTemplates } from '../risk/library.ts';
import { soaLines } from './derive.ts';
import { FrozenSoaLine } from './model.ts';
import { compareLines, staleBecause } from './versions.ts';

const day = '2026-11-24';
const method = record('riskMethods', {
  id: 'METHOD-1',
  number: 1,
  status: 'in-force',
  ...methodTemplates().find((each) => each.id === 'five-by-five')!.method,
} as never);
const isms = (change: (isms: Isms) => void): Isms => {
  const made = emptyIsms();
  made.riskMethods = [method];
  change(made);
  return made;
};
const line = (made: Isms, control: string) => soaLines(made, standard, day).find((each) => each.control === control)!;
const kinds = (made: Isms, control: string) => line(made, control).mismatches.map(({ kind }) => kind);
const treated = (control: string, fields: object = {}) =>
  record('risks', { title: 'Loss of data', method: 'METHOD-1', treatment: 'mitigate', controls: [control], ...fields });

describe('a line of the Statement of Applicability', () => {
  it('stands for each of the 93 controls and every own one', () => {
    expect(soaLines(emptyIsms(), standard, day)).toHaveLength(93);
    expect(
      soaLines(
        isms((i) => void (i.ownControls = [record('ownControls', { title: 'Two-person rule', description: 'x' } as never)])),
        standard,
        day,
      ),
    ).toHaveLength(94);
  });

  it('is open until something calls for it', () => {
    expect(line(emptyIsms(), 'A.8.13')).toMatchObject({ applicable: null, reasons: [], decidedByHand: false });
    expect(kinds(emptyIsms(), 'A.8.13')).toContain('undecided');
  });

  it('is included by a treatment, and says which', () => {
    expect(
      line(
        isms((i) => void (i.risks = [treated('A.8.13')])),
        'A.8.13',
      ),
    ).toMatchObject({ applicable: true, reasons: ['risk'], risks: ['R-1'], justification: 'Treats risk R-1 (Loss of data).' });
  });

  it('is not included by a risk that is closed or accepted as it is', () => {
    expect(
      line(
        isms((i) => void (i.risks = [treated('A.8.13', { status: 'closed' })])),
        'A.8.13',
      ).applicable,
    ).toBeNull();
    expect(
      line(
        isms((i) => void (i.risks = [treated('A.8.13', { treatment: 'accept' })])),
        'A.8.13',
      ).applicable,
    ).toBeNull();
  });

  it.each([
    ['legal', 'legal'],
    ['regulatory', 'legal'],
    ['contractual', 'contractual'],
  ])('is included by a %s requirement', (kind, reason) => {
    const made = isms((i) => {
      i.interestedParties = [record('interestedParties', { name: 'Customers' })];
      i.requirements = [
        record('requirements', { title: 'Backups', party: i.interestedParties[0]!.id, kind, answer: 'addressed', controls: ['A.8.13'] } as never),
      ];
    });
    expect(line(made, 'A.8.13')).toMatchObject({ applicable: true, reasons: [reason] });
  });

  it('keeps a text that was written over the generated one', () => {
    const made = isms((i) => {
      i.risks = [treated('A.8.13')];
      i.soaDecisions = [record('soaDecisions', { id: 'A.8.13', justification: 'Because we lost data once.' })];
    });
    expect(line(made, 'A.8.13')).toMatchObject({
      justification: 'Because we lost data once.',
      generatedJustification: 'Treats risk R-1 (Loss of data).',
    });
  });

  it('says each mismatch on the line it concerns', () => {
    const excluded = (more: (i: Isms) => void = () => undefined) =>
      isms((i) => {
        i.soaDecisions = [record('soaDecisions', { id: 'A.8.13', applicable: false, exclusionReason: 'Too dear' })];
        more(i);
      });
    expect(kinds(excluded(), 'A.8.13')).toEqual([]);
    expect(
      kinds(
        excluded((i) => void (i.risks = [treated('A.8.13')])),
        'A.8.13',
      ),
    ).toContain('excluded-but-treats-risk');
    expect(
      kinds(
        excluded((i) => void (i.gapAnswers = [record('gapAnswers', { id: 'A.8.13', status: 'implemented' })])),
        'A.8.13',
      ),
    ).toContain('excluded-but-implemented');
    expect(
      kinds(
        isms((i) => void (i.soaDecisions = [record('soaDecisions', { id: 'A.8.13', applicable: false })])),
        'A.8.13',
      ),
    ).toContain('excluded-without-reason');
    expect(
      kinds(
        isms((i) => void (i.soaDecisions = [record('soaDecisions', { id: 'A.8.13', applicable: true })])),
        'A.8.13',
      ),
    ).toContain('included-without-reason');
  });
});

describe('versions', () => {
  const frozen = (made: Isms) => soaLines(made, standard, day).map((each) => FrozenSoaLine.parse(each));
  const before = isms((i) => void (i.risks = [treated('A.8.13')]));
  const after = isms((i) => void (i.risks = [treated('A.8.14')]));

  it('compare line by line', () => {
    const differences = compareLines(frozen(before), frozen(after));
    expect(new Set(differences.map(({ control }) => control))).toEqual(new Set(['A.8.13', 'A.8.14']));
    expect(compareLines(frozen(before), frozen(before))).toEqual([]);
  });

  it('are stale when a treatment has moved since', () => {
    const version = record('soaVersions', {
      number: 1,
      status: 'approved',
      title: 'First',
      lines: frozen(before),
      preparedBy: 'x',
      preparedByName: 'X',
      preparedOn: day,
    } as never);
    expect(staleBecause(version, soaLines(before, standard, day))).toEqual([]);
    expect(staleBecause(version, soaLines(after, standard, day)).length).toBeGreaterThan(0);
  });
});
