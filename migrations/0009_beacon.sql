-- What our own pages and players beat: by minute, and who was reached, as sketches of tokens whose salt dies with the day.
-- Each node writes parts of its own and only ever adds to them; a reader merges the parts.

-- A node that ended without saying so may have lost what it counted since it last wrote.
create table beacon_node (
  id integer primary key,
  key text not null unique,
  started_at timestamptz not null,
  flushed_at timestamptz not null,
  ended_at timestamptz,
  flush_ms bigint not null check (flush_ms > 0)
);

create table beacon_minute (
  id integer primary key,
  fixture_id integer not null references fixture (id),
  place text not null check (place in ('page', 'player')),
  minute timestamptz not null,
  part text not null,
  node_id integer not null references beacon_node (id),
  watched_ms bigint not null check (watched_ms >= 0),
  visits_begun bigint not null check (visits_begun >= 0),
  beats bigint not null check (beats >= 0),
  bots bigint not null check (bots >= 0),
  doubles bigint not null check (doubles >= 0),
  crowded bigint not null check (crowded >= 0),
  visits bytea not null,
  unique (fixture_id, place, minute, part)
);

create table beacon_reach (
  id integer primary key,
  fixture_id integer not null references fixture (id),
  place text not null check (place in ('page', 'player')),
  at_least_s bigint not null check (at_least_s >= 0),
  part text not null,
  node_id integer not null references beacon_node (id),
  viewers bytea not null,
  unique (fixture_id, place, at_least_s, part)
);

insert into metric (id, code, definition, zh, en, unit, kind, threshold_s, over_time, over_platforms, may_exceed_population, cumulative) values
  (27, 'viewing_devices', 1, '观看设备数', 'viewing devices', 'device', 'unique', null, 'bounds', 'bounds', false, false),
  (28, 'viewing_devices_1min', 1, '1分钟到达设备数', 'viewing devices, at least 1 minute', 'device', 'unique', 60, 'bounds', 'bounds', false, false),
  (29, 'viewing_devices_3min', 1, '3分钟到达设备数', 'viewing devices, at least 3 minutes', 'device', 'unique', 180, 'bounds', 'bounds', false, false),
  (30, 'viewing_devices_15min', 1, '15分钟到达设备数', 'viewing devices, at least 15 minutes', 'device', 'unique', 900, 'bounds', 'bounds', false, false);
