import {
  Anchor,
  Badge,
  Button,
  Checkbox,
  Grid,
  Group,
  Menu,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { assets } from '../../../src/isms/assets/model.ts';
import { may, type Role } from '../../../src/isms/permissions.ts';
import { risks, treatmentTasks, type AssessedRisk, type RiskMethod } from '../../../src/isms/risk/model.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../client.tsx';
import { AuditorSays } from '../parts/Findings.tsx';
import { useOptions } from '../parts/options.ts';
import { Empty, Level, Loaded, Page } from '../parts/Page.tsx';
import { RegisterList } from '../parts/Register.tsx';
import { References } from '../parts/Reference.tsx';
import { RoomTabs } from '../parts/Rooms.tsx';
import { Sign } from '../parts/Sign.tsx';
import { dayInWords, plural, sentence } from '../words.ts';

const groups = [
  { title: 'What could happen', fields: ['title', 'description', 'category', 'threat', 'vulnerability', 'assets', 'affects', 'owner'] },
  { title: 'Without controls', fields: ['inherentLikelihood', 'inherentImpact', 'inherentRationale'] },
  { title: 'Today', fields: ['currentLikelihood', 'currentImpact', 'currentRationale'] },
  { title: 'Treatment', fields: ['treatment', 'treatmentRationale', 'controls'] },
  { title: 'Expected once treated', fields: ['residualLikelihood', 'residualImpact', 'residualRationale'] },
  { title: 'Keeping it alive', fields: ['status', 'identifiedOn', 'ratedOn', 'reviewOn', 'reopenedBecause', 'reopenedNote', 'externalReference'] },
];

/** Risk assessment and treatment: clauses 6.1.2, 6.1.3, 8.2 and 8.3. */
export function Risks() {
  const { slug } = useHere();
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const list = useRead(['risks', 'all'], (client) => client.risk.risks.list({ limit: 1000 }));
  const items = (list.data?.items ?? []).filter(({ status }) => status === 'open');
  const above = items.filter(({ current, inherent }) => (current ?? inherent)?.acceptable === false).length;
  return (
    <Page
      title="Risks"
      state={list.data && `${plural(items.length, 'open risk')}, ${above} above what may be accepted.`}
      actions={
        <Menu>
          <Menu.Target>
            <Button variant="default">Documents</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['risk-register', 'treatment-plan'] as const).flatMap((document) =>
              (['pdf', 'docx', 'xlsx', 'csv'] as const).map((format) => (
                <Menu.Item key={document + format} onClick={() => void download(slug, `/reports/${document}?format=${format}`).catch(showError)}>
                  {sentence(document)} as {format.toUpperCase()}
                </Menu.Item>
              )),
            )}
          </Menu.Dropdown>
        </Menu>
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'risks') ?? []} />
      <RoomTabs
        room="risks"
        parts={[
          { id: '', title: 'Register', content: <Register /> },
          { id: 'map', title: 'Heat map', content: <HeatMap /> },
          { id: 'library', title: 'Library', content: <Library /> },
          {
            id: 'tasks',
            title: 'Treatment plan',
            content: <RegisterList register={treatmentTasks} operations={(c) => c.risk.tasks} filters={['status', 'assignee', 'risk']} />,
          },
          { id: 'acceptances', title: 'Acceptance', content: <Acceptances /> },
          { id: 'consistency', title: 'Consistency', content: <Consistency /> },
          { id: 'method', title: 'Method', content: <Method /> },
          {
            id: 'assets',
            title: 'Assets',
            content: (
              <RegisterList
                register={assets}
                operations={(c) => c.assets}
                filters={['kind', 'owner', 'classification']}
                emptyActions={<ImportLink />}
              />
            ),
          },
        ]}
      />
    </Page>
  );
}

function ImportLink() {
  const { slug } = useHere();
  return (
    <Button variant="light" component={Link} to={`/o/${slug}/import` as never}>
      Import a spreadsheet
    </Button>
  );
}

