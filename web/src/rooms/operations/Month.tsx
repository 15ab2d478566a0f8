import { ActionIcon, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { DutyShown } from '../../../../src/isms/operations/calendar/model.ts';
import { dayInWords, today } from '../../words.ts';

const names = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const two = (value: number) => String(value).padStart(2, '0');

/** A month with what falls on each day; on a telephone the list below says the same. */
export function Month({ duties }: { duties: DutyShown[] }) {
  const now = today();
  const [at, setAt] = useState({ year: Number(now.slice(0, 4)), month: Number(now.slice(5, 7)) - 1 });
  const move = (step: number) =>
    setAt(({ year, month }) => {
      const next = new Date(year, month + step, 1);
      return { year: next.getFullYear(), month: next.getMonth() };
    });
  const byDay = new Map<string, { title: string; state: string }[]>();
  for (const { title, occurrences, state: whole } of duties) {
    if (whole === 'paused') continue;
    for (const { dueOn, doneOn, state } of occurrences) {
      const day = doneOn ?? dueOn;
      byDay.set(day, [...(byDay.get(day) ?? []), { title, state }]);
    }
  }
  const days = new Date(at.year, at.month + 1, 0).getDate();
  // Monday first.
  const offset = (new Date(at.year, at.month, 1).getDay() + 6) % 7;
  return (
    <div className="month" role="region" aria-label={`${names[at.month]} ${at.year}`}>
      <Group gap="xs" mb={4}>
        <ActionIcon variant="default" aria-label="Month before" onClick={() => move(-1)}>
          ‹
        </ActionIcon>
        <Text fw={600} w={150} ta="center">
          {names[at.month]} {at.year}
        </Text>
        <ActionIcon variant="default" aria-label="Month after" onClick={() => move(1)}>
          ›
        </ActionIcon>
      </Group>
      <ol className="month-days">
        {Array.from({ length: days }, (_, index) => {
          const day = `${at.year}-${two(at.month + 1)}-${two(index + 1)}`;
          const here = byDay.get(day) ?? [];
          return (
            <li key={day} data-today={day === now || undefined} style={index === 0 ? { gridColumnStart: offset + 1 } : undefined}>
              <span className="quiet">
                <span className="sr-only">{dayInWords(day)}</span>
                <span aria-hidden>{index + 1}</span>
              </span>
              {here.slice(0, 3).map(({ title, state }, number) => (
                <span key={number} className="month-item" data-state={state} title={title}>
                  {state === 'missed' && <span className="sr-only">Missed: </span>}
                  {title}
                </span>
              ))}
              {here.length > 3 && (
                <span
                  className="quiet"
                  title={here
                    .slice(3)
                    .map(({ title }) => title)
                    .join('\n')}
                >
                  and {here.length - 3} more
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
