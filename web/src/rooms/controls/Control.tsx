import { Anchor, Button, List, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ControlShown } from '../../../../src/isms/controls/contract.ts';
import type { ControlWithFindings } from '../../../../src/rulebook/contract.ts';
import { ControlPracticeFields } from '../../../../src/isms/controls/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { GapAnswerFields } from '../../../../src/isms/gap/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Comments } from '../../parts/Comments.tsx';
import { Field } from '../../parts/Field.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { useNames } from '../../parts/options.ts';
import { Loaded, Mark, Page } from '../../parts/Page.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { LaneChart } from './Lanes.tsx';
import { Checks, EvidenceTable, Tasks } from './Tables.tsx';
import { lapseInWords, percent } from './states.tsx';
import './controls.css';

/** One control with everything that bears on it: what is asked, why it is needed, how we do it, what shows it, what is to be done. */
export function Control() {
  const { id } = useParams({ strict: false }) as { id: string };
  const control = useRead(['controls', id], (client) => client.verdict.control({ id }));
  return <Loaded query={control}>{(data) => <Shown key={id} control={data} />}</Loaded>;
}

function Shown({ control }: { control: ControlWithFindings }) {
  const { slug, role } = useHere();
  const navigate = useNavigate();
  const { control: id, title, state, share, lapsesOn, period, soa, findings, previous, next } = control;
  const go = (to: string | null) => to !== null && void navigate({ to: `/o/${slug}/controls/${to}` as never });
  useHotkeys([
    ['j', () => go(next)],
    ['k', () => go(previous)],
  ]);
  const writes = may(role as Role, 'keep evidence');
  return (
    <Page
      title={`${id} ${title}`}
      state={
        soa.applicable === false
          ? 'Excluded in the Statement of Applicability: nothing has to be shown.'
          : `${lapseInWords(lapsesOn, state)}. ${share === null ? 'The audit period has not begun.' : `${percent(share)} of the audit period is covered so far.`}`
      }
      actions={
        <>
          <Button variant="default" aria-label="Previous control (k)" disabled={previous === null} onClick={() => go(previous)}>
            ←
          </Button>
          <Button variant="default" aria-label="Next control (j)" disabled={next === null} onClick={() => go(next)}>
            →
          </Button>
          {writes && (
            <Button component={Link} to={`/o/${slug}/evidence` as never} search={{ add: id } as never}>
              Add evidence
            </Button>
          )}
        </>
      }
    >
      <AuditorSays findings={findings} />
      <section aria-label="Evidence over the audit period">
        <Text size="sm" className="quiet" mb={6}>
          Audit period {dayInWords(period.from)} to {dayInWords(period.to)}. Evidence stays fresh for {plural(control.freshness.days, 'day')}
          {{ control: ', as set for this control', promise: ', as a document promises', usual: ', which is usual for it' }[control.freshness.from]}. A
          document in force shows that the control exists, not that it is done.
        </Text>
        <LaneChart control={id} period={period} lanes={control.laneChart} />
      </section>
      <div className="two">
        <Part title="What is asked">
          <Text>{control.summary}</Text>
          {control.actions.length > 0 && (
            <details>
              <summary>What to do</summary>
              <List size="sm">
                {control.actions.map((each) => (
                  <List.Item key={each}>{each}</List.Item>
                ))}
              </List>
            </details>
          )}
          {control.usualEvidence.length > 0 && (
            <details>
              <summary>What usually shows it</summary>
              <List size="sm">
                {control.usualEvidence.map((each) => (
                  <List.Item key={each}>{each}</List.Item>
                ))}
              </List>
            </details>
          )}
          <Statement control={control} />
          <Risks control={control} />
        </Part>
        <Practice control={control} />
      </div>
      <Part title={`Evidence (${control.evidenceTotal.toLocaleString('en')})`}>
        <EvidenceTable control={control} />
      </Part>
      <Part title={`Automatic checks (${control.checkResults.length})`}>
        <Checks control={control} />
      </Part>
      <Part title={`Tasks (${control.openTasks} open)`} id="tasks">
        <Tasks control={control} />
      </Part>
      <div className="two">
        <Duties control={control} />
        <Documents control={control} />
      </div>
      <Part title="Comments">
        <Comments register="soa-decisions" record={id} />
      </Part>
    </Page>
  );
}

export function Part({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section aria-label={title} id={id}>
      <Text component="h2" fw={600} pt="sm" mb={6} className="hairline">
        {title}
      </Text>
      <Stack gap="xs">{children}</Stack>
    </section>
  );
}

/** The line of the Statement of Applicability. */
function Statement({ control: { control, soa } }: { control: ControlShown }) {
  const { slug } = useHere();
  return (
    <div>
      <Text size="sm">
        <Anchor component={Link} to={`/o/${slug}/applicability` as never} search={{ q: control } as never} size="sm">
          Statement of Applicability
        </Anchor>
        : {soa.applicable === null ? '? undecided' : soa.applicable ? '● included' : '– excluded'}, <Mark status={soa.status} />
      </Text>
      <Text size="sm" className="quiet">
        {soa.applicable === false ? soa.exclusionReason || 'No reason is given.' : soa.justification || 'No reason is given.'}
      </Text>
    </div>
  );
}

