import { Migration } from '@mikro-orm/migrations';
import { EVENT_LOG_SQL } from '@microplate/platform/events';

/**
 * What is taken back of people's access is told in the transaction that takes it, whoever does so: the API, the command line
 * or an administrator's SQL. Hence triggers. Grants are not told: they show in the next token.
 */
const TELLING = [
  // clock_timestamp, not the transaction's start: tokens signed before this moment are the ones it cuts.
  `create function tell_access(lab text, what text, facts jsonb) returns void language plpgsql as $$
    declare place bigint;
    begin
      insert into event_stream (stream, last_seq) values ('access', 1)
        on conflict (stream) do update set last_seq = event_stream.last_seq + 1 returning last_seq into place;
      insert into event (stream, seq, lab_id, kind, subjects, payload, at) values ('access', place, lab, what, '{}', facts, clock_timestamp());
      perform pg_notify('microplate_wake', 'stream:access');
    end $$`,
  `create function tell_session_revoked() returns trigger language plpgsql as $$
    begin
      if old.revoked_at is null and (tg_op = 'DELETE' and old.expires_at > now() or tg_op = 'UPDATE' and new.revoked_at is not null) then
        perform tell_access(old.lab_id, 'session.revoked', jsonb_build_object('sessionId', old.id, 'userId', old.user_id));
      end if;
      return null;
    end $$`,
  'create trigger refresh_family_revoked after update of revoked_at or delete on refresh_family for each row execute function tell_session_revoked()',
  `create function tell_access_taken(lab text, person uuid) returns void language sql as $$
    select tell_access(lab, 'access.taken', jsonb_build_object('userId', person,
      'roles', (select coalesce(jsonb_agg(r.role order by r.role), '[]') from user_role r where r.lab_id = lab and r.user_id = person),
      'permissions', (select coalesce(jsonb_agg(distinct p.permission), '[]') from user_role r join role_permission p using (lab_id, role)
        where r.lab_id = lab and r.user_id = person))) $$`,
  `create function tell_role_taken() returns trigger language plpgsql as $$
    begin perform tell_access_taken(old.lab_id, old.user_id); return null; end $$`,
  'create trigger user_role_taken after update or delete on user_role for each row execute function tell_role_taken()',
  `create function tell_permission_taken() returns trigger language plpgsql as $$
    begin
      perform tell_access_taken(r.lab_id, r.user_id) from user_role r where r.lab_id = old.lab_id and r.role = old.role;
      return null;
    end $$`,
  'create trigger role_permission_taken after update or delete on role_permission for each row execute function tell_permission_taken()',
];

export class AccessEvents extends Migration {
  override up(): void {
    for (const statement of [...EVENT_LOG_SQL, ...TELLING]) this.addSql(statement);
  }
}
