-- Lists: how a team enters its people, what the rules say of them, who is named for a game.

-- What a person shows of himself lies apart from the name, in one row that can be erased. It never leaves in an export.
create table person_private (
  id integer primary key,
  person_id integer not null unique references person (id),
  sex text not null default '' check (sex in ('', 'female', 'male')),
  birth date,
  document text not null default '',
  -- The number as pages show it, and a hash of it under a key that lies outside of the database.
  id_masked text not null default '',
  id_hash text not null default '',
  id_key_version bigint not null default 0,
  id_region text not null default '',
  -- Sealed with that key; the number only where the competition asks for it.
  id_sealed text not null default '',
  phone_sealed text not null default '',
  photo_id integer references upload (id),
  entered_at timestamptz not null
);

create index person_by_id_hash on person_private (id_hash);
create index person_by_birth on person_private (birth);

alter table person add column merged_into_id integer references person (id);
alter table person add column erased_at timestamptz;

-- What the form said of a player, by field; dates on which somebody came or left by protocol.
alter table roster add column facts jsonb not null default '{}';
alter table roster add column added_on date;
alter table roster add column left_on date;

-- How a competition takes entries: its rules as text, when the list opens and closes, what the public reads.
create table entry_rule (
  id integer primary key,
  competition_id integer not null unique references competition (id),
  rules text not null default '',
  opens_at timestamptz,
  closes_at timestamptz,
  match_size bigint not null default 12,
  match_closes_min bigint not null default 40,
  objection_days bigint not null default 3,
  names text not null default 'full' check (names in ('full', 'initials', 'nobody')),
  minors text not null default 'initials' check (minors in ('full', 'initials', 'nobody')),
  keeps_number boolean not null default false,
  keeps_number_reason text not null default '',
  keep_until date,
  version bigint not null default 1,
  check (not keeps_number or keeps_number_reason <> '')
);

-- Where a team's list stands between its leader and the organiser.
create table entry_list (
  id integer primary key,
  entry_id integer not null unique references entry (id),
  state text not null check (state in ('draft', 'submitted', 'sent_back', 'approved', 'posted', 'locked')),
  -- Leader, coaches, doctor, kit, by field; phones are sealed.
  club jsonb not null default '{}',
  phones_sealed text not null default '',
  submitted_at timestamptz,
  approved_at timestamptz,
  posted_at timestamptz,
  objections_until timestamptz,
  locked_at timestamptz,
  receipt text not null default '',
  scan_id integer references upload (id),
  version bigint not null default 1
);

-- What the organiser wants mended, field by field.
create table entry_remark (
  id integer primary key,
  key text not null unique,
  entry_id integer not null references entry (id),
  roster_id integer references roster (id),
  field text not null default '',
  body text not null,
  at timestamptz not null,
  by_name text not null,
  settled_at timestamptz
);

-- Changes of a locked list, and what everybody may read of them.
create table entry_note (
  id integer primary key,
  key text not null unique,
  entry_id integer not null references entry (id),
  day date not null,
  body_zh text not null,
  body_en text not null default '',
  document text not null,
  at timestamptz not null
);

create table entry_objection (
  id integer primary key,
  key text not null unique,
  entry_id integer not null references entry (id),
  from_name text not null,
  body text not null,
  at timestamptz not null,
  answer text not null default '',
  upheld boolean,
  answered_at timestamptz
);

-- Somebody may play although a rule says no: who decided, why, by which document.
create table roster_override (
  id integer primary key,
  key text not null unique,
  roster_id integer not null references roster (id),
  rule text not null,
  reason text not null,
  document text not null,
  by_name text not null,
  at timestamptz not null,
  archived boolean not null default false
);

-- A leader's way in without an account.
create table entry_link (
  id integer primary key,
  key text not null unique,
  token_hash text not null unique,
  entry_id integer not null references entry (id),
  holder text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

-- A form that was sent and looked at, sealed, until its rows are taken or a day is over.
create table entry_sheet (
  id integer primary key,
  key text not null unique,
  entry_id integer not null references entry (id),
  name text not null,
  sealed text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table match_list (
  id integer primary key,
  key text not null unique,
  fixture_id integer not null references fixture (id),
  side text not null check (side in ('a', 'b')),
  entry_id integer not null references entry (id),
  state text not null check (state in ('draft', 'handed_in', 'checked', 'locked')),
  coach text not null default '',
  assistant_coach text not null default '',
  handed_in_at timestamptz,
  checked_at timestamptz,
  checked_by text not null default '',
  locked_at timestamptz,
  version bigint not null default 1,
  unique (fixture_id, side)
);

create table match_list_player (
  id integer primary key,
  match_list_id integer not null references match_list (id),
  roster_id integer not null references roster (id),
  captain boolean not null default false,
  starter boolean not null default false,
  -- Photo and document were looked at at the table.
  verified boolean not null default false,
  unique (match_list_id, roster_id)
);

-- Two records of one person, put together; `rows` says what moved, so that it can be taken apart again.
create table person_merge (
  id integer primary key,
  key text not null unique,
  kept_id integer not null references person (id),
  gone_id integer not null references person (id),
  rows jsonb not null,
  at timestamptz not null,
  by_name text not null,
  undone_at timestamptz
);

-- Two people who only look alike.
create table person_apart (
  id integer primary key,
  one_id integer not null references person (id),
  other_id integer not null references person (id),
  unique (one_id, other_id)
);
