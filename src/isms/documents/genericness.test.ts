import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { emptyIsms, record } from '../testing.ts';
import { guess, likeness } from './bring-in.ts';
import { genericness } from './genericness.ts';

const day = '2026-11-24';
const isms = { ...emptyIsms(), documents: [record('documents', { id: 'D-1', title: 'Access control policy' })] };
const found = (text: string, type: 'policy' | 'procedure' = 'policy') =>
  genericness(
    isms,
    standard,
    record('documents', { id: 'D-9', title: 'X', type }),
    record('documentVersions', {
      document: 'D-9',
      number: 1,
      status: 'draft',
      author: 'a',
      authorName: 'A',
      text,
      file: { name: 'x.md', mediaType: 'text/markdown', size: 1, sha256: 'a'.repeat(64) },
    }),
    day,
  );
const checks = (text: string) => found(text).map(({ check }) => check);

describe('promises without a figure', () => {
  it.each([
    'Managers review access regularly.',
    'We close weaknesses as soon as possible.',
    'Backups are tested as needed.',
    'Access follows A.5.18 and is reviewed periodically.',
    'In 2026 we promptly report incidents after ISO 27001.',
    'Logs are looked at in a timely manner.',
    'Backups are tested regularly, so that they can be used when they may be needed.',
    '##12.4.1 Logs Logs are kept and regularly reviewed.',
    'Zugriffsrechte werden regelmäßig überprüft.',
    'Schwachstellen schließen wir zeitnah.',
    'Die Sicherungen werden in regelmäßigen Abständen geprüft.',
    'Der Plan wird bei Bedarf aktualisiert.',
    'Les droits d’accès sont revus régulièrement.',
    'Les incidents sont déclarés dans les meilleurs délais.',
    'Los derechos de acceso se revisan periódicamente.',
    'Los incidentes se comunican lo antes posible.',
  ])('%s', (text) => expect(checks(text)).toEqual(['no-figure']));

  it.each([
    'Access is reviewed regularly, at least every 90 days.',
    'Logs are looked at in a timely manner, currently monthly.',
    'The plan is reviewed on an annual basis or as needed.',
    'Incidents are reported promptly, within two hours.',
    'Passwords do not need to be changed regularly.',
    'We may send a survey from time to time.',
    'The company reserves the right to audit networks regularly.',
    'The owner adds members as needed.',
    'Data is kept for as long as needed.',
    'Regularly-updated infrastructure.',
    'The destruction uses timely and affordable means.',
    'Zugriffsrechte werden regelmäßig überprüft, mindestens alle 90 Tage.',
    'Die Protokolle werden regelmäßig, nämlich monatlich, gesichtet.',
    'Kennwörter müssen nicht regelmäßig geändert werden.',
    'Werkzeug gibt es bei Bedarf im Lager.',
    'Les droits sont revus régulièrement, tous les mois.',
    'Elle peut envoyer un questionnaire régulièrement.',
    'Los derechos se revisan periódicamente, cada mes.',
    'Las contraseñas no se cambian periódicamente.',
  ])('not: %s', (text) => expect(checks(text)).toEqual([]));

  it('are looked for in whole sentences, wherever the lines of the file break', () => {
    expect(checks('Access is reviewed regularly, that\nmeans every 90\ndays.')).toEqual([]);
  });
});

describe('numbers of 2013', () => {
  it.each(['Access follows A.9.2.1.', 'Access follows A 9.2.1.', 'Access follows A9.2.1.'])('%s', (text) => {
    expect(found(text)).toMatchObject([{ check: 'old-numbering', text: expect.stringContaining('(now A.5.16)') }]);
  });
  it('stand without their letter where the text follows the standard', () => {
    expect(checks('# ISO 27001 cross-reference\n\n9.2.3 Who gets wide rights')).toEqual(['old-numbering']);
    expect(checks('9.2.3 Who gets wide rights')).toEqual([]);
    expect(checks('ISO 27001 asks for audits in 9.2.1 and for risks in 6.1.2.')).toEqual([]);
    expect(checks('ISO 27001 is our aim. Version 10.15.7 of the program is used.')).toEqual([]);
  });
});

describe('placeholders', () => {
  it.each(['Ask {{ site.email }}.', 'Ask { {company}}.', '{% include footer %}', 'Ask [insert name].'])('%s', (text) =>
    expect(checks(text)).toEqual(['placeholder']),
  );
});

it('a file without text is told, not passed over', () => expect(checks('')).toEqual(['no-text']));

describe('what a file would become', () => {
  const of = (path: string, text = '', title: string | null = null) =>
    guess(
      isms,
      standard,
      {
        file: { name: path.split('/').at(-1)!, mediaType: 'text/markdown', size: 1, sha256: 'b'.repeat(64) },
        reading: { text, title, pages: null, problem: null },
      },
      path,
      day,
    );
  it.each([
    ['4. Risk management policy.md', null, 'Risk management policy', 'policy', null],
    ['access_control_policy_v1.2_final.docx', null, 'Access control policy', 'policy', 'D-1'],
    ['bcp-dr/index.md', null, 'Bcp dr', 'policy', null],
    ['x.md', 'Incident response process', 'Incident response process', 'procedure', null],
    ['procedures/leavers.md', null, 'Leavers', 'procedure', null],
    ['a.md', 'Policy review procedure', 'Policy review procedure', 'procedure', null],
  ] as const)('%s %s', (path, title, said, type, document) => {
    expect(of(path, 'Words.', title)).toMatchObject({ title: said, type, document });
  });
  it('fulfils what the template of its kind fulfils', () => {
    expect(of('a.md', '', 'Vendor security policy').fulfils).toEqual(of('b.md', '', 'Supplier security procedure').fulfils);
    expect(of('c.md', '', 'Canteen rules').fulfils).toEqual([]);
  });
  it('titles are alike by the words that tell', () => {
    expect(likeness('Access control policy', 'Policy on access controls')).toBe(1);
    expect(likeness('Access control policy', 'Physical access policy')).toBeLessThan(0.67);
  });
});
