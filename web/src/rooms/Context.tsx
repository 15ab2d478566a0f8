import {
  Alert,
  Anchor,
  Button,
  Grid,
  Group,
  Menu,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  contextIssues,
  exclusions,
  interestedParties,
  interfaces,
  locations,
  requirements,
  suppliers,
  systems,
  teams,
  type ScopeVersion,
} from '../../../src/isms/context/model.ts';
import { may, type Role } from '../../../src/isms/permissions.ts';
import { ismsRoles } from '../../../src/isms/people/model.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../client.tsx';
import { AuditorSays, placeOf } from '../parts/Findings.tsx';
import { Loaded, Page } from '../parts/Page.tsx';
import { RegisterList } from '../parts/Register.tsx';
import { RoomTabs } from '../parts/Rooms.tsx';
import { Sign } from '../parts/Sign.tsx';
import { dayInWords, plural } from '../words.ts';

/** Context and scope: clauses 4.1 to 4.3 and 5.3. */
export function Context() {
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const own = verdict.data?.findings.filter(({ room }) => room === 'context') ?? [];
  return (
    <Page title="Context" state="What bears on information security, who has a stake in it, and where the management system begins and ends.">
      <AuditorSays findings={own} />
      <RoomTabs
        room="context"
        parts={[
          { id: '', title: 'Scope', content: <Scope /> },
          {
            id: 'issues',
            title: 'Issues',
            content: (
              <Stack>
                <Climate />
                <RegisterList register={contextIssues} operations={(c) => c.context.issues} filters={['kind', 'owner']} />
              </Stack>
            ),
          },
          {
            id: 'parties',
            title: 'Interested parties',
            content: <RegisterList register={interestedParties} operations={(c) => c.context.parties} filters={['kind']} />,
          },
          {
            id: 'requirements',
            title: 'Requirements',
            content: <RegisterList register={requirements} operations={(c) => c.context.requirements} filters={['kind', 'answer', 'party']} />,
          },
          {
            id: 'roles',
            title: 'Roles',
            content: (
              <Stack>
                <Conflicts />
                <RegisterList register={ismsRoles} operations={(c) => c.people.roles} filters={['kind']} actions={<ToPeople />} />
              </Stack>
            ),
          },
          { id: 'teams', title: 'Teams', content: <RegisterList register={teams} operations={(c) => c.context.teams} filters={['inScope']} /> },
          {
            id: 'locations',
            title: 'Locations',
            content: <RegisterList register={locations} operations={(c) => c.context.locations} filters={['inScope', 'kind']} />,
          },
          {
            id: 'systems',
            title: 'Systems',
            content: <RegisterList register={systems} operations={(c) => c.context.systems} filters={['inScope', 'kind']} />,
          },
          {
            id: 'suppliers',
            title: 'Suppliers',
            content: <RegisterList register={suppliers} operations={(c) => c.context.suppliers} filters={['critical']} />,
          },
          {
            id: 'interfaces',
            title: 'Interfaces',
            content: <RegisterList register={interfaces} operations={(c) => c.context.interfaces} filters={['counterpart']} />,
          },
          { id: 'exclusions', title: 'Left out', content: <RegisterList register={exclusions} operations={(c) => c.context.exclusions} /> },
        ]}
      />
    </Page>
  );
}

function ToPeople() {
  const { slug } = useHere();
  return (
    <Button variant="default" component={Link} to={`/o/${slug}/people` as never}>
      People
    </Button>
  );
}

function Conflicts() {
  const conflicts = useRead(['conflicts'], (client) => client.people.roles.conflicts());
  return conflicts.data && conflicts.data.conflicts.length > 0 ? (
    <Alert variant="light" color="yellow" title={plural(conflicts.data.conflicts.length, 'conflict')}>
      {conflicts.data.conflicts.map(({ text }) => (
        <Text key={text} size="sm">
          {text}
        </Text>
      ))}
    </Alert>
  ) : null;
}

