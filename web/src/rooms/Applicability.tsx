import { Alert, Button, Checkbox, Drawer, Group, Menu, SegmentedControl, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { SoaLine } from '../../../src/isms/applicability/model.ts';
import { may, type Role } from '../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../client.tsx';
import { Comments } from '../parts/Comments.tsx';
import { AuditorSays } from '../parts/Findings.tsx';
import { History } from '../parts/History.tsx';
import { Loaded, Mark, Page } from '../parts/Page.tsx';
import { Reference, References } from '../parts/Reference.tsx';
import { Sign } from '../parts/Sign.tsx';
import { useSought } from '../parts/sought.ts';
import { dayInWords, plural, sentence } from '../words.ts';

/** The Statement of Applicability: derived from risks, obligations and needs; decided, frozen, approved. */
export function Applicability() {
  const { slug, role } = useHere();
  const soa = useRead(['soa'], (client) => client.applicability.lines());
  const versions = useRead(['soa', 'versions'], (client) => client.applicability.versions());
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const [theme, setTheme] = useState('all');
  const [state, setState] = useState<string | null>(null);
  const [search, setSearch] = useSought();
  const [open, setOpen] = useState<string | null>(null);
  const [signing, setSigning] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const decide = useWrite(
    (
      client: Client,
      {
        control,
        ...change
      }: {
        control: string;
        applicable?: boolean | null;
        justification?: string;
        exclusionReason?: string;
        implementation?: string;
        businessNeed?: string;
      },
    ) => client.applicability.decide({ control, ...change }),
    ({ record }) => `${record.id} saved.`,
  );
  const prepare = useWrite(
    (client: Client) => client.applicability.prepare({}),
    ({ record }) => `Version ${record.number} is prepared.`,
  );
  const approve = useWrite(
    (client: Client, { id, password }: { id: string; password: string }) => client.applicability.approve({ id, password }),
    ({ record }) => `Version ${record.number} is approved.`,
    { signed: true },
  );
  const discard = useWrite(
    (client: Client, id: string) => client.applicability.discard({ id }),
    () => 'Discarded.',
  );
  const writes = may(role as Role, 'edit the Statement of Applicability');
  const draft = versions.data?.items.find(({ status }) => status === 'draft');
  return (
    <Loaded query={soa}>
      {({ lines, included, excluded, undecided, mismatches, inForce, stale, staleBecause }) => {
        const words = search.toLowerCase().split(/\s+/).filter(Boolean);
        const shown = lines.filter(
          (line) =>
            (theme === 'all' || line.theme === theme) &&
            (!state || (state === 'mismatch' ? line.mismatches.length > 0 : String(line.applicable) === state)) &&
            words.every((word) => `${line.label} ${line.title} ${line.justification}`.toLowerCase().includes(word)),
        );
        const opened = lines.find(({ control }) => control === open);
        return (
          <Page
            title="Applicability"
            state={`${included} controls included, ${excluded} excluded${undecided > 0 ? `, ${undecided} undecided` : ''}; ${plural(mismatches, 'mismatch', 'mismatches')}.${inForce ? ` Version ${inForce.number} is in force since ${dayInWords(inForce.approvedAt)}.` : ' No version is approved yet.'}`}
            actions={
              <>
                <Menu>
                  <Menu.Target>
                    <Button variant="default">Statement of Applicability</Button>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {(['pdf', 'docx', 'xlsx', 'csv'] as const).map((format) => (
                      <Menu.Item
                        key={format}
                        onClick={() => void download(slug, `/reports/statement-of-applicability?format=${format}`).catch(showError)}
                      >
                        {format.toUpperCase()}
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
                {writes && !draft && (
                  <Button loading={prepare.isPending} onClick={() => prepare.mutate(undefined)}>
                    Prepare a version
                  </Button>
                )}
                {draft && writes && (
                  <Button variant="default" onClick={() => discard.mutate(draft.id)}>
                    Discard version {draft.number}
                  </Button>
                )}
                {draft && may(role as Role, 'approve the Statement of Applicability') && (
                  <Button onClick={() => setSigning(true)}>Approve version {draft.number}</Button>
                )}
              </>
            }
          >
            <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'applicability') ?? []} />
            {stale && inForce && (
              <Alert variant="light" color="yellow" title={`Version ${inForce.number} is stale`}>
                {plural(new Set(staleBecause.map(({ control }) => control)).size, 'control')} moved since it was frozen:{' '}
                <References ids={[...new Set(staleBecause.map(({ control }) => control))].slice(0, 12)} />.
              </Alert>
            )}
            <Group gap="xs">
              <SegmentedControl
                aria-label="Theme"
                value={theme}
                onChange={setTheme}
                data={[
                  { value: 'all', label: 'All' },
                  ...['organizational', 'people', 'physical', 'technological'].map((value) => ({ value, label: sentence(value) })),
                ]}
                style={{ maxWidth: '100%', overflowX: 'auto' }}
              />
              <Select
                aria-label="State"
                placeholder="State"
                clearable
                value={state}
                onChange={setState}
                data={[
                  { value: 'true', label: 'Included' },
                  { value: 'false', label: 'Excluded' },
                  { value: 'null', label: 'Undecided' },
                  { value: 'mismatch', label: 'With a mismatch' },
                ]}
              />
              <TextInput
                aria-label="Search controls"
                placeholder="Search"
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
              />
            </Group>
            {writes && chosen.size > 0 && <DecideTogether controls={[...chosen]} done={() => setChosen(new Set())} />}
            <div className="scroll" tabIndex={0}>
              <table className="grid-table">
                <thead>
                  <tr>
                    {writes && (
                      <th style={{ width: 32 }}>
                        <Checkbox
                          size="xs"
                          aria-label="Choose all that are shown"
                          checked={chosen.size > 0 && shown.every(({ control }) => chosen.has(control))}
                          indeterminate={chosen.size > 0 && !shown.every(({ control }) => chosen.has(control))}
                          onChange={(event) => setChosen(new Set(event.currentTarget.checked ? shown.map(({ control }) => control) : []))}
                        />
                      </th>
                    )}
                    <th>Control</th>
                    <th>Applicable</th>
                    <th>Why</th>
                    <th>Status</th>
                    <th>Mismatch</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((line) => (
                    <tr
                      key={line.control}
                      data-link
                      tabIndex={0}
                      onClick={() => setOpen(line.control)}
                      onKeyDown={(event) => event.key === 'Enter' && setOpen(line.control)}
                    >
                      {writes && (
                        <td onClick={(event) => event.stopPropagation()}>
                          <Checkbox
                            size="xs"
                            aria-label={`Choose ${line.label}`}
                            checked={chosen.has(line.control)}
                            onChange={() => {
                              const next = new Set(chosen);
                              if (!next.delete(line.control)) next.add(line.control);
                              setChosen(next);
                            }}
                          />
                        </td>
                      )}
                      <td style={{ minWidth: 220 }}>
                        <b>{line.label}</b> {line.title}
                      </td>
                      <td style={{ whiteSpace: 'nowrap' }}>
                        {line.applicable === null ? <span className="quiet">? undecided</span> : line.applicable ? '● yes' : '– no'}
                        {line.decidedByHand ? '' : line.applicable ? <span className="quiet"> derived</span> : ''}
                      </td>
                      <td>
                        <div className="clip">{line.applicable === false ? line.exclusionReason : line.justification}</div>
                      </td>
                      <td>
                        <Mark status={line.status} />
                      </td>
                      <td>
                        {line.mismatches.map((each) => (
                          <div key={each.kind} className={`grade-${each.grade}`}>
                            {each.grade === 'major' ? '■' : each.grade === 'minor' ? '▲' : '◇'} {sentence(each.kind)}
                          </div>
                        ))}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <Versions />
            <Drawer
              opened={opened !== undefined}
              onClose={() => setOpen(null)}
              position="right"
              size="lg"
              title={opened ? `${opened.label} ${opened.title}` : ''}
            >
              {opened && (
                <Line key={opened.control} line={opened} writes={writes} save={(change) => decide.mutate({ control: opened.control, ...change })} />
              )}
            </Drawer>
            {draft && (
              <Sign
                opened={signing}
                onClose={() => setSigning(false)}
                action={`Approve version ${draft.number}`}
                meaning={`I approve version ${draft.number} of the Statement of Applicability: the controls it includes are necessary, and the exclusions are justified.`}
                signing={approve}
                onSign={(password) => approve.mutate({ id: draft.id, password }, { onSuccess: () => setSigning(false) })}
              />
            )}
          </Page>
        );
      }}
    </Loaded>
  );
}

/** Many controls with the same reason, in one step that is undone in one step. */
function DecideTogether({ controls, done }: { controls: string[]; done(): void }) {
  const [reason, setReason] = useState('');
  const decide = useWrite(
    (client: Client, change: { applicable: boolean; businessNeed?: string; exclusionReason?: string }) =>
      client.applicability.decideMany({ controls, change }),
    ({ records }) => `${plural(records.length, 'control')} decided.`,
  );
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        label={`Reason for ${plural(controls.length, 'control')}`}
        description="Why they are needed beside risks and obligations, or why they are not"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        style={{ flex: 1, minWidth: 240 }}
      />
      <Button
        disabled={reason.trim() === ''}
        loading={decide.isPending}
        onClick={() => decide.mutate({ applicable: true, businessNeed: reason }, { onSuccess: done })}
      >
        Include {controls.length}
      </Button>
      <Button
        variant="default"
        disabled={reason.trim() === ''}
        loading={decide.isPending}
        onClick={() => decide.mutate({ applicable: false, exclusionReason: reason }, { onSuccess: done })}
      >
        Exclude {controls.length}
      </Button>
    </Group>
  );
}

function Line({ line, writes, save }: { line: SoaLine; writes: boolean; save(change: object): void }) {
  const text = (
    name: 'justification' | 'exclusionReason' | 'implementation' | 'businessNeed',
    label: string,
    description?: string,
    value: string = line[name],
  ) => (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={2}
      disabled={!writes}
      defaultValue={value}
      onBlur={(event) => event.currentTarget.value !== value && save({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Stack>
      {line.mismatches.map((each) => (
        <Alert key={each.kind} variant="light" color={each.grade === 'major' ? 'red' : 'yellow'}>
          {each.text}
        </Alert>
      ))}
      <SegmentedControl
        aria-label="Applicable"
        disabled={!writes}
        value={line.decidedByHand ? String(line.applicable) : 'open'}
        onChange={(value) => save({ applicable: value === 'open' ? null : value === 'true' })}
        data={[
          { value: 'true', label: 'Applicable' },
          { value: 'false', label: 'Excluded' },
          { value: 'open', label: 'By its links' },
        ]}
      />
      <Text size="sm" className="quiet">
        {line.generatedJustification || 'No risk, obligation or business need calls for it.'}
      </Text>
      {line.applicable !== false ? (
        <>
          {text('businessNeed', 'Business need', 'A reason beside risks and obligations')}
          {text(
            'justification',
            'Justification',
            'Replaces the text generated from the links; empty takes that text',
            line.justification === line.generatedJustification ? '' : line.justification,
          )}
          {text('implementation', 'How it is implemented')}
        </>
      ) : (
        text('exclusionReason', 'Why it is excluded')
      )}
      <Title order={3}>Comments</Title>
      <Comments register="soa-decisions" record={line.control} />
      <Title order={3}>History</Title>
      <History register="soa-decisions" record={line.control} />
    </Stack>
  );
}

function Versions() {
  const { slug } = useHere();
  const versions = useRead(['soa', 'versions'], (client) => client.applicability.versions());
  const [before, setBefore] = useState<string | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const compared = useRead(
    ['soa', 'compare', before, after],
    (client) => client.applicability.compare({ before: before!, ...(after && { after }) }),
    { enabled: before !== null },
  );
  const certificate = useWrite(
    (client: Client, id: string) => client.applicability.nameOnCertificate({ id }),
    ({ record }) => `The certificate names version ${record.number}.`,
  );
  if (!versions.data || versions.data.items.length === 0) return null;
  const data = versions.data.items.map(({ id, number, status }) => ({ value: id, label: `Version ${number}, ${status}` }));
  return (
    <section aria-label="Versions">
      <Title order={2} mb="xs">
        Versions
      </Title>
      <div className="scroll" tabIndex={0}>
        <table className="grid-table">
          <tbody>
            {versions.data.items.map((each) => (
              <tr key={each.id}>
                <td>Version {each.number}</td>
                <td>
                  {sentence(each.status)}
                  {each.onCertificate ? ', named on the certificate' : ''}
                </td>
                <td>
                  {each.included} included, {each.excluded} excluded
                </td>
                <td>{each.approvedByName ? `${each.approvedByName}, ${dayInWords(each.approvedAt)}` : `prepared ${dayInWords(each.preparedOn)}`}</td>
                <td>
                  <Group gap={4}>
                    <Button
                      size="compact-xs"
                      variant="default"
                      onClick={() => void download(slug, `/reports/statement-of-applicability?format=pdf&version=${each.id}`)}
                    >
                      PDF
                    </Button>
                    {each.status !== 'draft' && !each.onCertificate && (
                      <Button size="compact-xs" variant="default" onClick={() => certificate.mutate(each.id)}>
                        On the certificate
                      </Button>
                    )}
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group gap="xs" mt="sm">
        <Select aria-label="Before" placeholder="Compare" data={data} value={before} onChange={setBefore} clearable />
        <Select aria-label="After" placeholder="with the lines of now" data={data} value={after} onChange={setAfter} clearable />
      </Group>
      {compared.data &&
        (compared.data.differences.length === 0 ? (
          <Text mt="xs">They are the same.</Text>
        ) : (
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Control</th>
                  <th>What</th>
                  <th>Before</th>
                  <th>After</th>
                </tr>
              </thead>
              <tbody>
                {compared.data.differences.map((each) => (
                  <tr key={each.control + each.field}>
                    <td>
                      <Reference id={each.control} />
                    </td>
                    <td>{sentence(each.field)}</td>
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
