import { Combobox, Text, useCombobox } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { account } from '../../client.tsx';
import type { Fact, FactsByPath } from './facts.ts';

interface Choice {
  value: string;
  label: string;
  note: string;
}

// At once and not a moment later: somebody who types on must not write into the text.
const focused = (field: HTMLInputElement | null) => field?.focus({ preventScroll: true });

/** A button of the toolbar that opens a list to search in. */
function Picker({
  label,
  text,
  search,
  choices,
  opened,
  onOpened,
  onPick,
}: {
  label: string;
  text: string;
  search: string;
  choices(sought: string): Choice[];
  opened: boolean;
  onOpened(opened: boolean): void;
  onPick(value: string): void;
}) {
  const [sought, setSought] = useState('');
  const store = useCombobox({ opened, onOpenedChange: onOpened });
  useEffect(() => {
    if (!opened) setSought('');
  }, [opened]);
  const found = opened ? choices(sought.replaceAll(/[{}]/g, '').trim().toLowerCase()).slice(0, 60) : [];
  useEffect(() => {
    if (opened) store.selectFirstOption();
    // oxlint-disable-next-line react/exhaustive-deps -- the store is new on every render; what counts is what is sought
  }, [sought, opened]);
  return (
    <Combobox
      store={store}
      width={380}
      position="bottom-start"
      keepMounted={false}
      onOptionSubmit={(value) => {
        onOpened(false);
        onPick(value);
      }}
    >
      <Combobox.Target targetType="button">
        <RichTextEditor.Control className="worded" aria-label={label} onClick={() => onOpened(!opened)}>
          {text}
        </RichTextEditor.Control>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          ref={focused}
          aria-label={search}
          placeholder={search}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={label}>
          {found.map(({ value, label: title, note }) => (
            <Combobox.Option key={value} value={value}>
              <Text size="sm">{title}</Text>
              <Text size="xs" className="quiet" lineClamp={2}>
                {note}
              </Text>
            </Combobox.Option>
          ))}
          {opened && found.length === 0 && <Combobox.Empty>Nothing found</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

const fits = (sought: string, text: string) => sought.split(/\s+/).every((word) => text.toLowerCase().includes(word));

export function FactPicker({
  facts,
  asking,
  onAsked,
  onPick,
}: {
  facts: FactsByPath;
  asking: boolean;
  onAsked(asking: boolean): void;
  onPick(fact: Fact | string): void;
}) {
  const say = ({ kind, value }: Fact) =>
    kind === 'text'
      ? (value ?? 'not known yet')
      : kind === 'list'
        ? `List: ${value ?? 'not known yet'}`
        : `Section, only if this holds; now: ${value ?? 'not known'}`;
  return (
    <Picker
      label="Insert fact"
      text="Fact"
      search="Search facts"
      opened={asking}
      onOpened={onAsked}
      choices={(sought) => [
        ...[...facts.values()]
          .filter(({ path, title, value }) => fits(sought, `${path} ${title} ${value ?? ''}`))
          .map((fact) => ({ value: fact.path, label: fact.title, note: say(fact) })),
        ...(/^[a-z]+$/i.test(sought) ? [{ value: sought, label: `The ${sought} of each entry`, note: 'Inside a list that repeats' }] : []),
      ]}
      onPick={(value) => onPick(facts.get(value) ?? value)}
    />
  );
}

export function ReferencePicker({ onPick }: { onPick(label: string): void }) {
  const [opened, setOpened] = useState(false);
  const controls = useQuery({ queryKey: ['standard', 'controls'], queryFn: () => account.standard.controls(), staleTime: Infinity });
  const clauses = useQuery({ queryKey: ['standard', 'clauses'], queryFn: () => account.standard.clauses(), staleTime: Infinity });
  return (
    <Picker
      label="Insert control or clause"
      text="Control"
      search="Search controls and clauses"
      opened={opened}
      onOpened={setOpened}
      choices={(sought) =>
        [
          ...(controls.data?.items ?? []).map(({ id, title, summary }) => ({ value: id, label: `${id} ${title}`, note: summary })),
          ...(clauses.data?.items ?? []).map(({ clause, title, summary }) => ({
            value: `clause ${clause}`,
            label: `${clause} ${title}`,
            note: summary,
          })),
        ].filter(({ label }) => fits(sought, label))
      }
      onPick={onPick}
    />
  );
}