function Climate() {
  const { role } = useHere();
  const climate = useRead(['climate'], (client) => client.context.climate.show());
  const [reasoning, setReasoning] = useState<string | null>(null);
  const save = useWrite(
    (client: Client, relevant: boolean | null) =>
      client.context.climate.determine({
        relevant,
        reasoning: reasoning ?? climate.data!.reasoning,
        decidedBy: climate.data!.decidedBy,
        decidedOn: null,
        ...(climate.data!.version > 0 && { version: climate.data!.version }),
      }),
    () => 'Determination saved.',
  );
  const writes = may(role as Role, 'describe the context');
  return (
    <Loaded query={climate}>
      {(data) => (
        <section aria-label="Climate change">
          <Group gap="sm" align="flex-end">
            <div>
              <Text fw={600}>Is climate change a relevant issue?</Text>
              <Text size="sm" className="quiet">
                {data.relevant === null
                  ? 'Not determined. Amendment 1:2024 asks for an explicit answer, also when it is no.'
                  : `${data.relevant ? 'Relevant' : 'Not relevant'}, decided ${dayInWords(data.decidedOn)}.`}
              </Text>
            </div>
            <SegmentedControl
              aria-label="Climate change is a relevant issue"
              disabled={!writes}
              value={data.relevant === null ? 'open' : data.relevant ? 'yes' : 'no'}
              onChange={(value) => save.mutate(value === 'open' ? null : value === 'yes')}
              data={[
                { value: 'yes', label: 'Relevant' },
                { value: 'no', label: 'Not relevant' },
                { value: 'open', label: 'Not determined' },
              ]}
            />
          </Group>
          <Textarea
            mt="xs"
            label="Reasoning"
            autosize
            minRows={2}
            disabled={!writes}
            value={reasoning ?? data.reasoning}
            onChange={(event) => setReasoning(event.currentTarget.value)}
            onBlur={() => data.relevant !== null && reasoning !== null && reasoning !== data.reasoning && save.mutate(data.relevant)}
          />
        </section>
      )}
    </Loaded>
  );
}

const kinds = [
  ['teams', 'Teams'],
  ['locations', 'Locations'],
  ['systems', 'Systems'],
  ['interfaces', 'Suppliers as interfaces'],
  ['exclusions', 'Left out'],
] as const;

