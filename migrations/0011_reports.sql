-- A notice may be the report 战报 of one game.
alter table notice add column fixture_id integer references fixture (id);
create index notice_by_fixture on notice (fixture_id);

-- Slots whose holder a person decided on: a result that stands although its ground was taken away.
alter table plan add column decided jsonb not null default '{}';
-- The group a ruling is about; empty for every group of its teams.
alter table ruling add column pool text not null default '';
