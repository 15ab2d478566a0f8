import { Badge, Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';
import { Loaded } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { plural, sentence } from '../../words.ts';

export function Library() {
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
