-- Discipline: the organiser's table of rules, what happened, what a person decided. What a suspension has served is
-- worked out from the games each time and stored nowhere. And the books, into which fines and deposits go.

create table sanction_rule (
  id integer primary key,
  key text not null unique,
  competition_id integer not null references competition (id),
  kind text not null,
  counts text not null check (counts in ('person', 'team')),
  at_count bigint not null check (at_count > 0),
  repeats boolean not null,
  sanction text not null check (sanction in ('warning', 'suspension', 'fine', 'points', 'forfeit', 'out')),
  amount bigint not null,
  regulation text not null default '',
  archived boolean not null default false,
  version bigint not null default 1
);

-- A person on a list, a shirt where nobody knows the person, or neither: the team as such.
create table incident (
  id integer primary key,
  key text not null unique,
  fixture_id integer not null references fixture (id),
  entry_id integer not null references entry (id),
  person_id integer references person (id),
  shirt text not null default '',
  kind text not null,
  count bigint not null default 1 check (count > 0),
  note text not null default '',
  source text not null check (source in ('hand', 'plays')),
  at timestamptz not null,
  sample text not null default '',
  archived boolean not null default false,
  version bigint not null default 1
);

create index incident_by_fixture on incident (fixture_id);

-- `proposal` names what the rules proposed: decided once, it does not come back.
create table sanction (
  id integer primary key,
  key text not null unique,
  competition_id integer not null references competition (id),
  fixture_id integer references fixture (id),
  entry_id integer not null references entry (id),
  person_id integer references person (id),
  shirt text not null default '',
  sanction text not null check (sanction in ('warning', 'suspension', 'fine', 'points', 'forfeit', 'out')),
  amount bigint not null,
  reason text not null,
  document text not null default '',
  proposal text not null default '',
  state text not null check (state in ('confirmed', 'dismissed', 'lifted')),
  at timestamptz not null,
  appeal text not null default '' check (appeal in ('', 'open', 'upheld', 'rejected')),
  appeal_reason text not null default '',
  appeal_deposit bigint not null default 0,
  appeal_at timestamptz,
  ruling text not null default '',
  sample text not null default '',
  version bigint not null default 1
);

-- Amounts are fen and never negative: the kind says which way they go. A line is voided, never changed.
-- `once` keeps what the program writes by itself from being written twice.
create table ledger (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  club_id integer references club (id),
  kind text not null check (kind in ('entry_fee', 'deposit', 'deposit_back', 'deduction', 'prize', 'official_fee', 'payment', 'payout', 'income', 'expense')),
  amount bigint not null check (amount > 0),
  day date not null,
  note text not null default '',
  document text not null default '',
  once text unique,
  voided boolean not null default false,
  void_reason text not null default '',
  sample text not null default '',
  version bigint not null default 1
);
