import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { SupplierStanding } from '../../../../src/isms/operations/suppliers/contract.ts';
import { useHere, useRead } from '../../client.tsx';
import { useNames } from '../../parts/options.ts';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Sign, State } from './signs.tsx';

/** Suppliers (A.5.19–A.5.23): how critical, how good, how long ago that was looked at. */
export function Suppliers() {
  const { slug } = useHere();
  const standings = useRead(['suppliers', 'standings'], (client) => client.operations.suppliers.standings());
  const people = useNames('people');
  return (
    <Loaded query={standings}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="No suppliers yet">
            <Text className="quiet">
              They are entered under{' '}
              <Anchor inherit component={Link} to={`/o/${slug}/context/suppliers` as never}>
                context
              </Anchor>
              ; here they are assessed and watched.
            </Text>
          </Empty>
        ) : (
          <Stack gap="lg">
            <Picture items={items} />
            <div className="scroll" tabIndex={0} role="region" aria-label="Suppliers">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Supplier</th>
                    <th>Criticality</th>
                    <th>Assessment</th>
                    <th>Score</th>
                    <th>Again by</th>
                    <th>Contracts</th>
                    <th>Certificate</th>
                    <th>Owner</th>
                  </tr>
                </thead>
                <tbody>
                  {items
                    .toSorted((a, b) => Number(b.critical) - Number(a.critical) || (a.percent ?? -1) - (b.percent ?? -1))
                    .map((each) => (
                      <tr key={each.id}>
                        <td>
                          <Anchor inherit component={Link} to={`/o/${slug}/supplier/${each.id}` as never}>
                            {each.name}
                          </Anchor>
                          <span className="quiet second-line">{each.service}</span>
                        </td>
                        <td className="nowrap">
                          {each.critical ? 'Critical' : <span className="quiet">Other</span>}
                          {each.personalData && <span className="quiet second-line">personal data</span>}
                        </td>
                        <td>
                          {each.critical || each.state !== 'never' ? <State of="supplier" at={each.state} /> : <Sign at="none">Not needed</Sign>}
                          {each.result && (
                            <span className="second-line">
                              <State of="result" at={each.result} />
                            </span>
                          )}
                        </td>
                        <td>{each.percent === null ? <span className="quiet">–</span> : `${each.percent} %`}</td>
                        <td className="nowrap">
                          {each.nextOn ? dayInWords(each.nextOn) : <span className="quiet">–</span>}
                          {each.nextOn && <span className="quiet second-line">{counted(each.nextOn)}</span>}
                        </td>
                        <td>
                          {each.contracts === 0 ? <Sign at={each.critical ? 'open' : 'none'}>none</Sign> : plural(each.contracts, 'contract')}
                          {each.clausesMissing.length > 0 && (
                            <span className="quiet second-line">{plural(each.clausesMissing.length, 'clause')} missing</span>
                          )}
                        </td>
                        <td className="nowrap">
                          {each.certificateUntil ? `until ${dayInWords(each.certificateUntil)}` : <span className="quiet">–</span>}
                        </td>
                        <td>{people(each.owner)}</td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </div>
          </Stack>
        )
      }
    </Loaded>
  );
}

/** Criticality against score: who stands in the upper left is trusted without reason. */
function Picture({ items }: { items: SupplierStanding[] }) {
  const { slug } = useHere();
  const columns = [
    { title: 'Never assessed', test: (each: SupplierStanding) => each.percent === null },
    { title: 'Below 50 %', test: (each: SupplierStanding) => each.percent !== null && each.percent < 50 },
    { title: '50 to 79 %', test: (each: SupplierStanding) => each.percent !== null && each.percent >= 50 && each.percent < 80 },
    { title: '80 % and more', test: (each: SupplierStanding) => each.percent !== null && each.percent >= 80 },
  ];
  const rows = [
    { title: 'Critical', own: items.filter(({ critical }) => critical), looks: ['red', 'red', 'yellow', 'green'] },
    { title: 'Other', own: items.filter(({ critical }) => !critical), looks: ['none', 'orange', 'green', 'green'] },
  ];
  return (
    <section aria-label="Criticality against score">
      <Title order={2} mb="xs">
        Criticality and score
      </Title>
      <div className="scroll" tabIndex={0} role="region" aria-label="Criticality and score">
        <table className="supplier-map">
          <thead>
            <tr>
              <td />
              {columns.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ title, own, looks }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                {columns.map((column, index) => {
                  const here = own.filter(column.test);
                  return (
                    <td key={column.title} data-colour={here.length > 0 ? looks[index] : 'none'}>
                      {here.length === 0 && <span className="quiet">–</span>}
                      {here.slice(0, 5).map(({ id, name }) => (
                        <Anchor key={id} inherit display="block" component={Link} to={`/o/${slug}/supplier/${id}` as never}>
                          {name}
                        </Anchor>
                      ))}
                      {here.length > 5 && <span className="quiet">and {here.length - 5} more</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
