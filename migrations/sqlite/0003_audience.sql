create trigger metric_no_update before update on metric
begin
  select raise(abort, 'a definition is never edited');
end;

create trigger metric_no_delete before delete on metric
begin
  select raise(abort, 'a definition is never edited');
end;

create trigger observation_no_update before update on observation
begin
  select raise(abort, 'observations are append-only');
end;

create trigger observation_no_delete before delete on observation
begin
  select raise(abort, 'observations are append-only');
end;

create trigger observation_corrects_its_kind before insert on observation
when new.supersedes_id is not null
begin
  select raise(abort, 'a correction keeps scope and unit')
   where not exists (select 1
                       from observation o
                       join metric m on m.id = o.metric_id
                       join metric n on n.id = new.metric_id
                      where o.id = new.supersedes_id
                        and o.scope_id = new.scope_id
                        and m.unit = n.unit);
end;
