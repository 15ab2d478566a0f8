import { Anchor, Button, Stack, Table, Text, Title } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { AssessedRisk } from '../../../../src/isms/risk/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Level, Loaded } from '../../parts/Page.tsx';

export function Consistency() {
  const { slug } = useHere();
  const found = useRead(['consistency'], (client) => client.risk.risks.consistency());
  const again = useRead(['re-rating'], (client) => client.risk.risks.reRating());
  const navigate = useNavigate();
  return (
    <Stack>
      <Title order={2}>Ratings that contradict each other</Title>
      <Loaded query={found}>
        {({ findings }) =>
          findings.length === 0 ? (
            <Text>None.</Text>
          ) : (
            <>
              {findings.map(({ text, risks: ids }) => (
                <Text key={text} size="sm" className="hairline" py={6}>
                  {text}{' '}
                  {ids.map((id) => (
                    <Anchor key={id} size="sm" mr={6} component={Link} to={`/o/${slug}/risks` as never} search={{ open: id } as never}>
                      {id}
                    </Anchor>
                  ))}
                </Text>
              ))}
            </>
          )
        }
      </Loaded>
      <Title order={2}>To rate again with the method in force</Title>
      <Loaded query={again}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>None: every risk is rated with the method in force.</Text>
          ) : (
            <Table>
              <Table.Tbody>
                {items.map((each) => (
                  <Table.Tr key={each.id}>
                    <Table.Td>
                      <Anchor
                        component="button"
                        onClick={() => void navigate({ to: `/o/${slug}/risks` as never, search: { open: each.id } as never })}
                      >
                        {each.id} {each.title}
                      </Anchor>
                    </Table.Td>
                    <Table.Td>
                      Was <Level rating={each.current ?? each.inherent} />
                    </Table.Td>
                    <Table.Td>
                      <AgainButton risk={each} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </Stack>
  );
}

function AgainButton({ risk }: { risk: AssessedRisk & { suggested: Record<string, number | null> } }) {
  const method = useRead(['method'], (client) => client.risk.methods.current());
  const save = useWrite(
    (client: Client) => client.risk.risks.update({ id: risk.id, method: method.data!.id, ...risk.suggested }),
    () => `${risk.id} is rated again.`,
  );
  return (
    <Button size="xs" variant="default" disabled={!method.data} loading={save.isPending} onClick={() => save.mutate(undefined)}>
      Take over the proposal: {risk.suggested['currentLikelihood'] ?? risk.suggested['inherentLikelihood']} ×{' '}
      {risk.suggested['currentImpact'] ?? risk.suggested['inherentImpact']}
    </Button>
  );
}
