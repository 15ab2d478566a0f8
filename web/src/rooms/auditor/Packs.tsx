import { Stack, Text } from '@mantine/core';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead } from '../../client.tsx';
import { KeyFingerprint, PackButton } from '../../parts/Pack.tsx';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { dayInWords, momentInWords, plural } from '../../words.ts';

/** The audit packs that were made, for whom and by whom, and the key that signed them. */
export function Packs() {
  const { role } = useHere();
  const packs = useRead(['auditor', 'packs'], (client) => client.pack.packs());
  return (
    <Loaded query={packs}>
      {({ items }) => (
        <Page
          title="Audit packs"
          state={
            items.length === 0
              ? 'No audit pack has been made yet.'
              : `${plural(items.length, 'audit pack was', 'audit packs were')} made, the last on ${dayInWords(items[0]!.madeAt)}.`
          }
          actions={
            may(role as Role, 'release to auditors') && (
              <PackButton path="/audit-pack" primary>
                Audit pack of everything
              </PackButton>
            )
          }
        >
          {items.length === 0 && (
            <Empty title="One file for the auditor, readable without a network">
              <Text>
                A pack holds documents as PDF, registers as XLSX, evidence with its files and an extract of the ledger, as pages that open in any
                browser. It is signed: whoever received it can verify every byte without an account. A pack of a release holds what that release
                opens, and nothing else.
              </Text>
            </Empty>
          )}
          {items.length > 0 && (
            <div className="scroll" tabIndex={0} role="group" aria-label="Audit packs">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Pack</th>
                    <th>Made</th>
                    <th>By</th>
                    <th>Holds</th>
                    <th>Until</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((pack) => (
                    <tr key={pack.id}>
                      <td className="nowrap">{pack.id}</td>
                      <td className="nowrap">{momentInWords(pack.madeAt)}</td>
                      <td>{pack.madeByName}</td>
                      <td>
                        {pack.for} {pack.releases.length > 0 && <span className="quiet">{pack.releases.join(', ')}</span>}
                      </td>
                      <td className="nowrap">{pack.until ? dayInWords(pack.until) : ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <Stack gap="xs">
            <KeyFingerprint />
            <Text size="sm" className="quiet">
              A pack is verified on the page that lies in it, or with <code>annexa pack verify FILE --key FINGERPRINT</code>.
            </Text>
          </Stack>
        </Page>
      )}
    </Loaded>
  );
}
