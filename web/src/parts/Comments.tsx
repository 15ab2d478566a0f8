import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useRead, useWrite, type Client } from '../client.tsx';
import { dayInWords } from '../words.ts';
import { Loaded } from './Page.tsx';

export function Comments({ register, record }: { register: string; record: string }) {
  const [text, setText] = useState('');
  const comments = useRead(['comments', register, record], (client) => client.organisation.comments({ register, record }));
  const add = useWrite((client: Client) => client.organisation.comment({ register, record, text }));
  return (
    <Stack gap="sm">
      <Loaded query={comments}>
        {({ items }) => (
          <>
            {items.map((each) => (
              <div key={each.id}>
                <Text size="sm" fw={600}>
                  {each.authorName}, {dayInWords(each.createdAt)}
                </Text>
                <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                  {each.text}
                </Text>
              </div>
            ))}
          </>
        )}
      </Loaded>
      <Textarea label="Comment" autosize minRows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Button
        w="fit-content"
        disabled={text.trim() === ''}
        loading={add.isPending}
        onClick={() => add.mutate(undefined, { onSuccess: () => setText('') })}
      >
        Add comment
      </Button>
    </Stack>
  );
}
