import { Badge, Button, Checkbox, Grid, Group, NumberInput, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import type { RiskMethod } from '../../../../src/isms/risk/model.ts';
import { useWrite, type Client } from '../../client.tsx';
import { dayInWords, sentence } from '../../words.ts';

const roleNames = ['owner', 'isms-manager', 'contributor', 'top-management'] as const;

export function MethodSheet({ method, editable, actions }: { method: RiskMethod; editable: boolean; actions: React.ReactNode }) {
  const change = useWrite(
    (client: Client, fields: object) => client.risk.methods.change({ id: method.id, version: method.version, ...fields }),
    () => 'Saved.',
  );
  const step = (scale: 'likelihood' | 'impact') => (
    <div>
      <Title order={3} mb="xs">
        {sentence(scale)}
      </Title>
      <table className="grid-table">
        <tbody>
          {method[scale].map((each, index) => {
            const set = (fields: object) =>
              change.mutate({ [scale]: method[scale].map((other, at) => (at === index ? { ...other, ...fields } : other)) });
            return (
              <tr key={each.level}>
                <td>{each.level}</td>
                <td>
                  <TextInput
                    size="xs"
                    aria-label={`Name of ${scale} ${each.level}`}
                    readOnly={!editable}
                    defaultValue={each.name}
                    onBlur={(event) => event.currentTarget.value !== each.name && set({ name: event.currentTarget.value })}
                  />
                </td>
                <td style={{ width: '65%' }}>
                  <Textarea
                    size="xs"
                    autosize
                    aria-label={`Criteria of ${scale} ${each.level}`}
                    readOnly={!editable}
                    defaultValue={each.criteria}
                    onBlur={(event) => event.currentTarget.value !== each.criteria && set({ criteria: event.currentTarget.value })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {editable && (
        <Group gap={4} mt={4}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={method[scale].length >= 7}
            onClick={() =>
              change.mutate({
                [scale]: [...method[scale], { level: method[scale].length + 1, name: `Step ${method[scale].length + 1}`, criteria: '' }],
              })
            }
          >
            Add a step
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={method[scale].length <= 3}
            onClick={() => change.mutate({ [scale]: method[scale].slice(0, -1) })}
          >
            Remove the last
          </Button>
        </Group>
      )}
    </div>
  );
  const level = (index: number, fields: object) =>
    change.mutate({ levels: method.levels.map((other, at) => (at === index ? { ...other, ...fields } : other)) });
  return (
    <section className="hairline" style={{ paddingTop: 12 }} aria-label={`Version ${method.number}`}>
      <Group justify="space-between">
        <Title order={2}>
          {method.title}, version {method.number} <Badge variant="light">{sentence(method.status)}</Badge>
        </Title>
        {actions}
      </Group>
      {method.approvedByName && (
        <Text size="sm" className="quiet">
          Put in force by {method.approvedByName} on {dayInWords(method.approvedAt)}.
        </Text>
      )}
      <Stack mt="sm">
        <Textarea
          label="How risks are identified"
          autosize
          readOnly={!editable}
          defaultValue={method.identification}
          onBlur={(event) => event.currentTarget.value !== method.identification && change.mutate({ identification: event.currentTarget.value })}
        />
        <Grid>
          <Grid.Col span={{ base: 12, lg: 6 }}>{step('likelihood')}</Grid.Col>
          <Grid.Col span={{ base: 12, lg: 6 }}>{step('impact')}</Grid.Col>
        </Grid>
        <Group align="flex-end">
          <Select
            label="Combination"
            disabled={!editable}
            data={['product', 'sum', 'matrix'].map((value) => ({ value, label: sentence(value) }))}
            value={method.combination}
            onChange={(combination) =>
              change.mutate({
                combination,
                ...(combination === 'matrix' &&
                  !method.matrix && { matrix: method.likelihood.map(({ level: l }) => method.impact.map(({ level: i }) => l * i)) }),
              })
            }
          />
          <NumberInput
            label="Appetite (highest score)"
            disabled={!editable}
            value={method.appetite}
            onBlur={(event) =>
              Number(event.currentTarget.value) !== method.appetite && change.mutate({ appetite: Number(event.currentTarget.value) })
            }
          />
          <NumberInput
            label="An acceptance holds (days)"
            disabled={!editable}
            value={method.acceptanceDays}
            onBlur={(event) =>
              Number(event.currentTarget.value) !== method.acceptanceDays && change.mutate({ acceptanceDays: Number(event.currentTarget.value) })
            }
          />
        </Group>
        {method.combination === 'matrix' && method.matrix && (
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Likelihood \ impact</th>
                  {method.impact.map((each) => (
                    <th key={each.level}>{each.name}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {method.matrix.map((row, l) => (
                  <tr key={l}>
                    <td>{method.likelihood[l]?.name}</td>
                    {row.map((value, i) => (
                      <td key={i}>
                        <NumberInput
                          size="xs"
                          w={72}
                          aria-label={`Score of likelihood ${l + 1}, impact ${i + 1}`}
                          readOnly={!editable}
                          defaultValue={value}
                          onBlur={(event) =>
                            Number(event.currentTarget.value) !== value &&
                            change.mutate({
                              matrix: method.matrix!.map((other, a) =>
                                other.map((was, b) => (a === l && b === i ? Number(event.currentTarget.value) : was)),
                              ),
                            })
                          }
                        />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <div className="scroll" tabIndex={0}>
          <table className="grid-table">
            <thead>
              <tr>
                <th>Level</th>
                <th>From score</th>
                <th>Acceptable</th>
                <th>Accepted by</th>
                <th>Review after (days)</th>
                <th>Response</th>
              </tr>
            </thead>
            <tbody>
              {method.levels.map((each, index) => (
                <tr key={each.name}>
                  <td>
                    <span className="level" data-colour={each.colour}>
                      {each.name}
                    </span>
                  </td>
                  <td>
                    <NumberInput
                      size="xs"
                      w={80}
                      aria-label={`${each.name} begins at`}
                      readOnly={!editable}
                      defaultValue={each.from}
                      onBlur={(event) => Number(event.currentTarget.value) !== each.from && level(index, { from: Number(event.currentTarget.value) })}
                    />
                  </td>
                  <td>
                    <Checkbox
                      aria-label={`${each.name} is acceptable`}
                      disabled={!editable}
                      checked={each.acceptable}
                      onChange={(event) => level(index, { acceptable: event.currentTarget.checked })}
                    />
                  </td>
                  <td>
                    <Group gap={6}>
                      {roleNames.map((name) => (
                        <Checkbox
                          key={name}
                          size="xs"
                          label={sentence(name)}
                          disabled={!editable}
                          checked={each.acceptedBy.includes(name)}
                          onChange={(event) =>
                            level(index, {
                              acceptedBy: event.currentTarget.checked
                                ? [...each.acceptedBy, name]
                                : each.acceptedBy.filter((other) => other !== name),
                            })
                          }
                        />
                      ))}
                    </Group>
                  </td>
                  <td>
                    <NumberInput
                      size="xs"
                      w={90}
                      aria-label={`${each.name} is reviewed after`}
                      readOnly={!editable}
                      defaultValue={each.reviewDays}
                      onBlur={(event) =>
                        Number(event.currentTarget.value) !== each.reviewDays && level(index, { reviewDays: Number(event.currentTarget.value) })
                      }
                    />
                  </td>
                  <td className="quiet">{each.response}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Textarea
          label="Acceptance criteria"
          autosize
          readOnly={!editable}
          defaultValue={method.acceptanceCriteria}
          onBlur={(event) =>
            event.currentTarget.value !== method.acceptanceCriteria && change.mutate({ acceptanceCriteria: event.currentTarget.value })
          }
        />
      </Stack>
    </section>
  );
}
