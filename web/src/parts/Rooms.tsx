import { Tabs } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useHere } from '../client.tsx';

/** The parts of a room as tabs with addresses of their own. */
export function RoomTabs({ room, parts }: { room: string; parts: { id: string; title: string; content: ReactNode }[] }) {
  const { slug } = useHere();
  const { part = '' } = useParams({ strict: false }) as { part?: string };
  const navigate = useNavigate();
  const current = parts.find(({ id }) => id === part) ?? parts[0]!;
  return (
    <Tabs
      value={current.id || 'first'}
      keepMounted={false}
      onChange={(value) => void navigate({ to: `/o/${slug}/${room}${value && value !== 'first' ? `/${value}` : ''}` as never })}
    >
      <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }}>
        {parts.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id || 'first'} style={{ whiteSpace: 'nowrap' }}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ id, content }) => (
        <Tabs.Panel key={id} value={id || 'first'}>
          {content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
