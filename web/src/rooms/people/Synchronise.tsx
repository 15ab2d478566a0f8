import { Anchor, Button, Checkbox, Group, Select, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Account } from '../../../../src/isms/operations/populations/model.ts';
import { people as register } from '../../../../src/isms/people/model.ts';
import { fieldMeta } from '../../../../src/platform/contract/fields.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { dayInWords, plural, sentence } from '../../words.ts';

type Synchronised = Awaited<ReturnType<Client['people']['synchronise']>>;
type HandedOver = Parameters<Client['people']['handOver']>[0]['fields'][number];

const titleOf = (field: string) =>
  fieldMeta(register.fields.shape[field as keyof typeof register.fields.shape] ?? register.fields.shape.name).title ?? sentence(field);

/** All accounts of a list; it is read in parts. */
async function accountsOf(client: Client, id: string): Promise<Account[]> {
  const found: Account[] = [];
  for (;;) {
    const { items, total } = await client.operations.populations.accounts({ id, limit: 1000, offset: found.length });
    found.push(...items);
    if (items.length === 0 || found.length >= total) return found;
  }
}

/** People of the accounts that are in use; machines, guests and what is switched off are nobody who joins. */
const peopleIn = (accounts: readonly Account[]) =>
  accounts
    .filter(({ kind, active }) => kind === 'person' && active)
    .map(({ id, name, email }) => ({ externalId: id, name: name || email || id, ...(email && { email }) }));

