import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { Sign } from '../../parts/Sign.tsx';
import { dayInWords, sentence } from '../../words.ts';

export function Acceptances() {
  const { slug } = useHere();
  const list = useRead(['acceptances'], (client) => client.risk.acceptances.list({}));
  const [deciding, setDeciding] = useState<{ id: string; accept: boolean; text: string } | null>(null);
  const decide = useWrite(
    (client: Client, { id, accept, password }: { id: string; accept: boolean; password: string }) =>
      client.risk.acceptances.decide({ id, accept, password }),
    ({ record }) => (record.status === 'accepted' ? 'Accepted.' : 'Refused.'),
    { signed: true },
  );
  return (
    <Loaded query={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="Nobody has asked for an acceptance yet">
            <Text className="quiet">Open a treated risk and ask its owner to approve the treatment and accept what remains (6.1.3 f).</Text>
          </Empty>
        ) : (
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Risk</th>
                  <th>Residual</th>
                  <th>Asked by</th>
                  <th>Reason</th>
                  <th>State</th>
                  <th>Decision</th>
                </tr>
              </thead>
              <tbody>
                {items.toReversed().map((each) => (
                  <tr key={each.id}>
                    <td>
                      <Anchor component={Link} to={`/o/${slug}/risks` as never} search={{ open: each.risk } as never}>
                        {each.risk} {each.riskTitle}
                      </Anchor>
                    </td>
                    <td style={{ whiteSpace: 'nowrap' }}>
                      {each.score} {each.level}
                    </td>
                    <td>
                      {each.requestedByName}, {dayInWords(each.requestedOn)}
                    </td>
                    <td>{each.reason}</td>
                    <td>{sentence(each.state)}</td>
                    <td>
                      {each.mayDecide ? (
                        <Group gap={4}>
                          <Button
                            size="xs"
                            onClick={() =>
                              setDeciding({
                                id: each.id,
                                accept: true,
                                text: `I own ${each.risk} (${each.riskTitle}), approve its treatment plan and accept the residual risk of ${each.score}, ${each.level}.`,
                              })
                            }
                          >
                            Accept
                          </Button>
                          <Button
                            size="xs"
                            variant="default"
                            onClick={() =>
                              setDeciding({
                                id: each.id,
                                accept: false,
                                text: `I own ${each.risk} (${each.riskTitle}) and refuse to accept the residual risk of ${each.score}, ${each.level}.`,
                              })
                            }
                          >
                            Refuse
                          </Button>
                        </Group>
                      ) : each.decidedByName ? (
                        `${each.decidedByName}, ${dayInWords(each.decidedAt)}${each.expiresOn ? `, until ${dayInWords(each.expiresOn)}` : ''}`
                      ) : (
                        <Text size="sm" className="quiet">
                          {each.whyNot}
                        </Text>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {deciding && (
              <Sign
                opened
                onClose={() => setDeciding(null)}
                action={deciding.accept ? 'Accept the risk' : 'Refuse'}
                meaning={deciding.text}
                signing={decide}
                onSign={(password) => decide.mutate({ id: deciding.id, accept: deciding.accept, password }, { onSuccess: () => setDeciding(null) })}
              />
            )}
          </div>
        )
      }
    </Loaded>
  );
}
