import { Button, Checkbox, Group, Menu, Stack, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import { useHere } from '../client.tsx';

/** Which columns of a register are shown; kept in this browser. */
export function useColumns(register: string, standing: string[]): [string[], (columns: string[]) => void] {
  const [columns, setColumns] = useLocalStorage({ key: `annexa:columns:${register}`, defaultValue: standing, getInitialValueInEffect: false });
  return [columns, setColumns];
}

/** Chooses the columns of a list; the order is that of the record. */
export function Columns({
  all,
  shown,
  standing,
  onChange,
}: {
  all: { field: string; title: string }[];
  shown: string[];
  standing: string[];
  onChange(columns: string[]): void;
}) {
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Button variant="default">Columns</Button>
      </Menu.Target>
      <Menu.Dropdown style={{ maxHeight: 420, overflowY: 'auto' }}>
        <Stack gap={6} p="xs">
          {all.map(({ field, title }) => (
            <Checkbox
              key={field}
              size="xs"
              label={title}
              checked={shown.includes(field)}
              disabled={shown.length === 1 && shown[0] === field}
              onChange={(event) =>
                onChange(all.map((each) => each.field).filter((each) => (each === field ? event.currentTarget.checked : shown.includes(each))))
              }
            />
          ))}
        </Stack>
        <Menu.Divider />
        <Menu.Item onClick={() => onChange(standing)}>As delivered</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface View {
  name: string;
  search: Record<string, string>;
}

/** Search, filters and sorting under a name; kept in this browser. The address of the page passes a view on to others. */
export function Views({
  register,
  search,
  onChoose,
}: {
  register: string;
  search: Record<string, string>;
  onChoose(search: Record<string, string>): void;
}) {
  const { slug } = useHere();
  const [views, setViews] = useLocalStorage<View[]>({ key: `annexa:views:${slug}:${register}`, defaultValue: [] });
  const [name, setName] = useState('');
  const keep = () => {
    setViews([...views.filter((each) => each.name !== name.trim()), { name: name.trim(), search }]);
    setName('');
  };
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button variant="default">Views</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Group key={view.name} gap={0} wrap="nowrap">
            <Menu.Item onClick={() => onChoose(view.search)}>{view.name}</Menu.Item>
            <Menu.Item
              w="auto"
              className="quiet"
              aria-label={`Forget the view ${view.name}`}
              onClick={() => setViews(views.filter((each) => each.name !== view.name))}
            >
              ×
            </Menu.Item>
          </Group>
        ))}
        {views.length > 0 && <Menu.Divider />}
        <Group gap="xs" p="xs" wrap="nowrap" align="flex-end">
          <TextInput
            label="Keep this view as"
            size="xs"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Enter' && name.trim()) keep();
            }}
          />
          <Button size="xs" variant="light" disabled={!name.trim()} onClick={keep}>
            Keep
          </Button>
        </Group>
      </Menu.Dropdown>
    </Menu>
  );
}
