import { Anchor, Button, Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { SupplierStanding } from '../../../../src/isms/operations/suppliers/contract.ts';
import { verdicts, type Answer, type SupplierAssessment } from '../../../../src/isms/operations/suppliers/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton, Files } from '../../parts/Attach.tsx';
import { useNames } from '../../parts/options.ts';
import { useTyped } from '../../parts/Field.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { State } from './signs.tsx';

const useCatalogue = () => useRead(['suppliers', 'catalogue'], (client) => client.operations.suppliers.catalogue(), { staleTime: Infinity });

/** One supplier: what is asked of it, what it has answered, what is agreed, what runs out. */
export function Supplier() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { slug, role } = useHere();
  const standings = useRead(['suppliers', 'standings'], (client) => client.operations.suppliers.standings());
  const assessments = useRead(['suppliers', id, 'assessments'], (client) => client.operations.suppliers.assessments({ supplier: id }));
  const start = useWrite(
    (client: Client) => client.operations.suppliers.start({ supplier: id }),
    () => 'The assessment has begun.',
  );
  const people = useNames('people');
  const keeps = may(role as Role, 'keep the registers of operations');
  return (
    <Loaded query={standings}>
      {({ items }) => {
        const supplier = items.find((each) => each.id === id);
        if (!supplier) return <Page title="There is no such supplier">{null}</Page>;
        return (
          <Loaded query={assessments}>
            {({ items: all }) => {
              const draft = all.find(({ status }) => status === 'draft');
              const done = all.filter(({ status }) => status === 'concluded');
              return (
                <Page
                  title={supplier.name}
                  state={
                    <>
                      {supplier.critical ? 'Critical' : 'Not critical'} · <State of="supplier" at={supplier.state} />
                      {supplier.percent !== null && ` with ${supplier.percent} %`}
                      {supplier.nextOn && `, again by ${dayInWords(supplier.nextOn)} (${counted(supplier.nextOn)})`} · owner {people(supplier.owner)}
                    </>
                  }
                  actions={
                    <>
                      <Button variant="default" component={Link} to={`/o/${slug}/operations/suppliers` as never}>
                        All suppliers
                      </Button>
                      {keeps && !draft && (
                        <Button loading={start.isPending} onClick={() => start.mutate(undefined)}>
                          {done.length > 0 ? 'Assess again' : 'Assess'}
                        </Button>
                      )}
                    </>
                  }
                >
                  <Stack gap="xl">
                    {draft && <Draft key={draft.id} draft={draft} supplier={supplier} writes={keeps} />}
                    <Agreed supplier={supplier} />
                    <section aria-label="Assessments">
                      <Title order={2} mb={4}>
                        Assessments
                      </Title>
                      {done.length === 0 && <Text className="quiet">None has been concluded yet.</Text>}
                      {done.map((each) => (
                        <Done key={each.id} assessment={each} />
                      ))}
                    </section>
                  </Stack>
                </Page>
              );
            }}
          </Loaded>
        );
      }}
    </Loaded>
  );
}

const answerWords: { value: Answer; label: string }[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'partly', label: 'Partly' },
  { value: 'no', label: 'No' },
  { value: 'not-applicable', label: 'Not applicable' },
];

