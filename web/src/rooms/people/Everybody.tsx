import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Children, useState, type ReactNode } from 'react';
import type { PersonCard, PersonState } from '../../../../src/isms/awareness/model.ts';
import { people } from '../../../../src/isms/people/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { placeOf } from '../../parts/Findings.tsx';
import { useNames } from '../../parts/options.ts';
import { originNote } from '../../parts/origins.ts';
import { Loaded, Stands } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { counted, dayInWords, plural, sentence } from '../../words.ts';

interface Person {
  id: string;
  name: string;
  jobTitle: string;
  team: string | null;
  manager: string | null;
  employment: string;
  startsOn: string | null;
  endsOn: string | null;
}
const none = <span className="quiet">–</span>;

/** Everybody who works under the organisation's control, and where each stands. */
export function Everybody() {
  const { slug } = useHere();
  const states = useRead(['people', 'states'], (client) => client.awareness.states());
  const byId = new Map(states.data?.items.map((state) => [state.person, state]));
  const [team, person] = [useNames('teams'), useNames('people')];
  const of = (render: (state: PersonState) => ReactNode) => (row: Person) => {
    const state = byId.get(row.id);
    return state ? render(state) : none;
  };
  return (
    <RegisterList
      register={people}
      operations={(c) => c.people.people}
      filters={['team', 'employment', 'manager']}
      emptyActions={
        <Button variant="light" component={Link} to={`/o/${slug}/import` as never}>
          Import a spreadsheet
        </Button>
      }
      about={(row: Person) => <Card person={row.id} />}
      note={originNote}
      columns={[
        {
          field: 'name',
          title: 'Name',
          render: (row: Person) => <Two first={row.name} second={row.jobTitle} />,
        },
        {
          field: 'inScope',
          title: 'In scope',
          sortable: false,
          render: of(({ inScope }) => (inScope === null ? <Stands at="unknown" /> : inScope ? 'Yes' : <span className="quiet">No</span>)),
        },
        { field: 'training', title: 'Training', sortable: false, render: of(({ training }) => <Progress of={training} />) },
        { field: 'reading', title: 'Reading', sortable: false, render: of(({ reading }) => <Progress of={reading} />) },
        {
          field: 'competence',
          title: 'Competence',
          sortable: false,
          render: of(({ competence }) =>
            competence ? (
              <Stands
                at={
                  competence.held === competence.all
                    ? competence.expiresSoon
                      ? 'soon'
                      : 'held'
                    : competence.held + competence.planned === competence.all
                      ? 'planned'
                      : 'missing'
                }
              >
                {competence.held} of {competence.all}
              </Stands>
            ) : (
              none
            ),
          ),
        },
        {
          field: 'team',
          title: 'Team and manager',
          render: (row: Person) => <Two first={team(row.team)} second={row.manager && person(row.manager)} />,
        },
        {
          field: 'employment',
          title: 'Employment',
          render: (row: Person) => <Two first={sentence(row.employment)} second={worked(row)} />,
        },
      ]}
    />
  );
}

/** What counts, and under it what explains it; each in a line of its own. */
const Two = ({ first, second }: { first: ReactNode; second: ReactNode }) => (
  <>
    <span className="nowrap">{first}</span>
    <span className="quiet second-line" title={typeof second === 'string' ? second : undefined}>
      {second}
    </span>
  </>
);

/** From the first day, until the last. */
function worked({ startsOn, endsOn }: Person): string {
  if (endsOn) return `${startsOn ? `${dayInWords(startsOn)} to` : 'until'} ${dayInWords(endsOn)}`;
  return startsOn ? `since ${dayInWords(startsOn)}` : '';
}

const Progress = ({ of }: { of: PersonState['training'] }) =>
  of ? <Stands at={of.state}>{of.open === 0 ? `all ${of.all}` : `${of.open} of ${of.all} open`}</Stands> : none;

const kinds: Record<string, string> = {
  'gap-answers': 'controls',
  requirements: 'requirements of the clauses',
};

