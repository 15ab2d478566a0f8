import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { text, workbook } from '../support/spreadsheets.ts';

let application: TestApplication;
let inside: Inside;
beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
});
beforeEach(async () => {
  inside = application.inside(await application.organisation(`People ${Math.random().toString(36).slice(2, 8)}`));
});
afterAll(() => application?.stop());

const preview = (name: string, content: string, options: object = {}) => inside.post('/import/preview', { target: 'people', name, content, options });
const run = (name: string, content: string, options: object = {}) => inside.post('/import', { target: 'people', name, content, options });
const people = async () => (await inside.get('/people?limit=500')).items as any[];
const errors = (seen: any) => seen.problems.filter(({ severity }: any) => severity === 'error').map(({ row, message }: any) => [row, message]);

const german = text(
  'Personalnummer;Nachname;Vorname;E-Mail-Adresse;Funktion;Abteilung;Vorgesetzter;Beschäftigungsart;Eintrittsdatum;Austritt\r\n' +
    '100;Berg;Ada;Ada.Berg@nord.example;Geschäftsführerin;Leitung;;Geschäftsführerin;01.02.2019;\r\n' +
    '101;Vik;Tom;tom@nord.example;Entwickler;Technik;Berg, Ada;unbefristet;3.3.2024;\r\n' +
    '102;Größ;Jürgen;juergen@nord.example;Berater;Technik;tom@nord.example;freiberuflich;2025-01-01;31.12.2026\r\n',
  'latin1',
);

describe('a list of personnel', () => {
  it('German headers and words; names in two columns; teams and managers of the same file', async () => {
    const seen = await preview('personal.csv', german);
    expect(errors(seen)).toEqual([]);
    expect([seen.newTeams, seen.newPeople, seen.counts.create]).toEqual([['Leitung', 'Technik'], [], 3]);
    await run('personal.csv', german);
    const [ada, tom, juergen] = await people();
    const teams = (await inside.get('/teams')).items;
    expect(ada).toMatchObject({
      name: 'Ada Berg',
      email: 'ada.berg@nord.example',
      employment: 'board',
      startsOn: '2019-02-01',
      manager: null,
      externalReference: '100',
    });
    expect(tom).toMatchObject({ name: 'Tom Vik', jobTitle: 'Entwickler', employment: 'employee', startsOn: '2024-03-03', manager: ada.id });
    expect(juergen).toMatchObject({ name: 'Jürgen Größ', employment: 'contractor', endsOn: '2026-12-31', manager: tom.id });
    expect(teams.find(({ id }: any) => id === tom.team).name).toBe('Technik');
    expect(tom.origins.jobTitle).toEqual({ source: 'file personal.csv', on: '2026-11-24' });
  });

  it.each([
    [
      'French',
      'Matricule,Nom complet,Courriel,Poste,Service,Responsable,Type de contrat,Date d’entrée\n7,Zoé Hébert,zoe@x.example,Juriste,Droit,,CDI,2024-05-01\n',
    ],
    [
      'Spanish',
      'Número de empleado,Nombre completo,Correo electrónico,Puesto,Departamento,Jefe,Tipo de contrato,Fecha de alta\n7,Zoé Hébert,zoe@x.example,Juriste,Droit,,indefinido,01/05/2024\n',
    ],
    [
      'Dutch',
      'Personeelsnummer,Naam,E-mailadres,Functie,Afdeling,Leidinggevende,Dienstverband,In dienst\n7,Zoé Hébert,zoe@x.example,Juriste,Droit,,vast,1-5-2024\n',
    ],
    [
      'Italian',
      'Matricola,Nome e cognome,E-mail aziendale,Mansione,Reparto,Responsabile,Tipo di contratto,Data di assunzione\n7,Zoé Hébert,zoe@x.example,Juriste,Droit,,tempo indeterminato,01/05/2024\n',
    ],
    [
      'English',
      'Employee ID,First Name,Last Name,Work Email,Job Title,Department,Manager Email,Employment Type,Hire Date\n7,Zoé,Hébert,zoe@x.example,Juriste,Droit,,Full-time,2024-05-01\n',
    ],
  ])('%s headers', async (_language, content) => {
    await run('people.csv', text(content));
    expect(await people()).toMatchObject([
      { name: 'Zoé Hébert', email: 'zoe@x.example', jobTitle: 'Juriste', employment: 'employee', startsOn: '2024-05-01', externalReference: '7' },
    ]);
  });

  it('from a workbook, twice: the second time nothing changes', async () => {
    const content = await workbook([
      ['Name', 'E-mail', 'Manager', 'Start'],
      ['Ada Berg', 'ada@x.example', null, { value: new Date('2019-02-01T00:00:00Z') }],
      ['Tom Vik', 'tom@x.example', 'Ada Berg', { value: new Date('2024-03-03T00:00:00Z') }],
    ]);
    await run('people.xlsx', content);
    expect((await preview('people.xlsx', content)).counts).toEqual({ create: 0, update: 0, unchanged: 2, skip: 0 });
  });

  it('meets those who are there by number, e-mail, then name; and tells two of one name apart', async () => {
    await inside.post('/people', { name: 'Jan Jansen', email: 'jan.one@x.example' });
    await inside.post('/people', { name: 'Without Mail' });
    const seen = await preview(
      'p.csv',
      text('Name,E-mail,Job title\nJ. Jansen,jan.one@x.example,Lead\nJan Jansen,jan.two@x.example,Junior\nWithout Mail,w@x.example,\n'),
    );
    expect(seen.rows.map(({ action, id, because }: any) => [action, id, because])).toEqual([
      ['update', 'P-1', 'P-1 has the same e-mail.'],
      ['create', null, 'Not among the people yet.'],
      ['update', 'P-2', 'P-2 has the same name.'],
    ]);
  });

  it('is undone as one step, with its teams', async () => {
    const { request } = await run('personal.csv', german);
    await inside.post(`/undo/${request}`);
    expect([(await people()).length, (await inside.get('/teams')).total]).toEqual([0, 0]);
  });

  it('says by row what is wrong, and then changes nothing', async () => {
    const wrong = text(
      'Name,E-mail,Manager,Start,Employment\nAda,ada at x,,2024-02-31,employee\nTom,tom@x.example,tom@x.example,,astronaut\nTwin,t1@x.example,,,\nTwin,t2@x.example,,,\nKid,k@x.example,Twin,,\nKid,k@x.example,,,\n',
    );
    expect(errors(await preview('p.csv', wrong))).toEqual([
      [2, '"ada at x" is not an e-mail address.'],
      [2, '"2024-02-31" is not a date. Write it like 2027-03-03.'],
      [3, expect.stringContaining('"astronaut" is not a known word for employment.')],
      [3, 'Nobody is their own manager.'],
      [6, 'The file has 2 people named "Twin": name the manager by e-mail.'],
      [7, 'The same stands in row 6.'],
    ]);
    await expect(run('p.csv', wrong)).rejects.toThrow('6 places in the file are not clear');
    expect(await people()).toEqual([]);
  });

  it('asks before it adds teams and managers, when told to', async () => {
    const seen = await preview('p.csv', text('Name,Team,Manager\nAda,Orbit,Nobody\n'), { createTeams: false, createPeople: false });
    expect(errors(seen)).toEqual([
      [2, 'There is no team "Orbit".'],
      [2, 'There is nobody named "Nobody".'],
    ]);
  });
});
