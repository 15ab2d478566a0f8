import { Stack, Text } from '@mantine/core';
import { ImprovementRulesFields } from '../../../../src/isms/improvement/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Fields } from '../../parts/Field.tsx';
import { Loaded } from '../../parts/Page.tsx';

/** The days that the organisation gives itself. */
export function Rules() {
  const { role } = useHere();
  const rules = useRead(['improvement', 'rules'], (client) => client.improvement.rules());
  const set = useWrite(
    (client: Client, fields: object) => client.improvement.setRules(fields),
    () => 'Saved.',
  );
  const shape = ImprovementRulesFields.shape;
  return (
    <Loaded query={rules}>
      {({ record }) => (
        <Stack gap="sm" maw={520}>
          <Text className="quiet">
            By its day what is done about the cause must be done; the effect is reviewed after that. What is overdue longer is brought before those
            above.
          </Text>
          <Fields
            of={shape}
            names={Object.keys(shape) as (keyof typeof shape)[]}
            values={record}
            disabled={!may(role as Role, 'handle nonconformities')}
            onChange={(changed) => set.mutate(changed)}
          />
        </Stack>
      )}
    </Loaded>
  );
}
