import { Stack, Text } from '@mantine/core';
import { useRead } from '../client.tsx';
import { dayInWords, sentence, valueInWords } from '../words.ts';
import { Loaded } from './Page.tsx';

/** Every change of a record, latest first, with before and after. */
export function History({ register, record }: { register: string; record: string }) {
  const history = useRead(['history', register, record], (client) => client.ledger.history({ register, record }));
  return (
    <Loaded query={history}>
      {({ items }) => (
        <Stack gap="md">
          {items.length === 0 && <Text className="quiet">No change is recorded.</Text>}
          {items.map((entry) => (
            <div key={entry.sequence}>
              <Text size="sm">
                <b>{entry.actorName}</b> {entry.action === 'create' ? 'added it' : 'changed it'} on {dayInWords(entry.at)}, {entry.at.slice(11, 16)}{' '}
                UTC, by {entry.door}
              </Text>
              {entry.action !== 'create' &&
                entry.changed.map(({ field, before, after }) => (
                  <Text key={field} size="sm" className="quiet">
                    {sentence(field)}: <del>{valueInWords(before)}</del> → {valueInWords(after)}
                  </Text>
                ))}
            </div>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
