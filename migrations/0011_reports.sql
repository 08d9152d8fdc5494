-- A notice may be the report 战报 of one game.
alter table notice add column fixture_id integer references fixture (id);
create index notice_by_fixture on notice (fixture_id);
