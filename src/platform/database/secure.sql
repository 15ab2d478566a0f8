-- Applied by the owner after every migration; may be run again at any time. It puts row security on every table of an
-- organisation and the ledger on every table of the schema isms, so that no table can be forgotten. :app and :identity are the two roles the
-- program connects as: they own nothing and cannot bypass row security.

create schema if not exists ledger;
create schema if not exists access;

create table if not exists ledger.heads (
  organisation_id uuid primary key,
  sequence bigint not null,
  hash bytea not null
);

create table if not exists ledger.entries (
  organisation_id uuid not null,
  sequence bigint not null,
  at timestamptz not null,
  actor text not null,
  actor_name text not null,
  request text not null,
  door text not null,
  register text not null,
  record text not null,
  action text not null check (action in ('create', 'change', 'remove')),
  before jsonb,
  after jsonb,
  hash bytea not null,
  primary key (organisation_id, sequence)
);
create index if not exists entries_record on ledger.entries (organisation_id, register, record, sequence);
create index if not exists entries_request on ledger.entries (organisation_id, request);
create index if not exists entries_at on ledger.entries (organisation_id, at);

create table if not exists ledger.checkpoints (
  organisation_id uuid not null,
  sequence bigint not null,
  hash text not null,
  at timestamptz not null,
  signature text not null,
  public_key text not null,
  primary key (organisation_id, sequence)
);

-- What an entry's hash covers. jsonb has one text form for one value, so the same entry always hashes the same.
create or replace function ledger.entry_hash(previous bytea, e ledger.entries) returns bytea
language sql immutable parallel safe as $$
  select sha256(previous || convert_to(concat_ws(E'\x1f', e.organisation_id, e.sequence,
    to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor, e.actor_name, e.request, e.door,
    e.register, e.record, e.action, coalesce(e.before::text, '-'), coalesce(e.after::text, '-')), 'UTF8'))
$$;

create or replace function ledger.append(organisation uuid, register text, changes jsonb[][]) returns void
language plpgsql security definer set search_path = pg_catalog, ledger set timezone = 'UTC' as $$
declare
  head ledger.heads;
  e ledger.entries;
  change jsonb[];
begin
  if changes is null or array_length(changes, 1) is null then return; end if;
  insert into ledger.heads values (organisation, 0, '\x00') on conflict do nothing;
  select * into head from ledger.heads where organisation_id = organisation for update;
  e.organisation_id := organisation;
  e.at := clock_timestamp();
  e.actor := coalesce(nullif(current_setting('annexa.actor', true), ''), 'database:' || session_user);
  e.actor_name := coalesce(nullif(current_setting('annexa.actor_name', true), ''), session_user);
  e.request := coalesce(nullif(current_setting('annexa.request', true), ''), '-');
  e.door := coalesce(nullif(current_setting('annexa.door', true), ''), 'database');
  e.register := register;
  foreach change slice 1 in array changes loop
    e.sequence := head.sequence + 1;
    e.before := change[1];
    e.after := change[2];
    e.record := coalesce(e.after, e.before) ->> 'id';
    e.action := case when e.before is null then 'create' when e.after is null then 'remove' else 'change' end;
    e.hash := ledger.entry_hash(head.hash, e);
    insert into ledger.entries select e.*;
    head.sequence := e.sequence;
    head.hash := e.hash;
  end loop;
  update ledger.heads set sequence = head.sequence, hash = head.hash where organisation_id = organisation;
end $$;

create or replace function ledger.on_insert() returns trigger language plpgsql security definer set search_path = pg_catalog, ledger set timezone = 'UTC' as $$
declare o record;
begin
  for o in select organisation_id, array_agg(array[null, to_jsonb(n) - 'organisation_id'] order by n.id) as changes
           from new_rows n group by organisation_id loop
    perform ledger.append(o.organisation_id, tg_table_name, o.changes);
  end loop;
  return null;
end $$;

create or replace function ledger.on_update() returns trigger language plpgsql security definer set search_path = pg_catalog, ledger set timezone = 'UTC' as $$
declare o record;
begin
  if exists (select from old_rows b where not exists (select from new_rows n where n.organisation_id = b.organisation_id and n.id = b.id)) then
    raise exception 'the key of a record never changes (table %)', tg_table_name;
  end if;
  for o in select n.organisation_id,
             array_agg(array[to_jsonb(b) - 'organisation_id', to_jsonb(n) - 'organisation_id'] order by n.id) as changes
           from new_rows n join old_rows b on b.organisation_id = n.organisation_id and b.id = n.id
           where to_jsonb(b) is distinct from to_jsonb(n)
           group by n.organisation_id loop
    perform ledger.append(o.organisation_id, tg_table_name, o.changes);
  end loop;
  return null;
end $$;

create or replace function ledger.on_delete() returns trigger language plpgsql security definer set search_path = pg_catalog, ledger set timezone = 'UTC' as $$
declare o record;
begin
  for o in select organisation_id, array_agg(array[to_jsonb(b) - 'organisation_id', null] order by b.id) as changes
           from old_rows b group by organisation_id loop
    perform ledger.append(o.organisation_id, tg_table_name, o.changes);
  end loop;
  return null;