function Risks({ control: { risks } }: { control: ControlShown }) {
  const { slug } = useHere();
  if (risks.length === 0) return <Text size="sm">It treats no open risk.</Text>;
  return (
    <div>
      <Text size="sm">It treats {plural(risks.length, 'open risk')}:</Text>
      <List size="sm">
        {risks.slice(0, 8).map(({ id, title, level, acceptable }) => (
          <List.Item key={id}>
            <Anchor component={Link} to={`/o/${slug}/risks` as never} search={{ open: id } as never} size="sm">
              {id} {title}
            </Anchor>
            {level && (
              <span className={acceptable === false ? 'grade-major' : 'quiet'}>
                {' '}
                {level}
                {acceptable === false ? ', above what is acceptable' : ''}
              </span>
            )}
          </List.Item>
        ))}
      </List>
      {risks.length > 8 && (
        <Text size="sm" className="quiet">
          and {risks.length - 8} more
        </Text>
      )}
    </div>
  );
}

/** How it is done here: saved as it is typed, like every record. */
function Practice({ control }: { control: ControlShown }) {
  const { role } = useHere();
  const { control: id, practice, soa, observation } = control;
  const writes = may(role as Role, 'keep evidence');
  const describe = useWrite(
    (client: Client, fields: object) => client.controls.describe({ id, ...(practice && { version: practice.version }), ...fields }),
    () => 'Saved.',
  );
  const answer = useWrite(
    (client: Client, owner: string | null) => client.gap.answer({ subject: id, owner }),
    () => 'Saved.',
  );
  const shape = ControlPracticeFields.shape;
  return (
    <Part title="How we do it">
      {(['practice', 'maturity', 'freshnessDays'] as const).map((name) => (
        <Field
          key={name}
          name={name}
          schema={shape[name]}
          value={practice?.[name] ?? (name === 'practice' ? '' : null)}
          disabled={!writes}
          onChange={(value) => describe.mutate({ [name]: value })}
        />
      ))}
      <Field
        name="owner"
        schema={GapAnswerFields.shape.owner}
        value={soa.owner}
        disabled={!may(role as Role, 'assess gaps') || soa.own}
        note={soa.own ? 'Set in the register of own controls' : undefined}
        onChange={(value) => answer.mutate(value as string | null)}
      />
      {soa.implementation && (
        <Text size="sm">
          <b>In the Statement of Applicability:</b> {soa.implementation}
        </Text>
      )}
      {observation && (
        <Text size="sm">
          <b>Observed in the gap assessment:</b> {observation}
        </Text>
      )}
    </Part>
  );
}

function Duties({ control: { duties, promises } }: { control: ControlShown }) {
  const { slug } = useHere();
  const people = useNames('people');
  return (
    <Part title="Done again and again">
      {duties.length === 0 && promises.length === 0 && <Text className="quiet">Nothing recurs for it, and no document promises a figure.</Text>}
      {duties.map(({ key, title, everyDays, state, dueOn, lastOn, assignee }) => (
        <Text size="sm" key={key}>
          {state === 'missed' ? '○ ' : state === 'done' ? '● ' : '◐ '}
          {title}
          {everyDays !== null && `, every ${plural(everyDays, 'day')}`}
          <span className="quiet">
            . {lastOn ? `Last done ${counted(lastOn)}` : 'Never done'}
            {dueOn && `, ${state === 'missed' ? 'was due' : 'due'} ${dayInWords(dueOn)} (${counted(dueOn)})`}
            {assignee && `, ${people(assignee)}`}.
          </span>
        </Text>
      ))}
      {promises.map(({ document, title, statement, state, everyDays, daysAgo }) => (
        <Text size="sm" key={document + statement}>
          <Mark status={state} words={false} />
          <Anchor component={Link} to={`/o/${slug}/document/${document}` as never} size="sm">
            {title}
          </Anchor>
          : “{statement}”{' '}
          <span className={state === 'contradicted' ? 'grade-major' : 'quiet'}>
            {daysAgo === null
              ? 'There is no evidence for it.'
              : `Last shown ${plural(daysAgo, 'day')} ago, promised every ${plural(everyDays, 'day')}.`}
          </span>
        </Text>
      ))}
    </Part>
  );
}

function Documents({ control: { documents } }: { control: ControlShown }) {
  const { slug } = useHere();
  return (
    <Part title="Documents">
      {documents.length === 0 && <Text className="quiet">No document names this control.</Text>}
      {documents.map(({ id, title, state, reviewDueOn, reviewOverdue }) => (
        <Text size="sm" key={id}>
          <Anchor component={Link} to={`/o/${slug}/document/${id}` as never} size="sm">
            {id} {title}
          </Anchor>{' '}
          <Mark status={state} />
          {reviewDueOn && (
            <span className={reviewOverdue ? 'grade-minor' : 'quiet'}>
              , review {reviewOverdue ? 'was due' : 'due'} {counted(reviewDueOn)}
            </span>
          )}
        </Text>
      ))}
    </Part>
  );
}
