-- How a competition goes from its groups to its final: the graph of stages, what the organiser ruled, what was drawn.
-- Lists in JSON hold public keys of entries, so that they mean the same in an export.

alter table stage add column form text not null default '' check (form in ('', 'groups', 'swiss', 'play_in', 'crossover', 'knockout', 'placement', 'consolation', 'pairs', 'ladder'));

-- The letter in "A1".
alter table pool add column code text not null default '';
update pool set code = substr(name_zh, 1, 1) where name_zh like '_组';

create table plan (
  id integer primary key,
  competition_id integer not null unique references competition (id),
  template text not null,
  graph jsonb not null,
  -- Who stands behind each seed and each drawn place.
  entered jsonb not null,
  -- Who stands in each slot, and who stood in those that a correction emptied.
  filled jsonb not null,
  held jsonb not null,
  sample text not null default '',
  version bigint not null default 1
);

-- Decisions beside the results: points taken or given, an order drawn by lot, a team thrown out.
create table ruling (
  id integer primary key,
  key text not null unique,
  competition_id integer not null references competition (id),
  kind text not null check (kind in ('points', 'lots', 'out')),
  entries jsonb not null,
  points bigint not null default 0,
  reason text not null,
  document text not null default '',
  at timestamptz not null,
  archived boolean not null default false,
  version bigint not null default 1
);

-- `secret` is published with the record and never before.
create table draw (
  id integer primary key,
  key text not null unique,
  competition_id integer not null references competition (id),
  title_zh text not null,
  title_en text not null default '',
  file jsonb not null,
  outcomes text not null,
  file_hash text not null,
  commit_hash text not null,
  secret text not null,
  announced_at timestamptz not null,
  record jsonb,
  held_at timestamptz,
  archived boolean not null default false,
  version bigint not null default 1
);
