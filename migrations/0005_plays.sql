-- The scorer's sheet of a game: who keeps it and how far it has come. The plays are the truth; score and phase beside
-- them are counted from them, so that a list of games need not count.
create table sheet (
  id integer primary key,
  fixture_id integer not null unique references fixture (id),
  epoch bigint not null default 1 check (epoch >= 1),
  holder text not null default '',
  asked_by text not null default '',
  granted_to text not null default '',
  arrivals bigint not null default 0,
  revision bigint not null default 0,
  phase text not null default 'before' check (phase in ('before', 'playing', 'interval', 'over')),
  period bigint not null default 0,
  score_a bigint not null default 0,
  score_b bigint not null default 0,
  check_device text not null default '',
  check_a bigint,
  check_b bigint,
  differs_since timestamptz,
  opened_at timestamptz not null,
  moved_at timestamptz not null,
  closed_at timestamptz
);

-- What the table entered, once each and never changed: a correction is a play too. `arrival` is the order in which
-- they came, for streams and resumption; the order of the game is inside them.
create table play (
  id integer primary key,
  fixture_id integer not null references fixture (id),
  arrival bigint not null,
  device text not null,
  number bigint not null,
  body jsonb not null,
  sent_by text not null,
  received_at timestamptz not null,
  unique (fixture_id, arrival),
  unique (fixture_id, device, number)
);

-- Names written on the glass after a game: lines as a path, never exported.
create table signature (
  id integer primary key,
  fixture_id integer not null references fixture (id),
  role text not null check (role in ('scorer', 'timer', 'referee', 'umpire', 'captain_a', 'captain_b')),
  path text not null,
  device text not null,
  at timestamptz not null,
  unique (fixture_id, role)
);
