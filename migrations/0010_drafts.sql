-- Plans of fixtures before they are published: the organiser's rules and the games with their slots, version by version.
-- Lists in JSON hold public keys, so that they mean the same in an export.

create table fixture_draft (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  name text not null,
  setup jsonb not null,
  games jsonb not null,
  -- The number of the newest version.
  number bigint not null default 1,
  published_at timestamptz,
  archived boolean not null default false,
  version bigint not null default 1
);

create table fixture_draft_version (
  id integer primary key,
  draft_id integer not null references fixture_draft (id),
  number bigint not null,
  at timestamptz not null,
  author text not null,
  made_by text not null check (made_by in ('taken', 'set_up', 'planned', 'moved', 'locked', 'repaired', 'restored', 'imported', 'published')),
  note text not null default '',
  setup jsonb not null,
  games jsonb not null,
  unique (draft_id, number)
);

-- A search for a plan, as the node that runs it last told of it.
create table fixture_search (
  id integer primary key,
  draft_id integer not null unique references fixture_draft (id),
  state text not null check (state in ('running', 'stopping', 'done')),
  -- The version of the draft that it plans.
  draft_version bigint not null,
  seconds bigint not null,
  permille bigint not null default 0,
  moves bigint not null default 0,
  infeasibility bigint,
  objective bigint,
  games jsonb not null,
  started_at timestamptz not null,
  beat_at timestamptz not null
);
