import { Anchor, Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { commitmentList, type CommitmentField } from '../../../../src/isms/documents/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { useTyped } from '../../parts/Field.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { plural } from '../../words.ts';
import { useFacts, type FactRow } from './data.ts';

type Figure = (typeof commitmentList)[number];
type Change = Partial<Record<CommitmentField, number | null>>;

const named: { title: string; fields: CommitmentField[] }[] = [
  { title: 'Access', fields: ['accessReviewDays', 'privilegedReviewDays', 'leaverHours', 'passwordLength', 'screenLockMinutes'] },
  {
    title: 'Backup and continuity',
    fields: ['backupHours', 'backupKeepDays', 'backupTestDays', 'continuityTestDays', 'recoveryTimeHours', 'recoveryPointHours'],
  },
  {
    title: 'Vulnerabilities, logs and keys',
    fields: [
      'criticalVulnerabilityDays',
      'highVulnerabilityDays',
      'mediumVulnerabilityDays',
      'scanDays',
      'penetrationTestDays',
      'logReviewDays',
      'logKeepDays',
      'ruleReviewDays',
      'keyRotationDays',
    ],
  },
  { title: 'Incidents', fields: ['incidentReportHours', 'breachNotificationHours', 'customerNoticeHours', 'incidentExerciseDays'] },
  {
    title: 'People, rooms, assets and suppliers',
    fields: ['trainingMonths', 'newHireDays', 'phishingDays', 'walkthroughDays', 'assetReviewDays', 'supplierReviewDays'],
  },
];
/** What is named nowhere above belongs to the system itself, so that no figure is left out. */
const groups = [
  ...named,
  {
    title: 'The management system itself',
    fields: commitmentList.map(({ field }) => field).filter((field) => !named.some(({ fields }) => fields.includes(field))),
  },
];
const figures = new Map<string, Figure>(commitmentList.map((each) => [each.field, each]));

/** The figures the organisation promises: decided once, quoted by every document that is bound to them. */
export function CommitmentSheet() {
  const { role } = useHere();
  const commitments = useRead(['commitments'], (client) => client.documents.commitments());
  const facts = useFacts();
  const { open } = useSearch({ strict: false }) as { open?: string };
  const uses = new Map((facts.data?.items ?? []).map(({ path, usedIn }) => [path, usedIn]));
  const commit = useWrite(
    (client: Client, change: Change) => client.documents.commit(change),
    () => 'Saved. Documents bound to it say so.',
  );
  const writes = may(role as Role, 'publish documents');
  useEffect(() => {
    if (open && commitments.data) document.getElementById(`figure-${open}`)?.scrollIntoView({ block: 'center' });
  }, [open, commitments.data]);
  return (
    <Loaded query={commitments}>
      {(values) => {
        const undecided = commitmentList.filter(({ field }) => values[field] === null);
        return (
          <Stack gap="lg">
            <Group justify="space-between" align="flex-start">
              <Text maw={720}>
                {undecided.length === 0
                  ? `All ${commitmentList.length} figures are decided.`
                  : `${plural(undecided.length, 'figure')} of ${commitmentList.length} ${undecided.length === 1 ? 'is' : 'are'} not decided.`}{' '}
                Promise what you can keep: an auditor compares each with the evidence.
              </Text>
              {writes && undecided.length > 0 && (
                <Button
                  loading={commit.isPending}
                  onClick={() => commit.mutate(Object.fromEntries(undecided.map(({ field, usual }) => [field, usual])))}
                >
                  Take over {undecided.length === commitmentList.length ? 'all usual values' : plural(undecided.length, 'usual value')}
                </Button>
              )}
            </Group>
            {groups.map(({ title, fields }) => (
              <section key={title} aria-label={title}>
                <Title order={2} size="h4" mb={4}>
                  {title}
                </Title>
                {fields.map((field) => (
                  <Row
                    key={field}
                    figure={figures.get(field)!}
                    value={values[field]}
                    uses={uses.get(`commitment.${field}`)}
                    chosen={open === field}
                    onChange={writes ? (value) => commit.mutate({ [field]: value }) : undefined}
                  />
                ))}
              </section>
            ))}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Row({
  figure: { field, title, unit, usual, control },
  value,
  uses = [],
  chosen,
  onChange,
}: {
  figure: Figure;
  value: number | null;
  uses: FactRow['usedIn'] | undefined;
  chosen: boolean;
  onChange: ((value: number | null) => void) | undefined;
}) {
  const { slug } = useHere();
  const { own, set, leave } = useTyped(value, (next) => onChange?.(next));
  return (
    <div id={`figure-${field}`} className="figure" data-chosen={chosen || undefined}>
      <label htmlFor={field}>
        {title}
        {control && (
          <Text span size="xs" className="quiet">
            {' '}
            <Reference id={control} />
          </Text>
        )}
      </label>
      <Group gap="xs" wrap="nowrap">
        {onChange ? (
          <NumberInput
            id={field}
            size="xs"
            w={84}
            min={1}
            max={100_000}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            value={own ?? ''}
            onChange={(next) => set(next === '' ? null : Number(next))}
            onBlur={leave}
            onKeyDown={(event) => event.key === 'Enter' && leave()}
          />
        ) : (
          <b id={field}>{value ?? '?'}</b>
        )}
        <Text size="sm" miw={76}>
          {value === 1 ? unit.replace(/s$/, '') : unit}
        </Text>
        {onChange && value === null && (
          <Button size="compact-xs" variant="light" onClick={() => onChange(usual)} aria-label={`Usual: ${usual} ${unit}. ${title}`}>
            Usual: {usual}
          </Button>
        )}
        {value !== null && value !== usual && (
          <Text size="xs" className="quiet nowrap">
            usual {usual}
          </Text>
        )}
      </Group>
      <Text size="sm" className="quiet" component="div">
        {uses.length === 0
          ? 'no document yet'
          : uses.map(({ id, title: name }, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <Anchor inherit component={Link} to={`/o/${slug}/document/${id}` as never} title={name}>
                  {uses.length > 2 ? id : name}
                </Anchor>
              </span>
            ))}
      </Text>
    </div>
  );
}