function Draft({ draft, supplier, writes }: { draft: SupplierAssessment; supplier: SupplierStanding; writes: boolean }) {
  const catalogue = useCatalogue();
  const [result, setResult] = useState<string | null>(null);
  const [conditions, setConditions] = useState('');
  const answer = useWrite(
    (client: Client, input: { question: string; answer: Answer; note: string }) =>
      client.operations.suppliers.answer({ id: draft.id, answers: [input] }),
    () => '',
  );
  const conclude = useWrite(
    (client: Client) => client.operations.suppliers.conclude({ id: draft.id, result: result as 'suitable', conditions }),
    ({ record }) => `Concluded with ${record.percent} %.`,
    { signed: true },
  );
  const discard = useWrite(
    (client: Client) => client.operations.suppliers.discard({ id: draft.id }),
    () => 'Discarded.',
  );
  const attach = useWrite(
    (client: Client, upload: string) => client.operations.calendar.attach({ register: 'supplier-assessments', id: draft.id, upload }),
    () => 'Attached.',
  );
  const given = new Map(draft.answers.map((each) => [each.question, each]));
  return (
    <Loaded query={catalogue}>
      {({ areas }) => {
        const open = areas.flatMap(({ questions }) => questions).filter(({ id }) => (given.get(id)?.answer ?? 'unanswered') === 'unanswered').length;
        return (
          <section aria-label="Questions">
            <Title order={2}>Questions</Title>
            <Text className="quiet" mb="sm">
              {open === 0 ? 'Everything is answered.' : `${plural(open, 'question')} open.`} Answers of the last time are taken over; look at each
              again.
            </Text>
            {areas.map(({ id: area, title, questions }) => (
              <div key={area}>
                <Title order={3} mt="md" mb={4}>
                  {title}
                </Title>
                {questions.map(({ id, text, weight }) => (
                  <div key={id} className="question hairline">
                    <div>
                      <Text id={`q-${id}`}>
                        {text}
                        {weight === 3 && <span className="quiet"> Weighs most.</span>}
                      </Text>
                      <Note
                        label={`Note: ${text}`}
                        value={given.get(id)?.note ?? ''}
                        disabled={!writes}
                        onChange={(note) => answer.mutate({ question: id, answer: given.get(id)?.answer ?? 'unanswered', note })}
                      />
                    </div>
                    <SegmentedControl
                      aria-labelledby={`q-${id}`}
                      size="xs"
                      disabled={!writes}
                      value={given.get(id)?.answer ?? 'unanswered'}
                      onChange={(value) => answer.mutate({ question: id, answer: value as Answer, note: given.get(id)?.note ?? '' })}
                      data={answerWords}
                    />
                  </div>
                ))}
              </div>
            ))}
            <Files files={draft.files} />
            {writes && (
              <Stack gap="sm" mt="md" className="hairline" pt="sm" maw={640}>
                <Title order={3}>Conclude</Title>
                <Select
                  label="Result"
                  value={result}
                  onChange={setResult}
                  data={verdicts.map((value) => ({
                    value,
                    label: { suitable: 'Suitable', 'with-conditions': 'Suitable with conditions', unsuitable: 'Unsuitable' }[value],
                  }))}
                />
                <Textarea
                  label="Conditions, or why in spite of the answers"
                  autosize
                  minRows={2}
                  value={conditions}
                  onChange={(event) => setConditions(event.currentTarget.value)}
                />
                <Group gap="xs">
                  <Button disabled={result === null} loading={conclude.isPending} onClick={() => conclude.mutate(undefined)}>
                    Conclude the assessment of {supplier.name}
                  </Button>
                  <AttachButton onUploaded={(upload) => attach.mutate(upload)}>Attach a file</AttachButton>
                  <Button variant="default" loading={discard.isPending} onClick={() => discard.mutate(undefined)}>
                    Discard
                  </Button>
                </Group>
              </Stack>
            )}
          </section>
        );
      }}
    </Loaded>
  );
}

function Note({ label, value, disabled, onChange }: { label: string; value: string; disabled: boolean; onChange(value: string): void }) {
  const { own, set, leave } = useTyped(value, onChange);
  return (
    <TextInput
      aria-label={label}
      placeholder="Note"
      size="xs"
      disabled={disabled}
      value={own}
      onChange={(event) => set(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}

function Agreed({ supplier }: { supplier: SupplierStanding }) {
  const { slug } = useHere();
  const catalogue = useCatalogue();
  const titles = new Map(catalogue.data?.clauses.map(({ id, title }) => [id, title]));
  const link = (part: string, text: string) => (
    <Anchor inherit component={Link} to={`/o/${slug}/operations/${part}` as never} search={{ supplier: supplier.id } as never}>
      {text}
    </Anchor>
  );
  return (
    <section aria-label="Agreed and watched">
      <Title order={2} mb={4}>
        Agreed and watched
      </Title>
      <Text>
        {link('contracts', supplier.contracts === 0 ? 'No contract is entered' : plural(supplier.contracts, 'contract'))}
        {supplier.personalData && ', with personal data'};{' '}
        {link('certificates', supplier.certificateUntil ? `certificate until ${dayInWords(supplier.certificateUntil)}` : 'no certificate')};{' '}
        {link('observations', plural(supplier.observations, 'observation'))}.
      </Text>
      {supplier.clausesMissing.length > 0 && (
        <>
          <Text mt="xs">What no contract with {supplier.name} settles:</Text>
          <ul className="plain-list">
            {supplier.clausesMissing.map((each) => (
              <li key={each}>{titles.get(each) ?? each}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Done({ assessment: { percent, areas, result, conditions, on, by, files } }: { assessment: SupplierAssessment }) {
  return (
    <div className="hairline" style={{ padding: '8px 0' }}>
      <Text>
        <b>{dayInWords(on)}</b> by {by}: {result && <State of="result" at={result} />} with {percent} %
      </Text>
      {conditions && <Text size="sm">{conditions}</Text>}
      <div className="areas">
        {areas.map(({ area, title, percent: share }) => (
          <div key={area}>
            <Text size="sm">{title}</Text>
            <div className="area-bar" aria-hidden>
              <span style={{ width: `${share ?? 0}%` }} />
            </div>
            <Text size="sm" className="quiet">
              {share === null ? 'not applicable' : `${share} %`}
            </Text>
          </div>
        ))}
      </div>
      <Files files={files} />
    </div>
  );
}
