-- Screens of a hall and what each shows, told from one panel; sponsors with their seconds on air; the run of a show.

create table screen (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  name text not null,
  view text not null check (view in ('board', 'bug', 'line_ups', 'statistics', 'sponsors', 'canteen', 'show', 'dark')),
  fixture_id integer references fixture (id),
  archived boolean not null default false,
  version bigint not null default 1
);

create table sponsor (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  name text not null,
  line text not null default '',
  seconds bigint not null check (seconds between 3 and 120),
  sample text not null default '',
  archived boolean not null default false,
  version bigint not null default 1
);

-- Seconds a screen says it showed a sponsor, as a total of one run of its page: a repeat is harmless.
create table airing (
  id integer primary key,
  screen_id integer not null references screen (id),
  sponsor_id integer not null references sponsor (id),
  run text not null,
  seconds bigint not null check (seconds >= 0),
  began_at timestamptz not null,
  heard_at timestamptz not null,
  unique (screen_id, sponsor_id, run)
);

-- The run of an opening or a final. `view` is what all screens change to when the item begins; empty leaves them.
create table show_item (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  title text not null,
  who text not null default '',
  at timestamp not null,
  minutes bigint not null check (minutes between 1 and 600),
  view text not null default '',
  fixture_id integer references fixture (id),
  state text not null default 'waiting' check (state in ('waiting', 'now', 'done')),
  begun_at timestamptz,
  ended_at timestamptz,
  sample text not null default '',
  archived boolean not null default false,
  version bigint not null default 1
);