/** Everything that hangs on a person. */
function Card({ person }: { person: string }) {
  const { slug } = useHere();
  const card = useRead(['people', 'card', person], (client) => client.awareness.card({ id: person }));
  const link = (register: string, id: string, text: string) => (
    <Anchor
      key={register + id}
      size="sm"
      component={Link}
      to={`/o/${slug}/${placeOf(register)}` as never}
      search={(register === 'gap-answers' ? { q: id } : { open: id }) as never}
    >
      {text}
    </Anchor>
  );
  return (
    <Loaded query={card}>
      {(data) => {
        // The gap sheet holds controls and requirements of the clauses alike.
        const owned = Map.groupBy(data.owns, ({ register, id }) => (register === 'gap-answers' && /^\d/.test(id) ? 'requirements' : register));
        return (
          <Stack gap="sm">
            <Part title="Roles">
              {data.roles.length > 0 && data.roles.map(({ id, name, as }) => link('isms-roles', id, as === 'deputy' ? `${name} (deputy)` : name))}
            </Part>
            {[...owned].map(([kind, records]) => (
              <Part key={kind} title={`Owns: ${kinds[kind] ?? kind} (${records.length})`}>
                {kind === 'requirements'
                  ? [...new Map(records.map(({ id, title }) => [title, id]))].map(([title, id]) => link('gap-answers', id, title))
                  : records.map(({ register, id, title }) => link(register, id, `${id} ${title}`))}
              </Part>
            ))}
            <Learned card={data} />
            <Read card={data} />
            <Able card={data} link={link} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** As many as one takes in at a glance; the rest is a click away. */
const atFirst = 12;

function Part({ title, children }: { title: string; children: ReactNode }) {
  const [all, setAll] = useState(false);
  const shown = Children.toArray(children);
  if (shown.length === 0) return null;
  return (
    <section aria-label={title}>
      <Title order={3} size="sm">
        {title}
      </Title>
      <div className="link-row">
        {all ? shown : shown.slice(0, atFirst)}
        {!all && shown.length > atFirst && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            and {shown.length - atFirst} more
          </Button>
        )}
      </div>
    </section>
  );
}

function Learned({ card: { lessons, results } }: { card: PersonCard }) {
  if (lessons.length === 0 && results.length === 0) return null;
  return (
    <section aria-label="Training">
      <Title order={3} size="sm">
        Training
      </Title>
      {lessons.map(({ lesson, title, state, dueOn, passedOn }) => (
        <Text key={lesson} size="sm">
          <Stands at={state}>{title}</Stands>
          <span className="quiet">
            {passedOn ? ` passed ${dayInWords(passedOn)}` : ' never passed'}
            {dueOn ? `, ${passedOn ? 'again' : 'due'} by ${dayInWords(dueOn)} (${counted(dueOn)})` : ''}
          </span>
        </Text>
      ))}
      {results.length > 0 && (
        <details>
          <summary>
            <Text span size="sm">
              {plural(results.length, 'attempt or course', 'attempts and courses')}
            </Text>
          </summary>
          <table className="grid-table">
            <thead>
              <tr>
                <th>Day</th>
                <th>Lesson or course</th>
                <th style={{ textAlign: 'right' }}>Score</th>
                <th>Result</th>
              </tr>
            </thead>
            <tbody>
              {results.map(({ id, on, title, score, passed, lesson }) => (
                <tr key={id}>
                  <td className="nowrap">{dayInWords(on)}</td>
                  <td>{title}</td>
                  <td style={{ textAlign: 'right' }}>{score === null ? '–' : `${score} %`}</td>
                  <td>{lesson === null ? 'Attended' : passed ? 'Passed' : 'Not passed'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}

function Read({ card: { reading } }: { card: PersonCard }) {
  if (reading.length === 0) return null;
  return (
    <section aria-label="Reading">
      <Title order={3} size="sm">
        Reading
      </Title>
      {reading.map(({ document, title, version, dueOn, acknowledgedAt, overdue }) => (
        <Text key={document} size="sm">
          <Stands at={acknowledgedAt ? 'passed' : overdue ? 'overdue' : 'due'}>
            {title}, version {version}
          </Stands>
          <span className="quiet">
            {acknowledgedAt ? ` confirmed ${dayInWords(acknowledgedAt)}` : ` by ${dayInWords(dueOn)} (${counted(dueOn)})`}
          </span>
        </Text>
      ))}
    </section>
  );
}

function Able({ card: { competences, proofs }, link }: { card: PersonCard; link(register: string, id: string, text: string): ReactNode }) {
  if (competences.length === 0 && proofs.length === 0) return null;
  const counting = new Set(competences.map(({ proof }) => proof));
  return (
    <section aria-label="Competence">
      <Title order={3} size="sm">
        Competence
      </Title>
      {competences.map(({ competence, title, asked, state, expiresSoon, until, proof }) => (
        <Text key={competence} size="sm">
          <Stands at={expiresSoon ? 'soon' : state}>{title}</Stands>
          <span className="quiet">
            {' '}
            for {asked}
            {until ? `, ${state === 'planned' ? 'planned for' : state === 'expired' ? 'expired' : 'until'} ${dayInWords(until)}` : ''}{' '}
          </span>
          {proof && link('competence-evidence', proof, proof)}
        </Text>
      ))}
      {proofs
        .filter(({ id }) => !counting.has(id))
        .map(({ id, title }) => (
          <Text key={id} size="sm">
            {link('competence-evidence', id, `${id} ${title}`)}
          </Text>
        ))}
    </section>
  );
}