function Register() {
  const { slug } = useHere();
  return (
    <RegisterList
      register={risks}
      operations={(c) => c.risk.risks}
      groups={groups}
      filters={['category', 'owner', 'treatment', 'status']}
      emptyActions={
        <>
          <ImportLink />
          <Button variant="light" component={Link} to={`/o/${slug}/risks/library` as never}>
            Start from the library
          </Button>
        </>
      }
      about={(row: AssessedRisk) => <About risk={row} />}
      columns={[
        {
          field: 'title',
          title: 'Risk',
          render: (row: AssessedRisk) => (
            <>
              {row.title}
              {row.methodOutdated && (
                <Text span size="xs" className="quiet">
                  {' '}
                  · older method
                </Text>
              )}
            </>
          ),
        },
        { field: 'owner', title: 'Owner', render: (row: AssessedRisk) => row.ownerName ?? <span className="quiet">nobody</span> },
        { field: 'inherent', title: 'Inherent', render: (row: AssessedRisk) => <Level rating={row.inherent} /> },
        { field: 'current', title: 'Current', render: (row: AssessedRisk) => <Level rating={row.current} /> },
        { field: 'treatment', title: 'Treatment', render: (row: AssessedRisk) => sentence(row.treatment) },
        {
          field: 'residual',
          title: 'Residual',
          render: (row: AssessedRisk) => (
            <>
              <Level rating={row.residual} />
              {row.residual && (
                <Text span size="xs" className="quiet">
                  {' '}
                  {row.residualReached ? 'reached' : 'expected'}
                </Text>
              )}
            </>
          ),
        },
        {
          field: 'acceptance',
          title: 'Acceptance',
          render: (row: AssessedRisk) => (row.acceptance === 'none' ? <span className="quiet">–</span> : sentence(row.acceptance)),
        },
        { field: 'reviewOn', title: 'Review', render: (row: AssessedRisk) => <span className="nowrap">{dayInWords(row.reviewOn)}</span> },
      ]}
    />
  );
}

function About({ risk }: { risk: AssessedRisk }) {
  const { role } = useHere();
  const [reason, setReason] = useState('');
  const request = useWrite(
    (client: Client) => client.risk.acceptances.request({ id: risk.id, reason }),
    () => 'The risk owner has been asked.',
  );
  const reopen = useWrite(
    (client: Client) => client.risk.risks.reopen({ id: risk.id, because: 'change', note: reason || 'Looked at again.' }),
    () => 'Re-opened.',
  );
  return (
    <Stack gap="xs">
      <Group gap="md">
        <span>
          Inherent <Level rating={risk.inherent} />
        </span>
        <span>
          Current <Level rating={risk.current} />
        </span>
        <span>
          Residual <Level rating={risk.residual} />
        </span>
      </Group>
      <Text size="sm" className="quiet">
        {risk.residual
          ? risk.residualReached
            ? 'The expected residual risk is reached: its controls work and its tasks are done. '
            : 'The residual risk is expected; it is reached when its controls are implemented and its tasks done. '
          : ''}
        {risk.acceptance === 'accepted'
          ? `Accepted by its owner until ${dayInWords(risk.acceptanceExpiresOn)}.`
          : risk.acceptance === 'requested'
            ? 'Waits for the owner’s decision.'
            : risk.acceptance === 'void'
              ? 'It has changed since it was accepted: ask again.'
              : ''}
        {risk.methodOutdated ? ' It was rated with an older version of the method: rate all of it again.' : ''}
      </Text>
      {may(role as Role, 'ask for acceptance') && risk.acceptance !== 'accepted' && risk.acceptance !== 'requested' && (
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Ask the owner to accept it"
            placeholder="Reason"
            style={{ flex: 1 }}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            variant="light"
            disabled={reason.trim() === ''}
            loading={request.isPending}
            onClick={() => request.mutate(undefined, { onSuccess: () => setReason('') })}
          >
            Ask
          </Button>
        </Group>
      )}
      {risk.status === 'closed' && (
        <Button variant="default" w="fit-content" onClick={() => reopen.mutate(undefined)}>
          Re-open
        </Button>
      )}
    </Stack>
  );
}

