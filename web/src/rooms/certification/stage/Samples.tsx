import { Anchor, Group, MultiSelect, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { CertificationAudit } from '../../../../../src/isms/certification/model.ts';
import { may, type Role } from '../../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../../client.tsx';
import { useOptions } from '../../../parts/options.ts';
import { plural } from '../../../words.ts';
import { Draw } from '../../sampling/Draw.tsx';
import { stateSigns } from '../../sampling/Samples.tsx';

/** What was drawn for the audit, from which population, and what was seen. */
export function Samples({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const { slug, role } = useHere();
  const samples = useRead(['samples'], (client) => client.sampling.list({}));
  const options = useOptions('samples');
  const set = useWrite(
    (client: Client, ids: string[]) => client.certification.audits.update({ id: audit.id, samples: ids }),
    () => 'Saved.',
  );
  const own = (samples.data?.items ?? []).filter(({ id }) => audit.samples.includes(id));
  return (
    <section aria-label="Samples">
      <Title order={3}>Samples</Title>
      <Stack gap="xs">
        {own.length === 0 && <Text className="quiet">No sample is drawn for it yet. The auditor asks for the complete list first.</Text>}
        {own.map(({ id, title, state, counts, count }) => (
          <Text key={id} className="hairline" py={6}>
            <span aria-hidden style={{ color: stateSigns[state].colour }}>
              {stateSigns[state].sign}
            </span>{' '}
            <Anchor inherit component={Link} to={`/o/${slug}/sample/${id}` as never}>
              {id} {title}
            </Anchor>{' '}
            <span className="quiet">
              {counts.all} of {count.toLocaleString('en')} drawn, {counts.open} to be looked at
            </span>
            {counts.deviates > 0 && <span style={{ color: 'var(--orange)' }}> ▲ {plural(counts.deviates, 'deviation')}</span>}
          </Text>
        ))}
        {keeps && audit.decision === 'open' && (
          <Group align="flex-end" gap="xs">
            <MultiSelect
              label="Samples of this audit"
              searchable
              w={{ base: '100%', sm: 420 }}
              data={options}
              value={audit.samples}
              onChange={(ids) => set.mutate(ids)}
              nothingFoundMessage="Nothing found"
            />
            {may(role as Role, 'draw samples') && <Draw variant="default" onDrawn={(id) => set.mutate([...audit.samples, id])} />}
          </Group>
        )}
      </Stack>
    </section>
  );
}
