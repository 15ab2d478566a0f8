import { Button, Menu } from '@mantine/core';
import { assets } from '../../../../src/isms/assets/model.ts';
import { treatmentTasks } from '../../../../src/isms/risk/model.ts';
import { download, showError, useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { plural, sentence } from '../../words.ts';
import { ImportLink, Register } from './Register.tsx';
import { HeatMap } from './HeatMap.tsx';
import { Library } from './Library.tsx';
import { Acceptances } from './Acceptances.tsx';
import { Consistency } from './Consistency.tsx';
import { Method } from './Method.tsx';

/** Risk assessment and treatment: clauses 6.1.2, 6.1.3, 8.2 and 8.3. */
export function Risks() {
  const { slug } = useHere();
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const list = useRead(['risks', 'all'], (client) => client.risk.risks.list({ limit: 1000 }));
  const items = (list.data?.items ?? []).filter(({ status }) => status === 'open');
  const above = items.filter(({ current, inherent }) => (current ?? inherent)?.acceptable === false).length;
  return (
    <Page
      title="Risks"
      state={list.data && `${plural(items.length, 'open risk')}, ${above} above what may be accepted.`}
      actions={
        <Menu>
          <Menu.Target>
            <Button variant="default">Documents</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['risk-register', 'treatment-plan'] as const).flatMap((document) =>
              (['pdf', 'docx', 'xlsx', 'csv'] as const).map((format) => (
                <Menu.Item key={document + format} onClick={() => void download(slug, `/reports/${document}?format=${format}`).catch(showError)}>
                  {sentence(document)} as {format.toUpperCase()}
                </Menu.Item>
              )),
            )}
          </Menu.Dropdown>
        </Menu>
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'risks') ?? []} />
      <RoomTabs
        room="risks"
        parts={[
          { id: '', title: 'Register', content: <Register /> },
          { id: 'map', title: 'Heat map', content: <HeatMap /> },
          { id: 'library', title: 'Library', content: <Library /> },
          {
            id: 'tasks',
            title: 'Treatment plan',
            content: <RegisterList register={treatmentTasks} operations={(c) => c.risk.tasks} filters={['status', 'assignee', 'risk']} />,
          },
          { id: 'acceptances', title: 'Acceptance', content: <Acceptances /> },
          { id: 'consistency', title: 'Consistency', content: <Consistency /> },
          { id: 'method', title: 'Method', content: <Method /> },
          {
            id: 'assets',
            title: 'Assets',
            content: (
              <RegisterList
                register={assets}
                operations={(c) => c.assets}
                filters={['kind', 'owner', 'classification']}
                emptyActions={<ImportLink />}
              />
            ),
          },
        ]}
      />
    </Page>
  );
}
