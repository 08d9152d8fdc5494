-- Who is told what, and by which way. Addresses are personal: they are masked in the audit and never exported.

create table recipient (
  id integer primary key,
  key text not null unique,
  league_id integer not null references league (id),
  name text not null,
  club_id integer references club (id),
  topics text not null check (topics in ('all', 'games', 'results', 'entries', 'officials')),
  channel text not null check (channel in ('paste', 'wecom', 'webhook', 'email', 'sms')),
  address text not null default '',
  secret text not null default '',
  lang text not null check (lang in ('zh', 'en')),
  archived boolean not null default false,
  version bigint not null default 1
);

-- What is said, as facts; the words are chosen when it is sent. `once` makes saying it twice impossible.
create table message (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  once text not null unique,
  about text not null default '',
  said jsonb not null,
  at timestamptz not null
);

create index message_by_season on message (season_id, at);

-- One message on its way to one recipient. `unclear`: it may have arrived, so nobody but a person sends it again.
-- `by_hand`: somebody pastes it into a group.
create table delivery (
  id integer primary key,
  key text not null unique,
  message_id integer not null references message (id),
  recipient_id integer not null references recipient (id),
  state text not null check (state in ('waiting', 'by_hand', 'sending', 'sent', 'given_up', 'unclear', 'taken_back')),
  run_at timestamptz not null,
  attempts bigint not null default 0,
  claimed_by text not null default '',
  claimed_at timestamptz,
  sent_at timestamptz,
  read_at timestamptz,
  failure text not null default '',
  unique (message_id, recipient_id)
);

create index delivery_due on delivery (state, run_at);