end $$;

create or replace function ledger.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the ledger are never changed or removed';
end $$;
create or replace trigger unalterable before update or delete or truncate on ledger.entries
  for each statement execute function ledger.refuse();
create or replace trigger unalterable before update or delete or truncate on ledger.checkpoints
  for each statement execute function ledger.refuse();

-- Row security: a row is seen and written only for the organisation that the connection has entered.
create or replace function access.organisation() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('annexa.organisation', true), '')::uuid
$$;

do $$
declare t record;
begin
  for t in select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind in ('r', 'p') and n.nspname in ('isms', 'bulk', 'ledger') loop
    execute format('alter table %I.%I enable row level security', t.nspname, t.relname);
    execute format('drop policy if exists own_organisation on %I.%I', t.nspname, t.relname);
    execute format('create policy own_organisation on %I.%I to :app using (organisation_id = (select access.organisation())) with check (organisation_id = (select access.organisation()))', t.nspname, t.relname);
    if t.nspname = 'isms' then
      execute format('create or replace trigger ledger_insert after insert on isms.%I referencing new table as new_rows for each statement execute function ledger.on_insert()', t.relname);
      execute format('create or replace trigger ledger_update after update on isms.%I referencing old table as old_rows new table as new_rows for each statement execute function ledger.on_update()', t.relname);
      execute format('create or replace trigger ledger_delete after delete on isms.%I referencing old table as old_rows for each statement execute function ledger.on_delete()', t.relname);
    end if;
    if t.nspname in ('isms', 'bulk') then
      execute format('grant select, insert, update, delete on %I.%I to :app', t.nspname, t.relname);
    end if;
  end loop;
  -- Tables of the whole installation: accounts and sessions. Only the identity role comes near them.
  for t in select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind in ('r', 'p') and n.nspname = 'identity' loop
    execute format('alter table identity.%I enable row level security', t.relname);
    execute format('drop policy if exists identity_only on identity.%I', t.relname);
    execute format('create policy identity_only on identity.%I to :identity using (true) with check (true)', t.relname);
    execute format('grant select, insert, update, delete on identity.%I to :identity', t.relname);
  end loop;
end $$;

