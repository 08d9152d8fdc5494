-- Files about people: the photo that the table looks at, the stamped papers of a team. Sealed with the key of what
-- people show of themselves, apart from the season's files that the press reviews, and in no export.
create table private_file (
  id integer primary key,
  key text not null unique,
  kind text not null check (kind in ('photo', 'form', 'stamp', 'pledge', 'insurance', 'other')),
  person_id integer references person (id),
  entry_id integer references entry (id),
  file_name text not null,
  media_type text not null,
  size_bytes bigint not null,
  -- Of the file as it was sent: a receipt that both sides can compare.
  sha256 text not null,
  stored_as text not null unique,
  consent text not null default '',
  by_name text not null,
  at timestamptz not null,
  check ((kind = 'photo') = (person_id is not null)),
  check ((kind = 'photo') = (entry_id is null))
);

create unique index private_file_of_person on private_file (person_id);
create index private_file_of_entry on private_file (entry_id);
