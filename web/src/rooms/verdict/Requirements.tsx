import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useRead } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { plural } from '../../words.ts';

/** Every requirement of clauses 4 to 10: what the rules say of it today, and what only people can ask themselves. */
export function Requirements() {
  const [which, setWhich] = useState<'ask' | 'raised' | 'all'>('ask');
  const list = useRead(['verdict', 'requirements'], (client) => client.verdict.requirements());
  return (
    <Loaded query={list}>
      {({ items }) => {
        const ask = items.filter(({ askYourself }) => askYourself !== null);
        const raised = items.filter((each) => each.raised.length > 0);
        const shown = which === 'ask' ? ask : which === 'raised' ? raised : items;
        return (
          <Stack gap="md">
            <Text className="quiet" maw={720}>
              Rules judge {items.filter(({ rules }) => rules.length > 0).length} of {items.length} requirements of clauses 4 to 10. Of{' '}
              {plural(ask.length, 'requirement')} records show nothing, or not enough: there nothing helps but an honest question.
            </Text>
            <SegmentedControl
              w="fit-content"
              size="xs"
              aria-label="Which requirements"
              value={which}
              onChange={(value) => setWhich(value as typeof which)}
              data={[
                { value: 'ask', label: `Ask yourself (${ask.length})` },
                { value: 'raised', label: `Findings today (${raised.length})` },
                { value: 'all', label: `All (${items.length})` },
              ]}
            />
            <div className="scroll" tabIndex={0} role="group" aria-label="Requirements">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Requirement</th>
                    <th>Ask yourself</th>
                    <th>Rules</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map(({ requirement, label, text, rules, raised: found, askYourself }) => (
                    <tr key={requirement}>
                      <td style={{ minWidth: '14rem', verticalAlign: 'top' }}>
                        <b>{label}</b> {text}
                      </td>
                      <td style={{ minWidth: '16rem', verticalAlign: 'top' }}>
                        {askYourself && (
                          <>
                            {askYourself.ask}
                            <span className="quiet second-line">{askYourself.why}</span>
                          </>
                        )}
                      </td>
                      <td style={{ minWidth: '9rem', verticalAlign: 'top' }}>
                        {rules.length === 0 ? (
                          <span className="quiet">? no rule can judge it</span>
                        ) : found.length > 0 ? (
                          <span style={{ color: 'var(--orange)' }}>
                            ◐ {found.length} of {plural(rules.length, 'rule')} {found.length === 1 ? 'finds' : 'find'} something
                          </span>
                        ) : (
                          <span className="quiet">
                            {plural(rules.length, 'rule')}, {rules.length === 1 ? 'which finds' : 'none finds'}{' '}
                            {rules.length === 1 ? 'nothing' : 'anything'}
                          </span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Stack>
        );
      }}
    </Loaded>
  );
}
