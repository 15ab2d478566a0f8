import { Checkbox, MultiSelect, NumberInput, SegmentedControl, Select, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import { fieldMeta } from '../../../src/platform/contract/fields.ts';
import { sentence } from '../words.ts';
import { useOptions } from './options.ts';

interface Props {
  name: string;
  schema: z.ZodType;
  value: unknown;
  onChange(value: unknown): void;
  disabled?: boolean;
  error?: string | undefined;
  /** Said beside the description, for example where the value comes from. */
  note?: string | undefined;
}

function bare(schema: z.ZodType): { inner: z.ZodType; nullable: boolean } {
  let inner = schema;
  let nullable = false;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) {
    if (inner instanceof z.ZodNullable) nullable = true;
    inner = inner.unwrap() as z.ZodType;
  }
  return { inner, nullable };
}

/** The inputs for several fields of one record; what is changed is told as a part of the record. */
export function Fields<Name extends string>({
  of,
  names,
  values,
  disabled = false,
  note,
  onChange,
}: {
  of: Readonly<Record<Name, z.core.$ZodType>>;
  names: readonly Name[];
  values: Readonly<Partial<Record<Name, unknown>>>;
  disabled?: boolean;
  note?: (name: Name) => string | undefined;
  onChange(change: Record<string, unknown>): void;
}) {
  return names.map((name) => (
    <Field
      key={name}
      name={name}
      schema={of[name] as z.ZodType}
      value={values[name]}
      disabled={disabled}
      note={note?.(name)}
      onChange={(value) => onChange({ [name]: value })}
    />
  ));
}

/** The input that fits a field of a model; texts are handed on when one leaves them, everything else at once. */
export function Field({ name, schema, value, onChange, disabled = false, error, note }: Props) {
  const meta = fieldMeta(schema);
  const { inner, nullable } = bare(schema);
  const options = useOptions(meta.reference);
  const common = {
    label: meta.title ?? sentence(name),
    description: [meta.description, note].filter(Boolean).join(' · ') || undefined,
    disabled,
    error,
  };
  if (meta.reference && inner instanceof z.ZodArray)
    return (
      <MultiSelect
        {...common}
        searchable
        clearable
        data={options}
        value={(value as string[]) ?? []}
        onChange={onChange}
        nothingFoundMessage="Nothing found"
        limit={60}
      />
    );
  if (meta.reference)
    return (
      <Select
        {...common}
        searchable
        clearable={nullable}
        data={options}
        value={(value as string) ?? null}
        onChange={onChange}
        nothingFoundMessage="Nothing found"
        limit={60}
      />
    );
  if (inner instanceof z.ZodEnum)
    return (
      <Select
        {...common}
        data={inner.options.map((each) => ({
          value: String(each),
          label: String(each) === '' ? '–' : (meta.labels?.[String(each)] ?? sentence(String(each))),
        }))}
        value={(value as string) ?? null}
        onChange={onChange}
        allowDeselect={false}
      />
    );
  if (inner instanceof z.ZodArray && inner.element instanceof z.ZodEnum)
    return (
      <MultiSelect
        {...common}
        data={inner.element.options.map((each) => ({ value: String(each), label: sentence(String(each)) }))}
        value={(value as string[]) ?? []}
        onChange={onChange}
      />
    );
  if (inner instanceof z.ZodArray) return <TagsInput {...common} value={(value as string[]) ?? []} onChange={onChange} />;
  if (inner instanceof z.ZodBoolean && nullable) {
    return (
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {common.label}
        </Text>
        {common.description && (
          <Text size="xs" className="quiet">
            {common.description}
          </Text>
        )}
        <SegmentedControl
          aria-label={common.label}
          disabled={disabled}
          value={value === null || value === undefined ? 'open' : value ? 'yes' : 'no'}
          onChange={(next) => onChange(next === 'open' ? null : next === 'yes')}
          data={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
            { value: 'open', label: 'Not determined' },
          ]}
        />
      </Stack>
    );
  }
  if (inner instanceof z.ZodBoolean)
    return <Checkbox {...common} checked={Boolean(value)} onChange={(event) => onChange(event.currentTarget.checked)} />;
  if (inner instanceof z.ZodNumber)
    return (
      <OnLeave
        value={value}
        onChange={onChange}
        render={(own, set, leave) => (
          <NumberInput {...common} value={(own as number) ?? ''} onChange={(next) => set(next === '' ? null : Number(next))} onBlur={leave} />
        )}
      />
    );
  if (inner instanceof z.ZodISODateTime)
    return (
      <OnLeave
        value={localMoment(value as string | null)}
        onChange={(next) => onChange(next ? new Date(next as string).toISOString() : null)}
        render={(own, set, leave) => (
          <TextInput
            {...common}
            type="datetime-local"
            value={(own as string) ?? ''}
            onChange={(event) => set(event.currentTarget.value)}
            onBlur={leave}
          />
        )}
      />
    );
  if (inner instanceof z.ZodISODate)
    return <TextInput {...common} type="date" value={(value as string) ?? ''} onChange={(event) => onChange(event.currentTarget.value || null)} />;
  if (meta.multiline)
    return (
      <OnLeave
        value={value}
        onChange={onChange}
        render={(own, set, leave) => (
          <Textarea
            {...common}
            autosize
            minRows={2}
            maxRows={14}
            value={(own as string) ?? ''}
            onChange={(event) => set(event.currentTarget.value)}
            onBlur={leave}
          />
        )}
      />
    );
  return (
    <OnLeave
      value={value}
      onChange={onChange}
      render={(own, set, leave) => (
        <TextInput {...common} value={(own as string) ?? ''} onChange={(event) => set(event.currentTarget.value)} onBlur={leave} />
      )}
    />
  );
}

/** An instant as the reader's clock shows it, in the form that inputs take. */
function localMoment(value: string | null): string {
  if (!value) return '';
  const at = new Date(value);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function OnLeave({
  value,
  onChange,
  render,
}: {
  value: unknown;
  onChange(value: unknown): void;
  render(own: unknown, set: (value: unknown) => void, leave: () => void): React.ReactElement;
}) {
  const { own, set, leave } = useTyped(value, onChange);
  return render(own, set, leave);
}

/** What is being typed over a value, handed on when one leaves it. It counts until the value changes under it: saved, undone, or by somebody else. */
export function useTyped<T>(value: T, onChange: (value: T) => void): { own: T; set(value: T): void; leave(): void } {
  const [edited, edit] = useState<{ from: T; to: T } | null>(null);
  if (edited && edited.from !== value) edit(null);
  const own = edited && edited.from === value ? edited.to : value;
  return { own, set: (to) => edit({ from: value, to }), leave: () => own !== value && onChange(own) };
}
