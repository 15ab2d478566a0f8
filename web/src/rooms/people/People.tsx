import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { communications } from '../../../../src/isms/awareness/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Asked, Competence, Proofs } from './Competence.tsx';
import { Lessons } from './Lessons.tsx';
import { Everybody } from './Everybody.tsx';
import { Reminders } from './Reminders.tsx';
import { Rehearsals } from './Rehearsals.tsx';
import { Synchronise } from './Synchronise.tsx';
import { Training } from './Training.tsx';

/** People, competence, awareness and communication: clauses 7.1 to 7.4. */
export function People() {
  const { slug, role } = useHere();
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const states = useRead(['people', 'states'], (client) => client.awareness.states());
  const items = states.data?.items ?? [];
  const present = items.filter(({ inScope }) => inScope !== false).length;
  const late = items.filter(({ training, reading }) => training?.state === 'overdue' || reading?.state === 'overdue').length;
  const lacking = items.filter(({ competence }) => competence && competence.held < competence.all).length;
  const link = (part: string, text: string, search = {}) => (
    <Anchor inherit component={Link} to={`/o/${slug}/people/${part}` as never} search={search as never}>
      {text}
    </Anchor>
  );
  const sentences = (
    <>
      {plural(present, 'person works', 'people work')} here; {link('training', `${late} overdue`, { state: 'overdue' })} with training or reading,{' '}
      {link('competence', `${lacking} lacking`)} a competence.
    </>
  );
  return (
    <Page title="People" state={states.data && (items.length === 0 ? 'Nobody is known yet.' : sentences)}>
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'people') ?? []} />
      <RoomTabs
        room="people"
        parts={[
          { id: '', title: 'People', content: <Everybody /> },
          { id: 'competence', title: 'Competence', content: <Competence /> },
          { id: 'competences', title: 'What is asked', content: <Asked /> },
          { id: 'proofs', title: 'Proofs', content: <Proofs /> },
          { id: 'lessons', title: 'Lessons', content: <Lessons /> },
          { id: 'training', title: 'Training', content: <Training /> },
          { id: 'rehearsal', title: 'Rehearsal', content: <Rehearsals /> },
          { id: 'communication', title: 'Communication', content: <Communication /> },
          { id: 'reminders', title: 'Reminders', content: <Reminders /> },
          ...(may(role as Role, 'manage people') ? [{ id: 'systems', title: 'From systems', content: <Synchronise /> }] : []),
        ]}
      />
    </Page>
  );
}

function Communication() {
  const day = (value: string | null) => (value ? <span className="nowrap">{dayInWords(value)}</span> : <span className="quiet">–</span>);
  return (
    <RegisterList
      register={communications}
      operations={(c) => c.awareness.communications}
      filters={['sender']}
      columns={[
        { field: 'subject', title: 'On what', render: (row: { subject: string }) => row.subject },
        { field: 'occasion', title: 'When', render: (row: { occasion: string }) => row.occasion || <span className="quiet">–</span> },
        { field: 'audience', title: 'With whom', render: (row: { audience: string }) => row.audience || <span className="quiet">–</span> },
        { field: 'channel', title: 'How', render: (row: { channel: string }) => row.channel || <span className="quiet">–</span> },
        { field: 'lastOn', title: 'Last done', render: (row: { lastOn: string | null }) => day(row.lastOn) },
        {
          field: 'nextOn',
          title: 'Next',
          render: (row: { nextOn: string | null }) =>
            row.nextOn ? (
              <>
                {day(row.nextOn)} <span className="quiet nowrap">({counted(row.nextOn)})</span>
              </>
            ) : (
              day(null)
            ),
        },
      ]}
    />
  );
}
