import { ActionIcon, Alert, AppShell, Burger, Button, Group, Menu, NavLink, ScrollArea, Text, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, Outlet, useLocation, useMatches, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { account, clientFor, HereContext, open, queries, useHere, useRead } from '../client.tsx';
import { may, roles, type Permission, type Role } from '../../../src/isms/permissions.ts';
import { My, useWaiting } from '../rooms/my/My.tsx';
import { itIs, plural, sentence } from '../words.ts';
import { Keys } from './Keys.tsx';
import { Page } from './Page.tsx';
import { Palette } from './Palette.tsx';

interface Entry {
  to: string;
  title: string;
  /** Whose findings are counted beside it. */
  room?: string;
  /** Addresses that belong to it and begin otherwise. */
  also?: string[];
  /** Shown to whoever may do one of these. */
  for?: Permission[];
}

const entries: { group: string; items: Entry[] }[] = [
  {
    group: '',
    items: [
      { to: 'my', title: 'My page' },
      { to: '', title: 'Journey' },
    ],
  },
  {
    group: 'Plan',
    items: [
      { to: 'context', title: 'Context', room: 'context' },
      { to: 'gap', title: 'Gap', room: 'gap' },
      { to: 'risks', title: 'Risks', room: 'risks' },
      { to: 'applicability', title: 'Applicability', room: 'applicability' },
      { to: 'plan', title: 'Time and money' },
    ],
  },
  {
    group: 'Do',
    items: [
      { to: 'documents', title: 'Documents', room: 'documents', also: ['document/'] },
      { to: 'controls', title: 'Controls', room: 'controls' },
      { to: 'evidence', title: 'Evidence', room: 'evidence' },
      { to: 'connections', title: 'Connections', room: 'connections' },
      { to: 'scans', title: 'Scans' },
      { to: 'people', title: 'People', room: 'people' },
      { to: 'operations', title: 'Operations', room: 'operations', also: ['access-review/', 'incident/', 'supplier/'] },
    ],
  },
  {
    group: 'Check',
    items: [
      { to: 'objectives', title: 'Objectives', room: 'objectives' },
      { to: 'audits', title: 'Internal audits', room: 'audits', also: ['audit/'] },
      { to: 'auditors', title: 'Auditor’s room', room: 'auditors', also: ['auditor'] },
      { to: 'reviews', title: 'Management review', room: 'review', also: ['management-review/'] },
      { to: 'samples', title: 'Samples', also: ['sample/'] },
      { to: 'improvement', title: 'Improvement', room: 'improvement', also: ['nonconformity/'] },
      { to: 'certification', title: 'Certification', room: 'certification' },
      { to: 'verdict', title: 'Verdict', room: 'verdict' },
      { to: 'ledger', title: 'Ledger', for: ['read the ledger'] },
    ],
  },
  {
    group: 'More',
    items: [
      { to: 'import', title: 'Import and export', for: ['import records', 'export the ISMS'] },
      { to: 'settings', title: 'Organisation' },
    ],
  },
];

/** Rooms that are not for everybody who reads, by the beginning of their address. */
const closed: { at: string; title: string; for: Permission[] }[] = [
  ...entries.flatMap(({ items }) => items.flatMap((each) => (each.for ? [{ at: each.to, title: each.title, for: each.for }] : []))),
  { at: 'auditor', title: 'Room of the external auditor', for: ['look at what is released'] },
];

/** Where one is: what is shown, not the address. On the way elsewhere the address has changed while the page before still stands. */
const useShown = () => useMatches({ select: (matches) => matches.at(-1)!.pathname.replace(/\/$/, '') });
const isIn = (shown: string, room: string) => shown === room || shown.startsWith(`${room}/`);

/** The page, or in plain words that it is not for this role, and for whom it is. */
function Allowed() {
  const { slug, role } = useHere();
  const shown = useShown();
  const room = closed.find((each) => isIn(shown, `/o/${slug}/${each.at}`));
  if (!room || room.for.some((permission) => may(role as Role, permission))) return <Outlet />;
  const others = roles.filter((each) => room.for.some((permission) => may(each, permission)));
  return (
    <Page title={room.title} state={`This page is not for the role ${spoken(role)}. It is for: ${others.map(spoken).join(', ')}.`}>
      <Text>Nothing is missing from your work here. Whoever needs the page asks an owner of the organisation for another role.</Text>
    </Page>
  );
}
const spoken = (role: string) => role.replaceAll('-', ' ').replace('isms', 'ISMS');

/** Who is signed in, which organisation is open; then the rail, in the order the standard thinks, and the page. */
export function Shell() {
  const { slug } = useParams({ strict: false }) as { slug: string };
  // Asked again now and then: a page that stays open overnight counts its days from the new day.
  const me = useQuery({ queryKey: ['me'], queryFn: () => account.account.me(), refetchInterval: 600_000 });
  const found = me.data?.organisations.find((each) => each.slug === slug);
  const here = useMemo(
    () => (found ? { client: clientFor(slug), slug, name: found.name, role: found.role, person: found.person } : null),
    [found, slug],
  );
  if (found) itIs(found.today);
  if (me.error) return <Navigate to="/sign-in" search={{ to: location.pathname } as never} />;
  if (!me.data) return null;
  if (!here)
    return (
      <Alert m="xl" color="red" title={`There is no organisation ${slug}, or you have no access to it.`}>
        <Button component="a" href="/" variant="default">
          To your organisations
        </Button>
      </Alert>
    );
  return (
    <HereContext.Provider value={here}>
      {here.role === 'employee' ? (
        <OneRoom home="my" className="employee" />
      ) : here.role === 'external-auditor' ? (
        <OneRoom home="auditor" className="auditor-frame" />
      ) : (
        <Frame organisations={me.data.organisations} person={me.data.actor.name} />
      )}
    </HereContext.Provider>
  );
}

/** An employee has one page, an external auditor one room, wherever they come from, and what it opens. */
function OneRoom({ home, className }: { home: 'my' | 'auditor'; className: string }) {
  const { name, slug } = useHere();
  const inside = isIn(useShown(), `/o/${slug}/${home}`);
  return (
    <>
      <a className="skip" href="#main">
        To the content
      </a>
      <header className="employee-head no-print">
        <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          <Text fw={600} truncate>
            {name}
          </Text>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <SchemeSwitch />
          <Button variant="default" size="xs" mih={36} onClick={() => void signOut()}>
            Sign out
          </Button>
        </Group>
      </header>
      <main id="main" className={className}>
        {inside ? <Outlet /> : home === 'my' ? <My /> : <Navigate to={`/o/${slug}/auditor` as never} replace />}
      </main>
    </>
  );
}

function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Tooltip label={colorScheme === 'dark' ? 'Light' : 'Dark'}>
      <ActionIcon variant="default" size={36} aria-label="Light or dark" onClick={() => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark')}>
        {colorScheme === 'dark' ? '☀' : '☾'}
      </ActionIcon>
    </Tooltip>
  );
}

