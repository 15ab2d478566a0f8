import { Anchor, Button, Drawer, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { competenceEvidence, competences } from '../../../../src/isms/awareness/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded, Stands } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { counted, dayInWords, plural, standings } from '../../words.ts';

type Gap = Awaited<ReturnType<Client['awareness']['competenceGaps']>>['items'][number];

const standing = ({ state, expiresSoon }: Gap) => (expiresSoon ? 'soon' : state);
const isOpen = ({ state }: Gap) => state !== 'held';

/** Who must be able to do what, who is, and how the gaps are closed (7.2). */
export function Competence() {
  const { slug } = useHere();
  const gaps = useRead(['competences', 'gaps'], (client) => client.awareness.competenceGaps());
  const roles = useRead(['isms-roles', 'all'], (client) => client.people.roles.list({ limit: 1000 }));
  const asked = useRead(['competences', 'all'], (client) => client.awareness.competences.list({ limit: 1000 }));
  const [closing, setClosing] = useState<Gap | null>(null);
  const named = new Set(asked.data?.items.map(({ role }) => role));
  const idle = asked.data?.items.filter(({ id }) => !gaps.data?.items.some(({ competence }) => competence === id)) ?? [];
  const unasked = roles.data?.items.filter(({ id }) => !named.has(id)) ?? [];
  return (
    <Loaded query={gaps}>
      {({ items }) => (
        <Stack>
          {items.length === 0 ? (
            <Empty
              title={
                asked.data?.total ? 'Nobody holds a role or owns a control that a competence is asked for.' : 'No competence is asked of anybody yet'
              }
            >
              <Text className="quiet">
                Clause 7.2 wants to know what the people who affect information security must be able to do, and how that is known. Say it for each
                role, and for controls that need special knowledge.
              </Text>
              <Group gap="xs">
                <Button variant="light" component={Link} to={`/o/${slug}/people/competences` as never}>
                  Say what is asked
                </Button>
                <Button variant="default" component={Link} to={`/o/${slug}/context/roles` as never}>
                  Look at the roles
                </Button>
              </Group>
            </Empty>
          ) : (
            <>
              <Matrix items={items} onOpen={setClosing} />
              <GapList items={items.filter((gap) => isOpen(gap) || gap.expiresSoon)} onClose={setClosing} />
            </>
          )}
          {unasked.length > 0 && items.length > 0 && (
            <Text size="sm" className="quiet">
              Roles of which nothing is asked: {unasked.map(({ name }) => name).join(', ')}.{' '}
              <Anchor size="sm" component={Link} to={`/o/${slug}/people/competences` as never}>
                Say what they must be able to do
              </Anchor>
            </Text>
          )}
          {idle.length > 0 && items.length > 0 && (
            <Text size="sm" className="quiet">
              Asked of nobody who works here: {idle.map(({ title }) => title).join('; ')}. The role has no holder, or the control no owner.
            </Text>
          )}
          <Drawer opened={closing !== null} onClose={() => setClosing(null)} position="right" size="md" title={closing ? closing.title : ''}>
            {closing && <Close gap={closing} onDone={() => setClosing(null)} />}
          </Drawer>
        </Stack>
      )}
    </Loaded>
  );
}

/** People by competences, these grouped by what they are asked for; a cell says where one stands and opens what to do about it. */
function Matrix({ items, onOpen }: { items: Gap[]; onOpen(gap: Gap): void }) {
  const columns = [...new Map(items.map((gap) => [gap.competence, gap])).values()].toSorted((a, b) => groupOf(a).localeCompare(groupOf(b)));
  const groups = [...Map.groupBy(columns, groupOf)];
  const rows = [...Map.groupBy(items, ({ person }) => person)].toSorted(([, a], [, b]) => a[0]!.name.localeCompare(b[0]!.name));
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Competences of people">
      <table className="grid-table matrix">
        <thead>
          <tr>
            <th rowSpan={2}>Person</th>
            {groups.map(([group, own]) => (
              <th key={group} colSpan={own.length} scope="colgroup">
                {group}
              </th>
            ))}
          </tr>
          <tr>
            {columns.map(({ competence, title }) => (
              <th key={competence} scope="col" title={competence}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([person, own]) => (
            <tr key={person}>
              <th scope="row">{own[0]!.name}</th>
              {columns.map(({ competence }) => {
                const gap = own.find((each) => each.competence === competence);
                return (
                  <td key={competence}>
                    {gap && (
                      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onOpen(gap)} title={said(gap)}>
                        <Stands at={standing(gap)}>
                          <span className="sr-only">
                            {gap.title}, {gap.name}
                          </span>
                        </Stands>
                      </Button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Group gap="md" mt={6}>
        {(['held', 'soon', 'planned', 'missing'] as const).map((each) => (
          <Text key={each} size="xs" className="quiet">
            <Stands at={each} />
          </Text>
        ))}
      </Group>
    </div>
  );
}

const groupOf = ({ roleName, role }: Gap) => (role === null ? 'Owners of controls' : (roleName ?? role));

/** What stands behind a standing: which proof, until when. */
function detail({ state, until, plan }: Gap): string {
  if (state === 'missing') return 'nothing is planned';
  const day = until && `${{ held: 'until', planned: 'for', expired: 'on' }[state]} ${dayInWords(until)} (${counted(until)})`;
  return [plan, day].filter(Boolean).join(', ');
}
const said = (gap: Gap) => `${standings[standing(gap)].title}: ${detail(gap)}`;

function GapList({ items, onClose }: { items: Gap[]; onClose(gap: Gap): void }) {
  const { role } = useHere();
  if (items.length === 0)
    return (
      <Text>
        <Stands at="held">Everybody holds what is asked of them.</Stands>
      </Text>
    );
  const order = { missing: 0, expired: 1, planned: 2, held: 3 };
  return (
    <section aria-label="Gaps">
      <Title order={2} mb="xs">
        {plural(items.filter(isOpen).length, 'gap')}
        {items.every(isOpen) ? '' : `, ${items.filter((gap) => !isOpen(gap)).length} expiring soon`}
      </Title>
      <div className="scroll" tabIndex={0} role="group" aria-label="Gaps">
        <table className="grid-table">
          <thead>
            <tr>
              <th>Person</th>
              <th>Competence</th>
              <th>Asked for</th>
              <th>Stands</th>
              <th>
                <span className="sr-only">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items
              .toSorted((a, b) => order[a.state] - order[b.state] || a.name.localeCompare(b.name))
              .map((gap) => (
                <tr key={`${gap.competence} ${gap.person}`}>
                  <td className="nowrap">{gap.name}</td>
                  <td>{gap.title}</td>
                  <td>{gap.role === null ? <References ids={gap.controls} /> : gap.roleName}</td>
                  <td>
                    <Stands at={standing(gap)} /> <span className="quiet">{detail(gap)}</span>
                  </td>
                  <td style={{ textAlign: 'right' }}>
                    {may(role as Role, 'manage people') && (
                      <Button size="compact-xs" variant="default" onClick={() => onClose(gap)}>
                        {gap.state === 'planned' ? 'Record' : 'Plan or record'}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** A plan, or the proof that the competence is held; a plan that came true becomes the proof. */
function Close({ gap, onDone }: { gap: Gap; onDone(): void }) {
  const { slug, role } = useHere();
  const [kind, setKind] = useState<'plan' | 'proof'>(gap.state === 'planned' ? 'proof' : 'plan');
  const [title, setTitle] = useState(gap.state === 'planned' ? (gap.plan ?? gap.title) : gap.title);
  const [on, setOn] = useState('');
  const [expires, setExpires] = useState('');
  const save = useWrite(
    (client: Client) => {
      const fields = kind === 'plan' ? { title, plannedOn: on } : { title, obtainedOn: on, expiresOn: expires || null, plannedOn: null };
      return gap.state === 'planned'
        ? client.awareness.competenceEvidence.update({ id: gap.proof!, ...fields })
        : client.awareness.competenceEvidence.create({ person: gap.person, competence: gap.competence, ...fields });
    },
    ({ record }) => `${record.id} ${kind === 'plan' ? 'planned' : 'recorded'}.`,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: onDone });
      }}
    >
      <Stack>
        <Text>
          {gap.name}, {gap.role === null ? `owner of ${gap.controls.join(', ')}` : (gap.roleName ?? gap.role)}
        </Text>
        <Text>
          <Stands at={standing(gap)} /> <span className="quiet">{detail(gap)}</span>{' '}
          {gap.proof && (
            <Anchor component={Link} to={`/o/${slug}/people/proofs` as never} search={{ open: gap.proof } as never}>
              {gap.proof}
            </Anchor>
          )}
        </Text>
        {may(role as Role, 'manage people') && (
          <>
            <SegmentedControl
              aria-label="Plan or proof"
              value={kind}
              onChange={(value) => setKind(value as typeof kind)}
              data={[
                { value: 'plan', label: 'It is planned' },
                { value: 'proof', label: 'It is held' },
              ]}
            />
            <TextInput
              label="Proof"
              description="Certificate, course or experience"
              required
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              required
              label={kind === 'plan' ? 'Planned for' : 'Held since'}
              value={on}
              onChange={(event) => setOn(event.currentTarget.value)}
            />
            {kind === 'proof' && (
              <TextInput type="date" label="Expires on" value={expires} onChange={(event) => setExpires(event.currentTarget.value)} />
            )}
            <Button type="submit" loading={save.isPending}>
              {kind === 'plan' ? 'Plan it' : 'Record it'}
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}

/** The competences that are asked of roles and of control owners. */
export const Asked = () => <RegisterList register={competences} operations={(c) => c.awareness.competences} filters={['role', 'kind']} />;

/** Certificates, courses and experience, held and planned. */
export const Proofs = () => (
  <RegisterList register={competenceEvidence} operations={(c) => c.awareness.competenceEvidence} filters={['person', 'competence']} />
);
