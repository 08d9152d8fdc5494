-- The tree: league > season > competition > stage > group > round > fixture.
-- Ids are integers and never leave the database; `key` is the public name in URLs, feeds and exports.
-- `sample` marks a made-up fact (示例); where a row holds several facts it lists the made-up ones.

create table league (
  id integer primary key,
  key text not null unique,
  name_zh text not null,
  name_en text not null,
  created_at timestamptz not null,
  version bigint not null default 1
);

create table season (
  id integer primary key,
  key text not null unique,
  league_id integer not null references league (id),
  name_zh text not null,
  name_en text not null,
  zone text not null,
  event_from date,
  event_to date,
  match_from date,
  match_to date,
  phase text not null check (phase in ('planned', 'running', 'closed', 'archived')),
  is_public boolean not null,
  sort bigint not null,
  about_zh text not null default '',
  about_en text not null default '',
  cache_version bigint not null default 1,
  version bigint not null default 1
);

create table rule_set (
  id integer primary key,
  hash text not null unique,
  kind text not null check (kind in ('match', 'criteria')),
  body jsonb not null,
  created_at timestamptz not null
);

create table competition (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  kind text not null check (kind in ('main', 'women', 'community', 'u12', 'invitational', 'preseason', 'allstar')),
  name_zh text not null,
  name_en text not null,
  rules jsonb not null,
  regulation_zh text not null default '',
  regulation_en text not null default '',
  regulation_version bigint not null default 1,
  sort bigint not null,
  archived boolean not null default false,
  version bigint not null default 1
);

create table stage (
  id integer primary key,
  key text not null unique,
  competition_id integer not null references competition (id),
  kind text not null check (kind in ('groups', 'knockout', 'single')),
  name_zh text not null,
  name_en text not null,
  sort bigint not null,
  sample text not null default '',
  version bigint not null default 1
);

create table pool (
  id integer primary key,
  key text not null unique,
  stage_id integer not null references stage (id),
  name_zh text not null,
  name_en text not null,
  sort bigint not null,
  complete boolean not null default false,
  sample text not null default '',
  version bigint not null default 1
);

create table round (
  id integer primary key,
  key text not null unique,
  stage_id integer not null references stage (id),
  name_zh text not null,
  name_en text not null,
  sort bigint not null,
  sample text not null default ''
);

create table club (
  id integer primary key,
  key text not null unique,
  league_id integer not null references league (id),
  official_name text not null,
  short_name text not null,
  name_en text not null default '',
  city text not null default '',
  colour_light text not null default '#f4f4f2',
  colour_dark text not null default '#1d2a3a',
  sort_key text not null,
  initials text not null,
  archived boolean not null default false,
  version bigint not null default 1
);

-- One club, many names: each alias says for which seasons it holds; none means for all.
create table club_alias (
  id integer primary key,
  key text not null unique,
  club_id integer not null references club (id),
  name text not null,
  kind text not null check (kind in ('official', 'short', 'former', 'slip')),
  season_id integer references season (id),
  source text not null default '',
  initials text not null
);

create table entry (
  id integer primary key,
  key text not null unique,
  competition_id integer not null references competition (id),
  club_id integer references club (id),
  kind text not null check (kind in ('club', 'joint', 'guest', 'allstar', 'unknown')),
  name text not null,
  short_name text not null,
  sort_key text not null,
  is_new boolean,
  is_new_reason text not null default '',
  withdrawn boolean not null default false,
  sample text not null default '',
  version bigint not null default 1
);

create table entry_employer (
  id integer primary key,
  entry_id integer not null references entry (id),
  name text not null,
  sort bigint not null
);

create table pool_entry (
  id integer primary key,
  pool_id integer not null references pool (id),
  entry_id integer not null references entry (id),
  sort bigint not null,
  sample text not null default '',
  unique (pool_id, entry_id)
);