async function signOut() {
  await open.signOut();
  queries.clear();
  location.assign('/sign-in');
}

function Frame({ organisations, person }: { organisations: { slug: string; name: string }[]; person: string }) {
  const { slug, name, role } = useHere();
  const [opened, { toggle, close }] = useDisclosure();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const waiting = useWaiting();
  const journey = useRead(['journey'], (client) => client.verdict.journey());
  const total = (room: string | undefined) => {
    const counts = journey.data?.counts ?? {};
    const some = room === 'verdict' ? Object.values(counts) : room ? [counts[room]] : [];
    return some.reduce((sum, each) => ({ all: sum.all + (each?.major ?? 0) + (each?.minor ?? 0), major: sum.major + (each?.major ?? 0) }), {
      all: 0,
      major: 0,
    });
  };
  const base = `/o/${slug}`;
  const shown = entries.map(({ group, items }) => ({
    group,
    items: items
      .filter((each) => !each.for || each.for.some((permission) => may(role as Role, permission)))
      .flatMap((each) =>
        each.to === '' && role === 'top-management'
          ? [
              { to: '', title: 'Brief' },
              { to: 'journey', title: 'Journey' },
            ]
          : [each],
      ),
  }));
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="lg">
      <a className="skip" href="#main">
        To the content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <img src="/icon.svg" alt="" width={24} height={24} />
            <Menu>
              <Menu.Target>
                <Button variant="subtle" color="gray" px={6} style={{ minWidth: 0 }}>
                  <Text fw={600} truncate>
                    {name}
                  </Text>
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {organisations.map((each) => (
                  <Menu.Item key={each.slug} component="a" href={`/o/${each.slug}`}>
                    {each.name}
                  </Menu.Item>
                ))}
                <Menu.Divider />
                <Menu.Item component="a" href="/?new">
                  New organisation
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" size="xs" visibleFrom="xs" onClick={() => spotlight.open()}>
              Find{' '}
              <Text span size="xs" className="quiet" ml={8}>
                Ctrl K
              </Text>
            </Button>
            <SchemeSwitch />
            <Menu>
              <Menu.Target>
                <Button variant="default" size="xs" maw={160}>
                  <Text size="xs" truncate>
                    {person}
                  </Text>
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Label>{sentence(role)}</Menu.Label>
                <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Rooms">
        <ScrollArea>
          {shown.map(({ group, items }) => (
            <div key={group}>
              {group && (
                <Text size="xs" className="quiet" px="sm" pt="sm">
                  {group}
                </Text>
              )}
              {items.map(({ to, title, room, also }) => {
                const own =
                  to === ''
                    ? path === base || path === `${base}/`
                    : path.startsWith(`${base}/${to}`) || also?.some((each) => path.startsWith(`${base}/${each}`));
                const { all, major } = total(room);
                const mine = to === 'my' ? waiting : 0;
                return (
                  <NavLink
                    key={to}
                    component={Link}
                    activeOptions={{ exact: true }}
                    to={`${base}/${to}` as never}
                    label={title}
                    active={own}
                    aria-current={own ? 'page' : undefined}
                    onClick={close}
                    rightSection={
                      mine > 0 ? (
                        <Text size="xs" className="quiet" title={`${plural(mine, 'thing waits', 'things wait')} for you`}>
                          {mine}
                        </Text>
                      ) : all > 0 ? (
                        <Text size="xs" className={major > 0 ? 'grade-major' : 'quiet'} title={`${all} findings, ${major} of them major`}>
                          {all}
                        </Text>
                      ) : undefined
                    }
                  />
                );
              })}
            </div>
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <Allowed />
      </AppShell.Main>
      <Palette pages={shown.flatMap(({ items }) => items)} />
      <Keys />
    </AppShell>
  );
}