/** The heat map: cells that open their risks, arrows from rating to rating, the appetite as a dashed border; and the same as a table. */
function HeatMap() {
  const { slug } = useHere();
  const [basis, setBasis] = useState<'inherent' | 'current' | 'residual'>('current');
  const [arrows, setArrows] = useState(true);
  const [cell, setCell] = useState<string | null>(null);
  const map = useRead(['heat-map', basis], (client) => client.risk.risks.heatMap({ basis }));
  const list = useRead(['risks', 'all'], (client) => client.risk.risks.list({ limit: 1000 }));
  const trend = useRead(['trend'], (client) => client.risk.risks.trend({}));
  return (
    <Loaded query={map}>
      {(data) => {
        const rows = data.likelihood.toReversed();
        const [columns, lines] = [data.impact.length, rows.length];
        const titles = new Map(list.data?.items.map(({ id, title }) => [id, title]));
        const chosen = data.cells.find((each) => `${each.likelihood} ${each.impact}` === cell);
        const x = (impact: number) => ((impact - 0.5) / columns) * 100;
        const y = (likelihood: number) => ((lines - likelihood + 0.5) / lines) * 100;
        return (
          <Grid gap="xl">
            <Grid.Col span={{ base: 12, md: 8 }}>
              <Group mb="sm">
                <SegmentedControl
                  aria-label="Basis"
                  value={basis}
                  onChange={(value) => setBasis(value as typeof basis)}
                  data={['inherent', 'current', 'residual'].map((value) => ({ value, label: sentence(value) }))}
                />
                <Checkbox label="Arrows" checked={arrows} onChange={(event) => setArrows(event.currentTarget.checked)} />
              </Group>
              <div className="scroll" tabIndex={0}>
                <div style={{ display: 'grid', gridTemplateColumns: '110px minmax(420px, 1fr)', gap: 6, minWidth: 540 }}>
                  <div style={{ display: 'grid', gridTemplateRows: `repeat(${lines}, 1fr)`, gap: 3 }}>
                    {rows.map((step) => (
                      <Text key={step.level} size="xs" ta="right" className="quiet" title={step.criteria} style={{ alignSelf: 'center' }}>
                        {step.level} {step.name}
                      </Text>
                    ))}
                  </div>
                  <div style={{ position: 'relative' }}>
                    <div className="heat" role="group" aria-label="Heat map" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
                      {rows.flatMap(({ level: likelihood }) =>
                        data.impact.map(({ level: impact }) => {
                          const own = data.cells.find((each) => each.likelihood === likelihood && each.impact === impact)!;
                          return (
                            <button
                              type="button"
                              key={`${likelihood} ${impact}`}
                              data-colour={own.colour}
                              data-within={own.withinAppetite}
                              data-chosen={cell === `${likelihood} ${impact}`}
                              onClick={() => setCell(`${likelihood} ${impact}`)}
                            >
                              <b style={{ fontSize: '1.1rem' }}>{own.risks.length > 0 ? own.risks.length : ''}</b>
                              <span className="sr-only">
                                {own.risks.length === 0 ? 'No risks' : 'risks'} at likelihood {likelihood}, impact {impact}, {own.level}, score
                              </span>
                              <span style={{ position: 'absolute', right: 5, bottom: 2 }}>{own.score}</span>
                            </button>
                          );
                        }),
                      )}
                    </div>
                    {arrows && (
                      <svg aria-hidden width="100%" height="100%" style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}>
                        <defs>
                          <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                            <path d="M0 0 8 4 0 8z" fill="currentColor" />
                          </marker>
                        </defs>
                        {data.arrows.slice(0, 60).map((arrow) => (
                          <line
                            key={arrow.risk + arrow.step}
                            x1={`${x(arrow.from.impact)}%`}
                            y1={`${y(arrow.from.likelihood)}%`}
                            x2={`${x(arrow.to.impact)}%`}
                            y2={`${y(arrow.to.likelihood)}%`}
                            stroke="currentColor"
                            strokeOpacity={0.45}
                            strokeWidth={1.4}
                            strokeDasharray={arrow.step === 'current-residual' ? '4 3' : undefined}
                            markerEnd="url(#tip)"
                          />
                        ))}
                      </svg>
                    )}
                  </div>
                  <span />
                  <div style={{ display: 'grid', gridTemplateColumns: `repeat(${columns}, 1fr)`, gap: 3 }}>
                    {data.impact.map((step) => (
                      <Text key={step.level} size="xs" ta="center" className="quiet" title={step.criteria}>
                        {step.level} {step.name}
                      </Text>
                    ))}
                  </div>
                </div>
              </div>
              <Text size="sm" className="quiet" mt="xs">
                Likelihood upwards, impact to the right. Dashed cells lie above the appetite of {data.appetite}. Solid arrows: inherent to current;
                dashed: current to residual.
                {data.otherMethods > 0
                  ? ` ${plural(data.otherMethods, 'risk')} rated with another version of the method ${data.otherMethods === 1 ? 'is' : 'are'} not drawn.`
                  : ''}
                {data.unrated.length > 0 ? ` Not rated: ${data.unrated.length}.` : ''}
              </Text>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 4 }}>
              <Title order={2} mb="xs">
                {chosen ? `Likelihood ${chosen.likelihood}, impact ${chosen.impact}` : 'Choose a cell'}
              </Title>
              {(chosen
                ? chosen.risks
                : data.cells
                    .toSorted((a, b) => b.score - a.score)
                    .flatMap((each) => each.risks)
                    .slice(0, 8)
              ).map((id) => (
                <Text key={id} size="sm" py={4}>
                  <Anchor component={Link} to={`/o/${slug}/risks` as never} search={{ open: id } as never}>
                    {id} {titles.get(id)}
                  </Anchor>
                </Text>
              ))}
              <Title order={2} mt="lg" mb="xs">
                Trend
              </Title>
              <Loaded query={trend}>
                {({ points }) => (
                  <>
                    <Sparkline values={points.map(({ aboveAppetite }) => aboveAppetite)} />
                    <Text size="sm" className="quiet">
                      Open risks above appetite, the last {points.length} points: {points[0]?.aboveAppetite} to {points.at(-1)?.aboveAppetite};{' '}
                      {points.at(-1)?.open} open today.
                    </Text>
                  </>
                )}
              </Loaded>
            </Grid.Col>
          </Grid>
        );
      }}
    </Loaded>
  );
}