create table person (
  id integer primary key,
  key text not null unique,
  league_id integer not null references league (id),
  name text not null,
  sort_key text not null,
  initials text not null,
  sample text not null default '',
  archived boolean not null default false,
  version bigint not null default 1
);

create table roster (
  id integer primary key,
  key text not null unique,
  entry_id integer not null references entry (id),
  person_id integer not null references person (id),
  shirt text not null,
  position text not null default '',
  height_cm bigint,
  captain boolean not null default false,
  sample text not null default '',
  version bigint not null default 1,
  unique (entry_id, person_id),
  unique (entry_id, shirt)
);

create table venue (
  id integer primary key,
  key text not null unique,
  league_id integer not null references league (id),
  name_zh text not null,
  name_en text not null,
  city text not null default '',
  address text not null default '',
  sort_key text not null,
  initials text not null,
  archived boolean not null default false,
  version bigint not null default 1
);

create table court (
  id integer primary key,
  key text not null unique,
  venue_id integer not null references venue (id),
  name_zh text not null,
  name_en text not null,
  sort bigint not null
);

-- Published capacities of one hall disagree: each stands with its date and its source, none is "the" capacity.
create table venue_capacity (
  id integer primary key,
  key text not null unique,
  venue_id integer not null references venue (id),
  seats bigint not null check (seats > 0),
  kind text not null check (kind in ('total', 'fixed', 'added', 'stadium', 'approved')),
  as_of date,
  source text not null,
  note text not null default ''
);

create table fixture (
  id integer primary key,
  key text not null unique,
  competition_id integer not null references competition (id),
  stage_id integer references stage (id),
  pool_id integer references pool (id),
  round_id integer references round (id),
  code text not null default '',
  a_entry_id integer references entry (id),
  a_source text not null default '',
  b_entry_id integer references entry (id),
  b_source text not null default '',
  light_side text not null default 'a' check (light_side in ('a', 'b')),
  day date,
  tip_off timestamp,
  tip_off_at timestamptz,
  venue_id integer references venue (id),
  court_id integer references court (id),
  stream_url text not null default '',
  status text not null check (status in ('scheduled', 'live', 'final', 'official', 'postponed', 'cancelled', 'abandoned')),
  outcome text not null check (outcome in ('unknown', 'played', 'forfeit', 'default', 'annulled', 'absent_work', 'absent_emergency', 'absent_no_show')),
  outcome_side text not null default '' check (outcome_side in ('', 'a', 'b', 'both')),
  outcome_reason text not null default '',
  outcome_document text not null default '',
  under_protest boolean not null default false,
  in_doubt boolean not null default false,
  corrected boolean not null default false,
  score_a bigint check (score_a >= 0),
  score_b bigint check (score_b >= 0),
  winner_known text not null default '' check (winner_known in ('', 'a', 'b')),
  rules_hash text references rule_set (hash),
  official_at timestamptz,
  sequence bigint not null default 0,
  remark_zh text not null default '',
  remark_en text not null default '',
  source text not null default '',
  sample text not null default '',
  archived boolean not null default false,
  version bigint not null default 1,
  check (a_entry_id is null or b_entry_id is null or a_entry_id <> b_entry_id)
);

create index fixture_by_competition on fixture (competition_id, day);
create index fixture_by_day on fixture (day);

create table period_score (
  id integer primary key,
  fixture_id integer not null references fixture (id),
  number bigint not null,
  overtime boolean not null,
  score_a bigint not null check (score_a >= 0),
  score_b bigint not null check (score_b >= 0),
  unique (fixture_id, number)
);

-- Each change of an official result, readable by everyone: a result never changes in silence.
create table correction (
  id integer primary key,
  key text not null unique,
  fixture_id integer not null references fixture (id),
  at timestamptz not null,
  reason text not null,
  document text not null default '',
  before jsonb not null,
  after jsonb not null
);

