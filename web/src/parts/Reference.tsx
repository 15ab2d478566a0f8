import { Anchor, Group, HoverCard, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { account, useHere, useRead } from '../client.tsx';
import { dayInWords } from '../words.ts';
import { Mark } from './Page.tsx';

/** A control or clause number as a link, with a card: the title, what it asks, what the Statement of Applicability says, where it stands. */
export function Reference({ id, label = id }: { id: string; label?: string }) {
  const { slug } = useHere();
  const control = /^(A\.|OC-)/.test(id);
  const known = control || /^\d+(\.\d+)*/.test(id);
  if (!known) return <>{label}</>;
  return (
    <HoverCard width={360} openDelay={300} shadow="md" withinPortal>
      <HoverCard.Target>
        <Anchor
          inherit
          component={Link}
          to={`/o/${slug}/${control ? `controls/${id}` : 'gap'}` as never}
          search={(control ? {} : { q: clauseOf(id) }) as never}
          onClick={(event: React.MouseEvent) => event.stopPropagation()}
        >
          {label}
        </Anchor>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <ReferenceCard id={id} />
      </HoverCard.Dropdown>
    </HoverCard>
  );
}

/** What stands on the card of a number. */
export function ReferenceCard({ id }: { id: string }) {
  return /^(A\.|OC-)/.test(id) ? <ControlCard id={id} /> : <ClauseCard id={id} />;
}

/** Several numbers in a row. */
export function References({ ids }: { ids: readonly string[] }) {
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 ? ', ' : ''}
      <Reference id={id} />
    </span>
  ));
}

/** `6.1.2 c) 1)` and `6.1.2-c1` → `6.1.2`. */
const clauseOf = (id: string) => /^\d+(\.\d+)*/.exec(id)![0];

function ControlCard({ id }: { id: string }) {
  const controls = useQuery({ queryKey: ['standard', 'controls'], queryFn: () => account.standard.controls(), staleTime: Infinity });
  const soa = useRead(['soa'], (client) => client.applicability.lines());
  const matrix = useRead(['controls'], (client) => client.controls.matrix({}));
  const shown = matrix.data?.items.find((each) => each.control === id);
  const control = controls.data?.items.find((each) => each.id === id);
  const line = soa.data?.lines.find((each) => each.control === id);
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {id} {control?.title ?? line?.title}
      </Text>
      {control && <Text size="sm">{control.summary}</Text>}
      {line && (
        <Group gap="xs">
          <Text size="sm">{line.applicable === null ? '? Undecided' : line.applicable ? '● Included' : '– Excluded'}</Text>
          <Text size="sm">
            <Mark status={line.status} />
          </Text>
        </Group>
      )}
      {shown && shown.applicable !== false && (
        <Text size="sm">
          {
            {
              covered: `● Evidence${shown.lapsesOn ? `, lapses on ${dayInWords(shown.lapsesOn)}` : ''}`,
              stale: `◐ Evidence lapsed on ${dayInWords(shown.lapsesOn)}`,
              gap: '○ No evidence',
            }[shown.state]
          }
        </Text>
      )}
      {line && (
        <Text size="xs" className="quiet" lineClamp={3}>
          {line.applicable === false ? line.exclusionReason : line.justification}
        </Text>
      )}
    </Stack>
  );
}

function ClauseCard({ id }: { id: string }) {
  const clauses = useQuery({ queryKey: ['standard', 'clauses'], queryFn: () => account.standard.clauses(), staleTime: Infinity });
  const clause = clauses.data?.items.find((each) => each.clause === clauseOf(id));
  const one = clause?.requirements.find((each) => each.label === id || each.id === id);
  if (!clause) return <Text size="sm">Clause {id}</Text>;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {one?.label ?? clause.clause} {clause.title}
      </Text>
      <Text size="sm">{one?.text ?? clause.summary}</Text>
    </Stack>
  );
}