/** People brought up to date from the list of a system: seen first, then taken over; what was typed by hand stays until it is handed over. */
export function Synchronise() {
  const { slug } = useHere();
  const lists = useRead(['populations'], (client) => client.operations.populations.list());
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Loaded query={lists}>
      {({ items }) => {
        // The newest of each system: what was there earlier is past.
        const newest = [...Map.groupBy(items, ({ source }) => source).values()].map(([first]) => first!);
        const list = newest.find(({ id }) => id === chosen);
        if (newest.length === 0)
          return (
            <Empty title="No system has said yet who is there">
              <Text className="quiet">
                A connection keeps the complete list of its accounts with each collection; a list can be brought in as a file, too, among the access
                reviews. A spreadsheet with teams and managers is imported.
              </Text>
              <Group gap="xs">
                <Button component={Link} to={`/o/${slug}/connections` as never}>
                  Connect a system
                </Button>
                <Button variant="default" component={Link} to={`/o/${slug}/import` as never}>
                  Import a spreadsheet
                </Button>
              </Group>
            </Empty>
          );
        return (
          <Stack gap="md">
            <Text className="quiet" maw={720}>
              What a system says is shown first. It fills what is empty and what came from it before; what somebody typed here stays, until it is
              handed over. Nobody is deleted. For teams, managers and days of a personnel system:{' '}
              <Anchor component={Link} inherit to={`/o/${slug}/import` as never}>
                import its spreadsheet
              </Anchor>
              .
            </Text>
            <Select
              label="System"
              placeholder="Choose a list of accounts"
              maw={480}
              data={newest.map(({ id, title, count, seenOn }) => ({
                value: id,
                label: `${title}: ${plural(count, 'account')}, ${dayInWords(seenOn)}`,
              }))}
              value={chosen}
              onChange={setChosen}
            />
            {list && <Seen key={list.id} list={list.id} source={list.title} />}
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** What taking the list over would do, and the button that does it. */
function Seen({ list, source }: { list: string; source: string }) {
  const { client, slug } = useHere();
  const [complete, setComplete] = useState(true);
  const accounts = useRead(['populations', list, 'accounts'], (c) => accountsOf(c, list));
  const wanted = accounts.data && { source, complete, people: peopleIn(accounts.data) };
  const preview = useQuery({
    queryKey: [slug, 'people', 'synchronise', list, complete],
    queryFn: () => client.people.synchronise({ ...wanted!, dryRun: true }),
    enabled: wanted !== undefined,
  });
  const take = useWrite(
    (c: Client) => c.people.synchronise(wanted!),
    ({ created, changed }) => `${plural(created.length, 'person', 'people')} added, ${changed.length} brought up to date from ${source}.`,
  );
  return (
    <Stack gap="md">
      <Checkbox
        label="Everybody of that system is in the list: mark who is not"
        checked={complete}
        onChange={(event) => setComplete(event.currentTarget.checked)}
      />
      <Loaded query={accounts}>
        {(all) => (
          <Loaded query={preview}>
            {(seen) => {
              const much = seen.created.length + seen.changed.length + seen.missing.length;
              return (
                <>
                  <Text role="status">
                    {plural(wanted!.people.length, 'person', 'people')} among {plural(all.length, 'account')}: {seen.created.length} new,{' '}
                    {seen.changed.length} changed, {seen.missing.length} not there any more, {seen.unchanged} as they stand here.
                  </Text>
                  {much > 0 && (
                    <div>
                      <Button loading={take.isPending} onClick={() => take.mutate(undefined)}>
                        Take over from {source}
                      </Button>
                    </div>
                  )}
                  <Differences seen={seen} source={source} />
                </>
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Stack>
  );
}

function Differences({ seen: { created, changed, kept, missing, unknown }, source }: { seen: Synchronised; source: string }) {
  const handOver = useWrite(
    (client: Client, { ids, field }: { ids: string[]; field: string }) => client.people.handOver({ source, ids, fields: [field as HandedOver] }),
    ({ records }) => `${plural(records.length, 'field')} handed over to ${source}.`,
  );
  const changes = changed.flatMap(({ id, name, fields }) => fields.map((each) => ({ ...each, id, name })));
  const byField = Map.groupBy(kept, ({ field }) => field);
  return (
    <>
      <Part title="New" count={created.length}>
        <Text size="sm">{created.map(({ name }) => name).join(', ')}</Text>
      </Part>
      <Part title="Changed" count={changes.length}>
        <Table head={['Person', 'Field', 'Stands here', `${source} says`]}>
          {changes.map(({ id, name, field, before, after }) => (
            <tr key={`${id} ${field}`}>
              <td>{name}</td>
              <td>{titleOf(field)}</td>
              <td>{before || <span className="quiet">empty</span>}</td>
              <td>{after || <span className="quiet">empty</span>}</td>
            </tr>
          ))}
        </Table>
      </Part>
      <Part title="Left as it stands here" count={kept.length}>
        <Group gap="xs">
          {[...byField]
            .filter(([, each]) => each.length > 1)
            .map(([field, each]) => (
              <Button
                key={field}
                size="xs"
                variant="default"
                loading={handOver.isPending}
                onClick={() => handOver.mutate({ ids: each.map(({ person }) => person), field })}
              >
                Hand over {titleOf(field)} of {plural(each.length, 'person', 'people')}
              </Button>
            ))}
        </Group>
        <Table head={['Person', 'Field', 'Stands here', `${source} says`, 'Why it stays', '']}>
          {kept.map(({ person, name, field, here, there, because }) => (
            <tr key={`${person} ${field}`}>
              <td>{name}</td>
              <td>{titleOf(field)}</td>
              <td>{here || <span className="quiet">empty</span>}</td>
              <td>{there || <span className="quiet">empty</span>}</td>
              <td className="quiet">{because}</td>
              <td>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Hand over ${titleOf(field)} of ${name}`}
                  loading={handOver.isPending}
                  onClick={() => handOver.mutate({ ids: [person], field })}
                >
                  Hand over
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      </Part>
      <Part title="Not there any more" count={missing.length}>
        <Text size="sm">{missing.map(({ name }) => name).join(', ')}</Text>
        <Text size="sm" className="quiet">
          They stay here and are marked. Whoever has left gets a last day.
        </Text>
      </Part>
      <Part title="Not known here" count={unknown.length}>
        {unknown.map(({ externalId, field, value }) => (
          <Text size="sm" key={`${externalId} ${field}`}>
            {titleOf(field)} “{value}” of {externalId}
          </Text>
        ))}
      </Part>
    </>
  );
}

function Part({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title} ({count})
      </Title>
      <Stack gap="xs">{children}</Stack>
    </section>
  );
}

const Table = ({ head, children }: { head: string[]; children: ReactNode }) => (
  <div className="scroll" tabIndex={0} role="group" aria-label="Differences">
    <table className="grid-table">
      <thead>
        <tr>
          {head.map((each) => (
            <th key={each}>{each || <span className="sr-only">Action</span>}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);