/** The scope canvas: the statement, five kinds of boundary, what it costs, and the versions. */
function Scope() {
  const { slug, role } = useHere();
  const scope = useRead(['scope'], (client) => client.context.scope.current());
  const [signing, setSigning] = useState(false);
  const start = useWrite(
    (client: Client) => client.context.scope.start({}),
    ({ record }) => `Version ${record.number} started.`,
  );
  const change = useWrite(
    (client: Client, { id, version, ...fields }: { id: string; version: number; statement?: string; justification?: string; title?: string }) =>
      client.context.scope.change({ id, version, ...fields }),
    () => 'Saved.',
  );
  const approve = useWrite(
    (client: Client, { id, password }: { id: string; password: string }) => client.context.scope.approve({ id, password }),
    ({ record }) => `Version ${record.number} is approved.`,
    { signed: true },
  );
  const writes = may(role as Role, 'describe the context');
  return (
    <Loaded query={scope}>
      {({ draft, approved, boundaries, warnings, changedSinceApproval }) => {
        const shown = draft ?? approved;
        return (
          <Grid gap="xl">
            <Grid.Col span={{ base: 12, md: 8 }}>
              <Stack>
                <Group justify="space-between">
                  <Text className="quiet">
                    {draft
                      ? `Version ${draft.number} is a draft${approved ? `; version ${approved.number} is in force since ${dayInWords(approved.approvedAt)}` : ''}.`
                      : approved
                        ? `Version ${approved.number}, approved by ${approved.approvedByName} on ${dayInWords(approved.approvedAt)}.`
                        : 'There is no scope yet.'}
                  </Text>
                  <Group gap="xs">
                    {shown && (
                      <Menu>
                        <Menu.Target>
                          <Button variant="default">Scope document</Button>
                        </Menu.Target>
                        <Menu.Dropdown>
                          {(['pdf', 'docx'] as const).map((format) => (
                            <Menu.Item
                              key={format}
                              onClick={() =>
                                void download(slug, `/reports/scope?format=${format}${shown ? `&version=${shown.id}` : ''}`).catch(showError)
                              }
                            >
                              {format.toUpperCase()}
                            </Menu.Item>
                          ))}
                        </Menu.Dropdown>
                      </Menu>
                    )}
                    {!draft && writes && (
                      <Button variant={approved ? 'default' : 'filled'} loading={start.isPending} onClick={() => start.mutate(undefined)}>
                        {approved ? 'Start the next version' : 'Write the scope'}
                      </Button>
                    )}
                    {draft && may(role as Role, 'approve the scope') && (
                      <Button onClick={() => setSigning(true)}>Approve version {draft.number}</Button>
                    )}
                  </Group>
                </Group>
                {draft && (
                  <Texts
                    key={draft.id}
                    draft={draft}
                    disabled={!writes}
                    save={(fields) => change.mutate({ id: draft.id, version: draft.version, ...fields })}
                  />
                )}
                {!draft && approved && (
                  <>
                    <Title order={2}>{approved.title}</Title>
                    <Text style={{ whiteSpace: 'pre-wrap' }}>{approved.statement}</Text>
                    {approved.justification && (
                      <Text className="quiet" style={{ whiteSpace: 'pre-wrap' }}>
                        {approved.justification}
                      </Text>
                    )}
                  </>
                )}
                <Grid gap="md">
                  {kinds.map(([kind, title]) => (
                    <Grid.Col key={kind} span={{ base: 12, sm: 6 }}>
                      <Group justify="space-between" className="hairline" pt="xs">
                        <Title order={3}>
                          {title}{' '}
                          <Text span className="quiet" size="sm">
                            {boundaries[kind].length}
                          </Text>
                        </Title>
                        <Anchor size="sm" component={Link} to={`/o/${slug}/context/${kind}` as never}>
                          {writes ? 'Edit' : 'Show'}
                        </Anchor>
                      </Group>
                      {boundaries[kind].length === 0 && (
                        <Text size="sm" className="quiet">
                          None {kind === 'exclusions' ? 'left out' : 'yet'}.
                        </Text>
                      )}
                      {boundaries[kind].slice(0, 8).map(({ id, name, detail }) => (
                        <Text key={id} size="sm">
                          <Anchor component={Link} to={`/o/${slug}/context/${kind}` as never} search={{ open: id } as never}>
                            {name}
                          </Anchor>
                          {detail && <span className="quiet"> {detail}</span>}
                        </Text>
                      ))}
                      {boundaries[kind].length > 8 && (
                        <Text size="sm" className="quiet">
                          and {boundaries[kind].length - 8} more
                        </Text>
                      )}
                    </Grid.Col>
                  ))}
                </Grid>
                {approved && changedSinceApproval.length > 0 && (
                  <Alert variant="light" title={`${plural(changedSinceApproval.length, 'change')} since version ${approved.number} was approved`}>
                    {changedSinceApproval.slice(0, 8).map((each, index) => (
                      <Text key={index} size="sm">
                        {each.label}: {each.change}
                      </Text>
                    ))}
                  </Alert>
                )}
                <Versions />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 4 }}>
              <Stack>
                {warnings.length > 0 && (
                  <div>
                    <Title order={2} mb="xs">
                      Questions an auditor would ask
                    </Title>
                    {warnings.map(({ id, text, remedy, records }) => (
                      <div key={id} className="hairline" style={{ padding: '6px 0' }}>
                        <Text size="sm" fw={600}>
                          {text}
                        </Text>
                        <Text size="sm" className="quiet">
                          {remedy}
                        </Text>
                        <Group gap={6}>
                          {records.slice(0, 6).map((each) => (
                            <Anchor
                              key={each.id}
                              size="sm"
                              component={Link}
                              to={`/o/${slug}/${placeOf(each.register)}` as never}
                              search={{ open: each.id } as never}
                            >
                              {each.label}
                            </Anchor>
                          ))}
                        </Group>
                      </div>
                    ))}
                  </div>
                )}
                <Cost />
              </Stack>
            </Grid.Col>
            {draft && (
              <Sign
                opened={signing}
                onClose={() => setSigning(false)}
                action={`Approve version ${draft.number}`}
                meaning={`I approve version ${draft.number} as the scope of the information security management system. Its boundaries are frozen as they are now.`}
                signing={approve}
                onSign={(password) => approve.mutate({ id: draft.id, password }, { onSuccess: () => setSigning(false) })}
              />
            )}
          </Grid>
        );
      }}
    </Loaded>
  );
}

function Texts({
  draft,
  disabled,
  save,
}: {
  draft: ScopeVersion;
  disabled: boolean;
  save(fields: { title?: string; statement?: string; justification?: string }): void;
}) {
  const [title, setTitle] = useState(draft.title);
  const [statement, setStatement] = useState(draft.statement);
  const [justification, setJustification] = useState(draft.justification);
  return (
    <>
      <TextInput
        label="Title"
        disabled={disabled}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        onBlur={() => title !== draft.title && save({ title })}
      />
      <Textarea
        label="Scope statement"
        description="As it shall stand on the certificate: activities, parts of the organisation, places"
        autosize
        minRows={3}
        disabled={disabled}
        value={statement}
        onChange={(event) => setStatement(event.currentTarget.value)}
        onBlur={() => statement !== draft.statement && save({ statement })}
      />
      <Textarea
        label="Why this scope"
        description="How issues, requirements and interfaces were taken into account (4.3 a to c)"
        autosize
        minRows={2}
        disabled={disabled}
        value={justification}
        onChange={(event) => setJustification(event.currentTarget.value)}
        onBlur={() => justification !== draft.justification && save({ justification })}
      />
    </>
  );
}