create table notice (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  kind text not null check (kind in ('notice', 'spectators')),
  title_zh text not null,
  title_en text not null default '',
  body_zh text not null,
  body_en text not null default '',
  pinned boolean not null default false,
  published_at timestamptz,
  archived boolean not null default false,
  version bigint not null default 1
);

-- Files live outside the web root under `stored_as`, a hash of their content; nothing is shown before review.
create table upload (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  notice_id integer references notice (id),
  club_id integer references club (id),
  fixture_id integer references fixture (id),
  kind text not null check (kind in ('photo', 'attachment')),
  file_name text not null,
  media_type text not null,
  size_bytes bigint not null,
  stored_as text not null,
  width bigint not null default 0,
  height bigint not null default 0,
  alt_zh text not null default '',
  alt_en text not null default '',
  consent text not null default '',
  review text not null check (review in ('waiting', 'approved', 'refused')),
  created_at timestamptz not null,
  version bigint not null default 1
);

create table account (
  id integer primary key,
  key text not null unique,
  login text not null unique,
  name text not null,
  password_hash text,
  active boolean not null,
  created_at timestamptz not null,
  version bigint not null default 1
);

create table access_grant (
  id integer primary key,
  key text not null unique,
  account_id integer not null references account (id),
  role text not null check (role in ('owner', 'organiser', 'team_leader', 'scorer', 'referee', 'gate', 'media', 'auditor')),
  scope_kind text not null check (scope_kind in ('league', 'season', 'competition', 'club', 'fixture')),
  scope_id integer not null,
  unique (account_id, role, scope_kind, scope_id)
);

create table session (
  id integer primary key,
  key text not null unique,
  token_hash text not null unique,
  account_id integer not null references account (id),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  step_up_at timestamptz,
  device text not null
);

-- One use, one purpose, a few minutes: sign-in links of the console, password resets, the first set-up.
create table one_time_link (
  id integer primary key,
  token_hash text not null unique,
  purpose text not null check (purpose in ('sign_in', 'reset', 'setup')),
  account_id integer references account (id),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table capability (
  id integer primary key,
  key text not null unique,
  token_hash text not null unique,
  job text not null check (job in ('scorer', 'gate')),
  fixture_id integer not null references fixture (id),
  gate text not null default '',
  holder text not null default '',
  valid_from timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null
);

create table api_token (
  id integer primary key,
  key text not null unique,
  token_hash text not null unique,
  name text not null,
  role text not null,
  scope_kind text not null,
  scope_id integer not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create table idempotency (
  id integer primary key,
  actor text not null,
  key text not null,
  request_hash text not null,
  status bigint not null,
  body text not null,
  created_at timestamptz not null,
  unique (actor, key)
);

create table throttle (
  id integer primary key,
  subject text not null unique,
  failures bigint not null,
  since timestamptz not null,
  blocked_until timestamptz
);

-- The head of each hash chain; updating it first puts writers of one chain in a row on every database.
create table audit_chain (
  id integer primary key,
  chain text not null unique,
  length bigint not null,
  head text not null
);

create table audit (
  id integer primary key,
  chain text not null,
  seq bigint not null,
  at timestamptz not null,
  season_id integer references season (id),
  actor text not null,
  actor_name text not null,
  action text not null,
  object_kind text not null,
  object_key text not null,
  object_name text not null,
  before text,
  after text,
  reason text not null default '',
  origin text not null,
  request_id text not null,
  prev_hash text not null,
  hash text not null,
  unique (chain, seq)
);

create index audit_by_object on audit (object_kind, object_key);

create table job (
  id integer primary key,
  kind text not null,
  payload jsonb not null,
  run_at timestamptz not null,
  claimed_by text not null default '',
  claimed_at timestamptz,
  done_at timestamptz,
  attempts bigint not null default 0,
  failure text not null default ''
);

create table site (
  id integer primary key,
  name text not null unique,
  value text not null
);


