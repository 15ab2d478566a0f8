import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Client } from '../client.tsx';
import { useHere } from '../client.tsx';
import { counted, dayInWords } from '../words.ts';

type Action = Awaited<ReturnType<Client['verdict']['journey']>>['actions'][number];

/** What is to be done, by whom, until when. */
export function Actions({ actions }: { actions: Action[] }) {
  const { slug } = useHere();
  return (
    <Stack gap={0}>
      {actions.map(({ text, who, yours, room, due, grade }) => (
        <div key={[text, room, who, due].join(' ')} className="hairline" style={{ padding: '8px 0' }}>
          <Anchor component={Link} to={`/o/${slug}/${room}` as never}>
            {text}
          </Anchor>
          <Text size="sm" className="quiet">
            {yours ? `You (${who})` : who}
            {due ? `, due ${dayInWords(due)} (${counted(due)})` : ''}
            {grade === 'major' ? <span className="grade-major">, would cost the certificate</span> : null}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
