-- A game that was scored in another system, as its feed was handed in; everything shown of it is counted from here.
create table game_feed (
  id integer primary key,
  fixture_id integer not null unique references fixture (id),
  file_name text not null,
  sha256 text not null,
  body text not null,
  -- The first team of the feed is our side B.
  turned boolean not null default false,
  -- By side and number in the feed: the key of the place on the team's list.
  players jsonb not null,
  taken_at timestamptz not null
);
