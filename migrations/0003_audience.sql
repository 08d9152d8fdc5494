-- Viewer figures: what was counted, where, by whom and how surely. Observations are written once and never changed;
-- a correction is a new row that names the old one. Figures of a total are never stored.

-- A definition is never edited: figures already printed point to the version they were counted by.
create table metric (
  id integer primary key,
  code text not null,
  definition bigint not null,
  zh text not null,
  en text not null,
  unit text not null check (unit in ('person', 'account', 'device', 'visit', 'play', 'show', 'action', 'minute', 'yuan', 'ticket', 'seat', 'composite')),
  kind text not null check (kind in ('count', 'unique', 'peak', 'mean', 'duration', 'composite')),
  threshold_s bigint,
  over_time text not null check (over_time in ('sum', 'weight_by_minutes', 'max', 'bounds', 'difference', 'never')),
  over_platforms text not null check (over_platforms in ('sum', 'same_threshold', 'same_window', 'bounds', 'never')),
  may_exceed_population boolean not null,
  cumulative boolean not null,
  unique (code, definition)
);

-- What a figure is about: the whole season, a game, an evening in a hall, a market beside it, a stream, a zone, a gate.
create table audience_scope (
  id integer primary key,
  key text not null unique,
  season_id integer not null references season (id),
  level text not null check (level in ('season', 'round', 'match', 'venue_night', 'side_event', 'stream', 'zone', 'gate')),
  parent_id integer references audience_scope (id),
  round_id integer references round (id),
  fixture_id integer references fixture (id),
  venue_id integer references venue (id),
  day date,
  name_zh text not null default '',
  name_en text not null default '',
  sample text not null default '',
  check (level <> 'round' or round_id is not null),
  check (level <> 'match' or fixture_id is not null),
  check (level <> 'venue_night' or (venue_id is not null and day is not null)),
  check (level not in ('gate', 'zone') or (parent_id is not null and name_zh <> '')),
  check (level not in ('side_event', 'stream') or name_zh <> ''),
  check (parent_id is null or parent_id <> id)
);

create unique index scope_of_season on audience_scope (season_id) where level = 'season';
create unique index scope_of_round on audience_scope (round_id) where level = 'round';
create unique index scope_of_match on audience_scope (fixture_id) where level = 'match';
create unique index scope_of_night on audience_scope (season_id, venue_id, day) where level = 'venue_night';
create unique index scope_of_gate on audience_scope (parent_id, level, name_zh) where level in ('gate', 'zone');