/** What the scope costs, recomputed while it is edited, every figure explained. */
function Cost() {
  const [persons, setPersons] = useState<number | null>(null);
  const cost = useRead(['cost', persons], (client) => client.context.scope.cost(persons === null ? {} : { persons }), {
    placeholderData: (old: unknown) => old as never,
  });
  const money = (value: number, currency: string) =>
    new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 }).format(value);
  return (
    <div>
      <Title order={2} mb="xs">
        Audit time and budget
      </Title>
      <NumberInput
        label="Try another number of persons"
        placeholder="persons in scope"
        min={0}
        value={persons ?? ''}
        onChange={(value) => setPersons(value === '' ? null : Number(value))}
        mb="xs"
      />
      <Loaded query={cost}>
        {(data) => (
          <Stack gap="xs">
            <Text>
              <b>{data.initialDays === null ? 'Not known yet' : `${data.initialDays} days`}</b> for the initial audit
              {data.surveillanceDays !== null && (
                <>
                  , <b>{data.surveillanceDays}</b> for each surveillance, <b>{data.recertificationDays}</b> for recertification
                </>
              )}
              .
            </Text>
            <ul style={{ margin: 0, paddingLeft: 18 }}>
              {data.explanation.map((each) => (
                <li key={each}>
                  <Text size="sm">{each}</Text>
                </li>
              ))}
            </ul>
            {data.budgetTotal && (
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Budget, three years</th>
                    <th style={{ textAlign: 'right' }}>From</th>
                    <th style={{ textAlign: 'right' }}>To</th>
                  </tr>
                </thead>
                <tbody>
                  {data.budget.map(({ id, title, low, high, why }) => (
                    <tr key={id}>
                      <td title={why}>{title}</td>
                      <td className="nowrap" style={{ textAlign: 'right' }}>
                        {money(low, data.currency)}
                      </td>
                      <td className="nowrap" style={{ textAlign: 'right' }}>
                        {money(high, data.currency)}
                      </td>
                    </tr>
                  ))}
                  <tr>
                    <td>
                      <b>Together</b>
                    </td>
                    <td className="nowrap" style={{ textAlign: 'right' }}>
                      <b>{money(data.budgetTotal.low, data.currency)}</b>
                    </td>
                    <td className="nowrap" style={{ textAlign: 'right' }}>
                      <b>{money(data.budgetTotal.high, data.currency)}</b>
                    </td>
                  </tr>
                </tbody>
              </table>
            )}
          </Stack>
        )}
      </Loaded>
    </div>
  );
}

function Versions() {
  const versions = useRead(['scope', 'versions'], (client) => client.context.scope.versions());
  const [before, setBefore] = useState<string | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const compared = useRead(['scope', 'compare', before, after], (client) => client.context.scope.compare({ before: before!, after: after! }), {
    enabled: before !== null && after !== null,
  });
  if (!versions.data || versions.data.items.length < 2) return null;
  const data = versions.data.items.map(({ id, number, status }) => ({ value: id, label: `Version ${number}, ${status}` }));
  return (
    <section aria-label="Compare versions">
      <Title order={2} mb="xs">
        Compare versions
      </Title>
      <Group gap="xs">
        <Select aria-label="Before" placeholder="Before" data={data} value={before} onChange={setBefore} />
        <Select aria-label="After" placeholder="After" data={data} value={after} onChange={setAfter} />
      </Group>
      {compared.data &&
        (compared.data.differences.length === 0 ? (
          <Text mt="xs">They are the same.</Text>
        ) : (
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>What</th>
                  <th>{data.find(({ value }) => value === before)?.label}</th>
                  <th>{data.find(({ value }) => value === after)?.label}</th>
                </tr>
              </thead>
              <tbody>
                {compared.data.differences.map((each, index) => (
                  <tr key={index}>
                    <td>{each.label}</td>
                    <td>{each.before || '–'}</td>
                    <td>{each.after || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
    </section>
  );
}