function Sparkline({ values }: { values: number[] }) {
  const most = Math.max(1, ...values);
  return (
    <svg role="img" aria-label={`Values over time: ${values.join(', ')}`} viewBox="0 0 200 40" width="100%" height={48} preserveAspectRatio="none">
      <polyline
        fill="none"
        stroke="var(--mantine-primary-color-filled)"
        strokeWidth={2}
        vectorEffect="non-scaling-stroke"
        points={values.map((value, index) => `${(index / Math.max(1, values.length - 1)) * 200},${38 - (value / most) * 34}`).join(' ')}
      />
    </svg>
  );
}

function Library() {
  const { role } = useHere();
  const [search, setSearch] = useState('');
  const [sector, setSector] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [owner, setOwner] = useState<string | null>(null);
  const people = useOptions('people');
  const library = useRead(
    ['library', search, sector],
    (client) => client.risk.risks.library({ ...(search && { search }), ...(sector && { sector }) }),
    { placeholderData: (old: unknown) => old as never },
  );
  const adopt = useWrite(
    (client: Client) => client.risk.risks.adopt({ scenarios: [...chosen], owner }),
    ({ records }) => `${plural(records.length, 'risk')} added.`,
  );
  const toggle = (id: string) => {
    const copy = new Set(chosen);
    if (!copy.delete(id)) copy.add(id);
    setChosen(copy);
  };
  return (
    <Stack>
      <Group gap="xs">
        <TextInput aria-label="Search the library" placeholder="Search" value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <Select
          aria-label="Sector"
          placeholder="Sector"
          clearable
          value={sector}
          onChange={setSector}
          data={['saas', 'professional-services', 'manufacturing', 'health', 'public'].map((value) => ({
            value,
            label: value === 'saas' ? 'SaaS' : sentence(value),
          }))}
        />
        {chosen.size > 0 && may(role as Role, 'assess and treat risks') && (
          <>
            <Select aria-label="Owner" placeholder="Owner of these risks" clearable searchable data={people} value={owner} onChange={setOwner} />
            <Button loading={adopt.isPending} onClick={() => adopt.mutate(undefined, { onSuccess: () => setChosen(new Set()) })}>
              Add {plural(chosen.size, 'risk')}
            </Button>
          </>
        )}
      </Group>
      <Loaded query={library}>
        {({ items }) => (
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>
                    <span className="sr-only">Actions</span>
                  </th>
                  <th>Scenario</th>
                  <th>Category</th>
                  <th>Typical</th>
                  <th>Controls</th>
                </tr>
              </thead>
              <tbody>
                {items.map((each) => (
                  <tr key={each.id}>
                    <td>
                      <Checkbox
                        aria-label={`Choose ${each.title}`}
                        disabled={each.taken}
                        checked={chosen.has(each.id)}
                        onChange={() => toggle(each.id)}
                      />
                    </td>
                    <td>
                      <b>{each.title}</b>
                      {each.taken && (
                        <Badge ml="xs" size="xs" variant="light">
                          in the register
                        </Badge>
                      )}
                      <div className="quiet">{each.description}</div>
                    </td>
                    <td>{sentence(each.category)}</td>
                    <td style={{ whiteSpace: 'nowrap' }}>
                      {each.likelihood} × {each.impact}
                    </td>
                    <td>
                      <References ids={each.controls} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Stack>
  );
}

function Acceptances() {
  const { slug } = useHere();
  const list = useRead(['acceptances'], (client) => client.risk.acceptances.list({}));
  const [deciding, setDeciding] = useState<{ id: string; accept: boolean; text: string } | null>(null);
  const decide = useWrite(
    (client: Client, { id, accept, password }: { id: string; accept: boolean; password: string }) =>
      client.risk.acceptances.decide({ id, accept, password }),
    ({ record }) => (record.status === 'accepted' ? 'Accepted.' : 'Refused.'),
    { signed: true },
  );
  return (
    <Loaded query={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="Nobody has asked for an acceptance yet">
            <Text className="quiet">Open a treated risk and ask its owner to approve the treatment and accept what remains (6.1.3 f).</Text>
          </Empty>
        ) : (
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Risk</th>
                  <th>Residual</th>
                  <th>Asked by</th>
                  <th>Reason</th>
                  <th>State</th>
                  <th>Decision</th>
                </tr>
              </thead>
              <tbody>
                {items.toReversed().map((each) => (
                  <tr key={each.id}>
                    <td>
                      <Anchor component={Link} to={`/o/${slug}/risks` as never} search={{ open: each.risk } as never}>
                        {each.risk} {each.riskTitle}
                      </Anchor>
                    </td>
                    <td style={{ whiteSpace: 'nowrap' }}>
                      {each.score} {each.level}
                    </td>
                    <td>
                      {each.requestedByName}, {dayInWords(each.requestedOn)}
                    </td>
                    <td>{each.reason}</td>
                    <td>{sentence(each.state)}</td>
                    <td>
                      {each.mayDecide ? (
                        <Group gap={4}>
                          <Button
                            size="xs"
                            onClick={() =>
                              setDeciding({
                                id: each.id,
                                accept: true,
                                text: `I own ${each.risk} (${each.riskTitle}), approve its treatment plan and accept the residual risk of ${each.score}, ${each.level}.`,
                              })
                            }
                          >
                            Accept
                          </Button>
                          <Button
                            size="xs"
                            variant="default"
                            onClick={() =>
                              setDeciding({
                                id: each.id,
                                accept: false,
                                text: `I own ${each.risk} (${each.riskTitle}) and refuse to accept the residual risk of ${each.score}, ${each.level}.`,
                              })
                            }
                          >
                            Refuse
                          </Button>
                        </Group>
                      ) : each.decidedByName ? (
                        `${each.decidedByName}, ${dayInWords(each.decidedAt)}${each.expiresOn ? `, until ${dayInWords(each.expiresOn)}` : ''}`
                      ) : (
                        <Text size="sm" className="quiet">
                          {each.whyNot}
                        </Text>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {deciding && (
              <Sign
                opened
                onClose={() => setDeciding(null)}
                action={deciding.accept ? 'Accept the risk' : 'Refuse'}
                meaning={deciding.text}
                signing={decide}
                onSign={(password) => decide.mutate({ id: deciding.id, accept: deciding.accept, password }, { onSuccess: () => setDeciding(null) })}
              />
            )}
          </div>
        )
      }
    </Loaded>
  );
}

function Consistency() {
  const { slug } = useHere();
  const found = useRead(['consistency'], (client) => client.risk.risks.consistency());
  const again = useRead(['re-rating'], (client) => client.risk.risks.reRating());
  const navigate = useNavigate();
  return (
    <Stack>
      <Title order={2}>Ratings that contradict each other</Title>
      <Loaded query={found}>
        {({ findings }) =>
          findings.length === 0 ? (
            <Text>None.</Text>
          ) : (
            <>
              {findings.map(({ text, risks: ids }) => (
                <Text key={text} size="sm" className="hairline" py={6}>
                  {text}{' '}
                  {ids.map((id) => (
                    <Anchor key={id} size="sm" mr={6} component={Link} to={`/o/${slug}/risks` as never} search={{ open: id } as never}>
                      {id}
                    </Anchor>
                  ))}
                </Text>
              ))}
            </>
          )
        }
      </Loaded>
      <Title order={2}>To rate again with the method in force</Title>
      <Loaded query={again}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>None: every risk is rated with the method in force.</Text>
          ) : (
            <Table>
              <Table.Tbody>
                {items.map((each) => (
                  <Table.Tr key={each.id}>
                    <Table.Td>
                      <Anchor
                        component="button"
                        onClick={() => void navigate({ to: `/o/${slug}/risks` as never, search: { open: each.id } as never })}
                      >
                        {each.id} {each.title}
                      </Anchor>
                    </Table.Td>
                    <Table.Td>
                      Was <Level rating={each.current ?? each.inherent} />
                    </Table.Td>
                    <Table.Td>
                      <AgainButton risk={each} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </Stack>
  );
}

function AgainButton({ risk }: { risk: AssessedRisk & { suggested: Record<string, number | null> } }) {
  const method = useRead(['method'], (client) => client.risk.methods.current());
  const save = useWrite(
    (client: Client) => client.risk.risks.update({ id: risk.id, method: method.data!.id, ...risk.suggested }),
    () => `${risk.id} is rated again.`,
  );
  return (
    <Button size="xs" variant="default" disabled={!method.data} loading={save.isPending} onClick={() => save.mutate(undefined)}>
      Take over the proposal: {risk.suggested['currentLikelihood'] ?? risk.suggested['inherentLikelihood']} ×{' '}
      {risk.suggested['currentImpact'] ?? risk.suggested['inherentImpact']}
    </Button>
  );
}

function Method() {
  const { role } = useHere();
  const list = useRead(['methods'], (client) => client.risk.methods.list());
  const templates = useRead(['method-templates'], (client) => client.risk.methods.templates());
  const [signing, setSigning] = useState<RiskMethod | null>(null);
  const draft = useWrite(
    (client: Client, template: string | undefined) => client.risk.methods.draft(template === undefined ? {} : { template }),
    () => 'Drafted.',
  );
  const discard = useWrite(
    (client: Client, id: string) => client.risk.methods.discard({ id }),
    () => 'Discarded.',
  );
  const force = useWrite(
    (client: Client, { id, password }: { id: string; password: string }) => client.risk.methods.putInForce({ id, password }),
    () => 'In force.',
    { signed: true },
  );
  const defines = may(role as Role, 'define the risk method');
  return (
    <Loaded query={list}>
      {({ items }) => {
        const open = items.find(({ status }) => status === 'draft');
        return (
          <Stack>
            {defines && !open && (
              <Group>
                <Menu>
                  <Menu.Target>
                    <Button>{items.length === 0 ? 'Choose a method' : 'Draft the next version'}</Button>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {items.length > 0 && <Menu.Item onClick={() => draft.mutate(undefined)}>From the version in force</Menu.Item>}
                    {templates.data?.items.map(({ id, title, description }) => (
                      <Menu.Item key={id} onClick={() => draft.mutate(id)}>
                        {title}
                        <Text size="xs" className="quiet">
                          {description}
                        </Text>
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
              </Group>
            )}
            {items.length === 0 && (
              <Empty title="No method yet">
                <Text className="quiet">
                  The method says how likelihood and impact are judged, how they combine, what is acceptable and who may accept what (6.1.2). Begin
                  with the usual five by five.
                </Text>
              </Empty>
            )}
            {items.map((method) => (
              <MethodSheet
                key={`${method.id} ${method.version}`}
                method={method}
                editable={defines && method.status === 'draft'}
                actions={
                  method.status === 'draft' && defines ? (
                    <Group gap="xs">
                      <Button size="xs" onClick={() => setSigning(method)}>
                        Put in force
                      </Button>
                      <Button size="xs" variant="default" onClick={() => discard.mutate(method.id)}>
                        Discard
                      </Button>
                    </Group>
                  ) : null
                }
              />
            ))}
            {signing && (
              <Sign
                opened
                onClose={() => setSigning(null)}
                action="Put the method in force"
                meaning={`I put version ${signing.number} of the risk method in force. Risks rated before keep their version and are listed to be rated again.`}
                signing={force}
                onSign={(password) => force.mutate({ id: signing.id, password }, { onSuccess: () => setSigning(null) })}
              />
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

const roleNames = ['owner', 'isms-manager', 'contributor', 'top-management'] as const;

function MethodSheet({ method, editable, actions }: { method: RiskMethod; editable: boolean; actions: React.ReactNode }) {
  const change = useWrite(
    (client: Client, fields: object) => client.risk.methods.change({ id: method.id, version: method.version, ...fields }),
    () => 'Saved.',
  );
  const step = (scale: 'likelihood' | 'impact') => (
    <div>
      <Title order={3} mb="xs">
        {sentence(scale)}
      </Title>
      <table className="grid-table">
        <tbody>
          {method[scale].map((each, index) => {
            const set = (fields: object) =>
              change.mutate({ [scale]: method[scale].map((other, at) => (at === index ? { ...other, ...fields } : other)) });
            return (
              <tr key={each.level}>
                <td>{each.level}</td>
                <td>
                  <TextInput
                    size="xs"
                    aria-label={`Name of ${scale} ${each.level}`}
                    readOnly={!editable}
                    defaultValue={each.name}
                    onBlur={(event) => event.currentTarget.value !== each.name && set({ name: event.currentTarget.value })}
                  />
                </td>
                <td style={{ width: '65%' }}>
                  <Textarea
                    size="xs"
                    autosize
                    aria-label={`Criteria of ${scale} ${each.level}`}
                    readOnly={!editable}
                    defaultValue={each.criteria}
                    onBlur={(event) => event.currentTarget.value !== each.criteria && set({ criteria: event.currentTarget.value })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {editable && (
        <Group gap={4} mt={4}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={method[scale].length >= 7}
            onClick={() =>
              change.mutate({
                [scale]: [...method[scale], { level: method[scale].length + 1, name: `Step ${method[scale].length + 1}`, criteria: '' }],
              })
            }
          >
            Add a step
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={method[scale].length <= 3}
            onClick={() => change.mutate({ [scale]: method[scale].slice(0, -1) })}
          >
            Remove the last
          </Button>
        </Group>
      )}
    </div>
  );
  const level = (index: number, fields: object) =>
    change.mutate({ levels: method.levels.map((other, at) => (at === index ? { ...other, ...fields } : other)) });
  return (
    <section className="hairline" style={{ paddingTop: 12 }} aria-label={`Version ${method.number}`}>
      <Group justify="space-between">
        <Title order={2}>
          {method.title}, version {method.number} <Badge variant="light">{sentence(method.status)}</Badge>
        </Title>
        {actions}
      </Group>
      {method.approvedByName && (
        <Text size="sm" className="quiet">
          Put in force by {method.approvedByName} on {dayInWords(method.approvedAt)}.
        </Text>
      )}
      <Stack mt="sm">
        <Textarea
          label="How risks are identified"
          autosize
          readOnly={!editable}
          defaultValue={method.identification}
          onBlur={(event) => event.currentTarget.value !== method.identification && change.mutate({ identification: event.currentTarget.value })}
        />
        <Grid>
          <Grid.Col span={{ base: 12, lg: 6 }}>{step('likelihood')}</Grid.Col>
          <Grid.Col span={{ base: 12, lg: 6 }}>{step('impact')}</Grid.Col>
        </Grid>
        <Group align="flex-end">
          <Select
            label="Combination"
            disabled={!editable}
            data={['product', 'sum', 'matrix'].map((value) => ({ value, label: sentence(value) }))}
            value={method.combination}
            onChange={(combination) =>
              change.mutate({
                combination,
                ...(combination === 'matrix' &&
                  !method.matrix && { matrix: method.likelihood.map(({ level: l }) => method.impact.map(({ level: i }) => l * i)) }),
              })
            }
          />
          <NumberInput
            label="Appetite (highest score)"
            disabled={!editable}
            value={method.appetite}
            onBlur={(event) =>
              Number(event.currentTarget.value) !== method.appetite && change.mutate({ appetite: Number(event.currentTarget.value) })
            }
          />
          <NumberInput
            label="An acceptance holds (days)"
            disabled={!editable}
            value={method.acceptanceDays}
            onBlur={(event) =>
              Number(event.currentTarget.value) !== method.acceptanceDays && change.mutate({ acceptanceDays: Number(event.currentTarget.value) })
            }
          />
        </Group>
        {method.combination === 'matrix' && method.matrix && (
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Likelihood \ impact</th>
                  {method.impact.map((each) => (
                    <th key={each.level}>{each.name}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {method.matrix.map((row, l) => (
                  <tr key={l}>
                    <td>{method.likelihood[l]?.name}</td>
                    {row.map((value, i) => (
                      <td key={i}>
                        <NumberInput
                          size="xs"
                          w={72}
                          aria-label={`Score of likelihood ${l + 1}, impact ${i + 1}`}
                          readOnly={!editable}
                          defaultValue={value}
                          onBlur={(event) =>
                            Number(event.currentTarget.value) !== value &&
                            change.mutate({
                              matrix: method.matrix!.map((other, a) =>
                                other.map((was, b) => (a === l && b === i ? Number(event.currentTarget.value) : was)),
                              ),
                            })
                          }
                        />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <div className="scroll" tabIndex={0}>
          <table className="grid-table">
            <thead>
              <tr>
                <th>Level</th>
                <th>From score</th>
                <th>Acceptable</th>
                <th>Accepted by</th>
                <th>Review after (days)</th>
                <th>Response</th>
              </tr>
            </thead>
            <tbody>
              {method.levels.map((each, index) => (
                <tr key={each.name}>
                  <td>
                    <span className="level" data-colour={each.colour}>
                      {each.name}
                    </span>
                  </td>
                  <td>
                    <NumberInput
                      size="xs"
                      w={80}
                      aria-label={`${each.name} begins at`}
                      readOnly={!editable}
                      defaultValue={each.from}
                      onBlur={(event) => Number(event.currentTarget.value) !== each.from && level(index, { from: Number(event.currentTarget.value) })}
                    />
                  </td>
                  <td>
                    <Checkbox
                      aria-label={`${each.name} is acceptable`}
                      disabled={!editable}
                      checked={each.acceptable}
                      onChange={(event) => level(index, { acceptable: event.currentTarget.checked })}
                    />
                  </td>
                  <td>
                    <Group gap={6}>
                      {roleNames.map((name) => (
                        <Checkbox
                          key={name}
                          size="xs"
                          label={sentence(name)}
                          disabled={!editable}
                          checked={each.acceptedBy.includes(name)}
                          onChange={(event) =>
                            level(index, {
                              acceptedBy: event.currentTarget.checked
                                ? [...each.acceptedBy, name]
                                : each.acceptedBy.filter((other) => other !== name),
                            })
                          }
                        />
                      ))}
                    </Group>
                  </td>
                  <td>
                    <NumberInput
                      size="xs"
                      w={90}
                      aria-label={`${each.name} is reviewed after`}
                      readOnly={!editable}
                      defaultValue={each.reviewDays}
                      onBlur={(event) =>
                        Number(event.currentTarget.value) !== each.reviewDays && level(index, { reviewDays: Number(event.currentTarget.value) })
                      }
                    />
                  </td>
                  <td className="quiet">{each.response}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Textarea
          label="Acceptance criteria"
          autosize
          readOnly={!editable}
          defaultValue={method.acceptanceCriteria}
          onBlur={(event) =>
            event.currentTarget.value !== method.acceptanceCriteria && change.mutate({ acceptanceCriteria: event.currentTarget.value })
          }
        />
      </Stack>
    </section>
  );
}
