create trigger play_no_update before update on play
begin
  select raise(abort, 'plays are append-only');
end;

create trigger play_no_delete before delete on play
begin
  select raise(abort, 'plays are append-only');
end;
