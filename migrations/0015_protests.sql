-- What the referee or the commissioner reports of a game, and protests with their deadline.

create table game_report (
  id integer primary key,
  key text not null unique,
  fixture_id integer not null unique references fixture (id),
  body text not null default '',
  conditions text not null default '',
  written_by text not null default '',
  signed_by text not null default '',
  signed_at timestamptz,
  sample text not null default '',
  version bigint not null default 1
);

-- A captain's signature opens the case; the written reasons are due an hour later.
create table protest (
  id integer primary key,
  key text not null unique,
  fixture_id integer not null references fixture (id),
  side text not null check (side in ('a', 'b')),
  lodged_at timestamptz not null,
  due_at timestamptz not null,
  reason text not null default '',
  written_at timestamptz,
  deposit bigint not null default 0 check (deposit >= 0),
  state text not null default 'open' check (state in ('open', 'upheld', 'rejected', 'withdrawn')),
  decision text not null default '',
  document text not null default '',
  decided_at timestamptz,
  sample text not null default '',
  version bigint not null default 1,
  unique (fixture_id, side)
);
