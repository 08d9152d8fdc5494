-- Officials of a season, whom they work for, and what they are appointed to; the shifts of works and who is on which.
-- Lists in JSON hold public keys of clubs, so that they mean the same in an export.

create table official (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  name text not null,
  sort_key text not null,
  place text not null check (place in ('court', 'table', 'both')),
  grade text not null default '',
  employer text not null default '',
  employer_club_id integer references club (id),
  interests jsonb not null,
  away jsonb not null,
  fee bigint not null default 0 check (fee >= 0),
  -- The recipient by whose channel this official is asked.
  recipient text not null default '',
  sample text not null default '',
  archived boolean not null default false,
  version bigint not null default 1
);

create table appointment (
  id integer primary key,
  key text not null unique,
  fixture_id integer not null references fixture (id),
  official_id integer not null references official (id),
  job text not null,
  state text not null check (state in ('asked', 'confirmed', 'declined', 'withdrawn')),
  fee bigint not null check (fee >= 0),
  asked_at timestamptz not null,
  answered_at timestamptz,
  version bigint not null default 1,
  unique (fixture_id, official_id)
);

alter table ledger add column official_id integer references official (id);

create table shift_roster (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  club_id integer not null references club (id),
  department text not null default '',
  body jsonb not null,
  sample text not null default '',
  archived boolean not null default false,
  version bigint not null default 1
);

-- Which crew a player of a list belongs to.
create table player_crew (
  id integer primary key,
  entry_id integer not null references entry (id),
  person_id integer not null references person (id),
  shift_roster_id integer not null references shift_roster (id),
  crew text not null,
  unique (entry_id, person_id)
);