-- Numbers of new records: R-14 is never given twice, archived or not.
create table if not exists access.counters (
  organisation_id uuid not null,
  register text not null,
  last integer not null,
  primary key (organisation_id, register)
);
alter table access.counters enable row level security;
drop policy if exists own_organisation on access.counters;
create policy own_organisation on access.counters to :app using (organisation_id = (select access.organisation()));
create or replace function access.next_numbers(register_table text, prefix text, wanted integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare first integer;
begin
  if access.organisation() is null then raise exception 'no organisation entered'; end if;
  insert into access.counters as c (organisation_id, register, last)
    values (access.organisation(), register_table, wanted)
    on conflict (organisation_id, register) do update set last = c.last + wanted
    returning last - wanted + 1 into first;
  return first;
end $$;
-- Secrets of API keys stand apart from their records: the ledger and exports never see a hash.
create table if not exists access.key_hashes (
  organisation_id uuid not null,
  id text not null,
  hash text not null unique,
  primary key (organisation_id, id)
);
alter table access.key_hashes enable row level security;
drop policy if exists own_organisation on access.key_hashes;
create policy own_organisation on access.key_hashes to :app using (organisation_id = (select access.organisation())) with check (organisation_id = (select access.organisation()));
grant select, insert, delete on access.key_hashes to :app;

create table if not exists access.invitation_hashes (
  organisation_id uuid not null,
  id text not null,
  hash text not null unique,
  primary key (organisation_id, id)
);
alter table access.invitation_hashes enable row level security;
drop policy if exists own_organisation on access.invitation_hashes;
create policy own_organisation on access.invitation_hashes to :app using (organisation_id = (select access.organisation())) with check (organisation_id = (select access.organisation()));
grant select, insert, delete on access.invitation_hashes to :app;

-- Secret addresses of calendars.
create table if not exists access.calendar_hashes (
  organisation_id uuid not null,
  id text not null,
  hash text not null unique,
  primary key (organisation_id, id)
);
alter table access.calendar_hashes enable row level security;
drop policy if exists own_organisation on access.calendar_hashes;
create policy own_organisation on access.calendar_hashes to :app using (organisation_id = (select access.organisation())) with check (organisation_id = (select access.organisation()));
grant select, insert, delete on access.calendar_hashes to :app;

-- Credentials for systems elsewhere, sealed with the installation's secret; the ledger and exports never see them.
create table if not exists access.sealed (
  organisation_id uuid not null,
  id text not null,
  content bytea not null,
  primary key (organisation_id, id)
);
alter table access.sealed enable row level security;
drop policy if exists own_organisation on access.sealed;
create policy own_organisation on access.sealed to :app using (organisation_id = (select access.organisation())) with check (organisation_id = (select access.organisation()));
grant select, insert, update, delete on access.sealed to :app;

-- The days on which the daily reminders have gone out: taken by one process, in the transaction that writes them down.
create table if not exists access.daily_runs (
  organisation_id uuid not null,
  day date not null,
  primary key (organisation_id, day)
);
alter table access.daily_runs enable row level security;
drop policy if exists own_organisation on access.daily_runs;
create policy own_organisation on access.daily_runs to :app using (organisation_id = (select access.organisation())) with check (organisation_id = (select access.organisation()));
grant select, insert on access.daily_runs to :app;

-- What is being uploaded: no records, so neither in the ledger nor in exports. A record that refers to a file takes it over.
create table if not exists access.uploads (
  organisation_id uuid not null,
  id text not null,
  actor text not null,
  name text not null,
  size bigint not null,
  received bigint not null default 0,
  started_at timestamptz not null,
  sha256 text,
  media_type text,
  reading jsonb,
  primary key (organisation_id, id)
);
alter table access.uploads enable row level security;
drop policy if exists own_organisation on access.uploads;
create policy own_organisation on access.uploads to :app using (organisation_id = (select access.organisation())) with check (organisation_id = (select access.organisation()));
grant select, insert, update, delete on access.uploads to :app;

-- The only ways to learn of an organisation before entering it. Each answers nothing to somebody without access.
drop function if exists access.enter(text, text, text);
create or replace function access.enter(wanted_slug text, user_id text, key_hash text, machine boolean)
returns table (organisation_id uuid, slug text, name text, time_zone text, currency text, actor text, actor_name text, email text, role text, person text, sequence bigint, member text)
language sql stable security definer set search_path = pg_catalog as $$
  select o.organisation_id, o.slug, o.name, o.time_zone, o.currency, w.actor, w.actor_name, w.email, w.role, w.person, coalesce(h.sequence, 0), w.member
  from isms.organisations o
  left join ledger.heads h on h.organisation_id = o.organisation_id
  cross join lateral (
    select 'user:' || m.user_id as actor, m.name as actor_name, m.email, m.role, m.person, m.id as member from isms.members m
      where m.organisation_id = o.organisation_id and m.user_id = enter.user_id and m.archived_at is null
        and (m.expires_on is null or m.expires_on >= (now() at time zone o.time_zone)::date)
    union all
    select 'key:' || k.id, k.name, '', k.role, k.person, null from isms.api_keys k join access.key_hashes x on x.organisation_id = k.organisation_id and x.id = k.id
      where k.organisation_id = o.organisation_id and x.hash = enter.key_hash and k.archived_at is null
        and (k.expires_on is null or k.expires_on >= (now() at time zone o.time_zone)::date)
    union all
    select 'machine', 'Owner of the machine', '', 'owner', null, null where enter.machine
  ) w
  where (wanted_slug is null or o.slug = wanted_slug) and o.archived_at is null
$$;

create or replace function access.invitation(token_hash text)
returns table (organisation_id uuid, slug text, name text, id text, email text, role text, person text, access_expires_on date)
language sql stable security definer set search_path = pg_catalog as $$
  select o.organisation_id, o.slug, o.name, i.id, i.email, i.role, i.person, i.access_expires_on
  from access.invitation_hashes x
  join isms.invitations i on i.organisation_id = x.organisation_id and i.id = x.id
  join isms.organisations o on o.organisation_id = i.organisation_id
  where x.hash = token_hash and i.accepted_at is null and i.archived_at is null and i.expires_at > now()
$$;

create or replace function access.calendar(token_hash text)
returns table (organisation_id uuid, slug text, name text, time_zone text, currency text, person text, sequence bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select o.organisation_id, o.slug, o.name, o.time_zone, o.currency, l.person, coalesce(h.sequence, 0)
  from access.calendar_hashes x
  join isms.calendar_links l on l.organisation_id = x.organisation_id and l.id = x.id
  join isms.organisations o on o.organisation_id = l.organisation_id
  left join ledger.heads h on h.organisation_id = o.organisation_id
  where x.hash = token_hash and l.archived_at is null and o.archived_at is null
$$;

create or replace function access.slug_taken(wanted text) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from isms.organisations where slug = wanted)
$$;

create or replace function access.organisation_ids() returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
  select organisation_id from isms.organisations where archived_at is null
$$;

revoke all on all functions in schema ledger from public;
revoke all on all functions in schema access from public;
grant usage on schema isms, bulk, ledger, access to :app;
grant usage on schema identity to :identity;
grant select on ledger.entries, ledger.heads, ledger.checkpoints to :app;
grant insert on ledger.checkpoints to :app;
grant execute on function access.organisation(), access.next_numbers(text, text, integer), access.enter(text, text, text, boolean), access.invitation(text), access.calendar(text), access.slug_taken(text), access.organisation_ids(), ledger.entry_hash(bytea, ledger.entries) to :app;

-- The job queue keeps its own tables; they hold no records of organisations.
create schema if not exists jobs;
grant usage, create on schema jobs to :app;