-- `value` null is unknown, which is not nought. `low` without `high` is open above.
create table observation (
  id integer primary key,
  key text not null unique,
  scope_id integer not null references audience_scope (id),
  metric_id integer not null references metric (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  source text not null check (source <> ''),
  value bigint check (value >= 0),
  low bigint check (low >= 0),
  high bigint,
  class text not null check (class in ('A', 'A-', 'B', 'B-', 'C', 'D', 'E')),
  method text not null default '',
  dedup text not null default 'none' check (dedup in ('account', 'device', 'cookie', 'ticket', 'none')),
  sampling_step_s bigint,
  threshold_s bigint,
  includes_replay boolean,
  wording text not null default '',
  file text not null default '',
  file_row bigint,
  sha256 text not null default '',
  url text not null default '',
  as_of timestamptz not null,
  published_at timestamptz,
  entered_at timestamptz not null,
  is_public boolean not null,
  supersedes_id integer unique references observation (id),
  reason text not null default '',
  sample text not null default '',
  check (to_at >= from_at),
  check (high is null or (low is not null and high >= low)),
  check (value is null or low is null or low <= value),
  check (value is null or high is null or value <= high),
  check (class <> 'E' or wording <> ''),
  check (class not in ('B', 'B-', 'E') or file <> '' or url <> ''),
  check (class not in ('C', 'D') or value is null or low is not null),
  check (supersedes_id is null or (supersedes_id <> id and reason <> ''))
);

create index observation_by_scope on observation (scope_id);
-- The same row of the same file is one observation, however often the file comes.
create unique index observation_origin
  on observation (sha256, coalesce(file_row, -1), metric_id, scope_id, from_at, to_at)
  where sha256 <> '' and supersedes_id is null;

-- Clickers: absolute totals of one device at one gate in one minute. A later state of a cell has a higher revision, so
-- that a message that comes twice, or late, changes nothing.
create table gate_count (
  id integer primary key,
  scope_id integer not null references audience_scope (id),
  device text not null,
  direction text not null check (direction in ('in', 'out')),
  minute timestamptz not null,
  people bigint not null check (people >= 0),
  revision bigint not null check (revision > 0),
  received_at timestamptz not null,
  unique (scope_id, device, direction, minute)
);

insert into metric (id, code, definition, zh, en, unit, kind, threshold_s, over_time, over_platforms, may_exceed_population, cumulative) values
  (1, 'average_minute_audience', 1, '平均在线人数', 'average minute audience', 'device', 'mean', null, 'weight_by_minutes', 'same_window', false, false),
  (2, 'watch_minutes', 1, '累计观看时长', 'watch minutes', 'minute', 'duration', null, 'sum', 'sum', true, false),
  (3, 'reach_1min', 1, '1分钟到达人数', 'reach, at least 1 minute', 'person', 'unique', 60, 'bounds', 'bounds', false, false),
  (4, 'reach_3min', 1, '3分钟到达人数', 'reach, at least 3 minutes', 'person', 'unique', 180, 'bounds', 'bounds', false, false),
  (5, 'reach_15min', 1, '15分钟到达人数', 'reach, at least 15 minutes', 'person', 'unique', 900, 'bounds', 'bounds', false, false),
  (6, 'peak_online', 1, '峰值在线人数', 'peak concurrent viewers', 'device', 'peak', null, 'max', 'bounds', false, false),
  (7, 'viewers', 1, '观看人数', 'unique viewers', 'account', 'unique', null, 'bounds', 'bounds', false, false),
  (8, 'views', 1, '观看人次', 'visits to the live room', 'visit', 'count', null, 'sum', 'same_threshold', true, false),
  (9, 'plays', 1, '播放量', 'plays', 'play', 'count', null, 'sum', 'never', true, false),
  (10, 'exposures', 1, '曝光次数', 'exposures', 'show', 'count', null, 'sum', 'sum', true, false),
  (11, 'exposed_accounts', 1, '曝光人数', 'accounts shown to', 'account', 'unique', null, 'never', 'never', false, false),
  (12, 'interactions', 1, '互动量', 'interactions', 'action', 'count', null, 'sum', 'never', true, false),
  (13, 'topic_reads', 1, '话题阅读量', 'topic reads', 'show', 'count', null, 'difference', 'never', true, true),
  (14, 'heat', 1, '热度', 'heat', 'composite', 'composite', null, 'never', 'never', true, false),
  (15, 'capacity', 1, '核定容量', 'approved capacity', 'seat', 'count', null, 'never', 'sum', true, false),
  (16, 'tickets_issued', 1, '发放票数', 'tickets issued', 'ticket', 'count', null, 'sum', 'sum', true, false),
  (17, 'tickets_sold', 1, '售出票数', 'tickets sold', 'ticket', 'count', null, 'sum', 'sum', true, false),
  (18, 'entries_scanned', 1, '扫码入场人次', 'entries scanned', 'visit', 'count', null, 'sum', 'sum', true, false),
  (19, 'entries_clicked', 1, '计数入场人次', 'entries by clicker', 'visit', 'count', null, 'sum', 'sum', true, false),
  (20, 'attendees', 1, '到场人数', 'unique attendees', 'person', 'unique', null, 'bounds', 'bounds', false, false),
  (21, 'inside', 1, '场内人数', 'inside now', 'person', 'peak', null, 'max', 'sum', false, false),
  (22, 'footfall', 1, '人流量', 'footfall of the site', 'visit', 'count', null, 'sum', 'never', true, false),
  (23, 'night_market', 1, '夜市营业额', 'night-market turnover', 'yuan', 'count', null, 'sum', 'sum', true, false),
  (24, 'announced', 1, '公布到场人次', 'announced attendance', 'visit', 'count', null, 'sum', 'never', true, false),
  (25, 'site_visits', 1, '到访人次(含夜市与周边)', 'visits to the site with its night market', 'visit', 'count', null, 'sum', 'never', true, false),
  (26, 'spending', 1, '周边消费', 'spending around the event', 'yuan', 'count', null, 'sum', 'never', true, false);
