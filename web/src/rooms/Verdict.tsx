import { Anchor, Button, Grid, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { stages, stageTitles, type Finding, type Stage } from '../../../src/rulebook/contract.ts';
import { may, type Role } from '../../../src/isms/permissions.ts';
import { Findings } from '../parts/Findings.tsx';
import { Loaded, Page } from '../parts/Page.tsx';
import { RoomTabs } from '../parts/Rooms.tsx';
import { useHere, useRead } from '../client.tsx';
import { dayInWords, plural, today } from '../words.ts';
import { Excuse, Excuses } from './excuses/Excuses.tsx';
import { Readiness } from './verdict/Readiness.tsx';
import { Requirements } from './verdict/Requirements.tsx';
import { Difference } from './verdict/Difference.tsx';

/** What an auditor would find: today or on a past day, at one stage or at all. */
export function Verdict() {
  const { slug, role } = useHere();
  const [excusing, setExcusing] = useState<Finding | null>(null);
  const [stage, setStage] = useState<Stage | 'all'>('all');
  const [asOf, setAsOf] = useState('');
  const mayExcuse = may(role as Role, 'excuse findings') && asOf === '';
  const wanted: { stage?: Stage } = stage === 'all' ? {} : { stage };
  const [sure, setSure] = useState<'all' | 'certain' | 'likely'>('all');
  const verdict = useRead(['verdict', stage, asOf], async (client) => {
    if (!asOf) return client.verdict.verdict(wanted);
    const response = await fetch(`/api/organisations/${slug}/verdict?as-of=${asOf}${stage === 'all' ? '' : `&stage=${stage}`}`);
    if (!response.ok) throw new Error(((await response.json()) as { detail: string }).detail);
    return (await response.json()) as Awaited<ReturnType<typeof client.verdict.verdict>>;
  });
  return (
    <Loaded query={verdict}>
      {({ findings, excused, ended, summary, next }) => (
        <Page
          title="Verdict"
          state={`${asOf ? `On ${dayInWords(summary.day)}` : 'Today'} an auditor would raise ${plural(summary.major, 'major')}, ${plural(summary.minor, 'minor')} and ${plural(summary.opportunity, 'opportunity', 'opportunities')}${summary.excused > 0 ? `; ${plural(summary.excused, 'finding')} excused` : ''}. ${summary.clean} of ${summary.rules} rules found nothing.`}
          actions={
            <Button variant="default" onClick={() => print()}>
              Print
            </Button>
          }
        >
          <Group gap="sm" className="no-print">
            <Select
              aria-label="Audit"
              w={210}
              value={stage}
              onChange={(value) => value && setStage(value)}
              data={[{ value: 'all', label: 'All audits' }, ...stages.map((each) => ({ value: each, label: stageTitles[each] }))]}
            />
            <Select
              aria-label="How sure"
              w={170}
              value={sure}
              onChange={(value) => value && setSure(value)}
              data={[
                { value: 'all', label: 'Certain and likely' },
                { value: 'certain', label: 'Certain only' },
                { value: 'likely', label: 'Likely only' },
              ]}
            />
            <TextInput type="date" aria-label="As of" value={asOf} max={today()} onChange={(event) => setAsOf(event.currentTarget.value)} />
            {asOf && (
              <Button variant="subtle" onClick={() => setAsOf('')}>
                Today
              </Button>
            )}
          </Group>
          <RoomTabs
            room="verdict"
            parts={[
              {
                id: '',
                title: 'Findings',
                content: (
                  <Grid gap="xl">
                    <Grid.Col span={{ base: 12, md: 8 }}>
                      <Title order={2}>Findings</Title>
                      {findings.length === 0 ? (
                        <Text>Nothing. Every rule that was applied is satisfied.</Text>
                      ) : (
                        <Findings
                          findings={findings.filter(({ confidence }) => sure === 'all' || confidence === sure)}
                          onExcuse={mayExcuse ? setExcusing : undefined}
                        />
                      )}
                      <Excuses excused={excused} ended={ended} may={mayExcuse} />
                      {excusing && <Excuse finding={excusing} onClose={() => setExcusing(null)} />}
                    </Grid.Col>
                    <Grid.Col span={{ base: 12, md: 4 }}>
                      <Stack>
                        <div>
                          <Title order={2} mb="xs">
                            What closes most
                          </Title>
                          <ol style={{ paddingLeft: 18, margin: 0 }}>
                            {next.map(({ rule, text, room, why }) => (
                              <li key={rule} style={{ marginBottom: 8 }}>
                                <Anchor component={Link} to={`/o/${slug}/${room}` as never}>
                                  {text}
                                </Anchor>
                                <Text size="sm" className="quiet">
                                  {why}
                                </Text>
                              </li>
                            ))}
                          </ol>
                        </div>
                        <Difference stage={stage} />
                      </Stack>
                    </Grid.Col>
                  </Grid>
                ),
              },
              { id: 'readiness', title: 'Readiness', content: <Readiness stage={wanted.stage} /> },
              { id: 'requirements', title: 'Ask yourself', content: <Requirements /> },
            ]}
          />
        </Page>
      )}
    </Loaded>
  );
}
