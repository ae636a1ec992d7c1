import { Migration } from '@mikro-orm/migrations';

/** What each role may do, in the one lab there is. A self-registered account has no role. */
const ROLES = {
  admin: ['capture:image', 'capture:view', 'inference:run', 'results:view', 'results:review', 'results:delete',
    'interface:generate', 'interface:deliver', 'users:manage', 'roles:manage', 'audit:view'],
  operator: ['capture:image', 'capture:view', 'inference:run', 'results:view', 'results:review', 'interface:generate', 'interface:deliver'],
  lab_tech: ['capture:image', 'capture:view', 'inference:run', 'results:view', 'interface:generate'],
  viewer: ['capture:view', 'results:view'],
};

const TABLES = [
  'create table permission (lab_id text not null, name text not null, primary key (lab_id, name))',
  'create table role (lab_id text not null, name text not null, primary key (lab_id, name))',
  `create table role_permission (lab_id text not null, role text not null, permission text not null,
    primary key (lab_id, role, permission),
    foreign key (lab_id, role) references role on delete cascade, foreign key (lab_id, permission) references permission)`,

  // *_key is the text in the one form it is compared in; what the person typed is kept to be shown.
  `create table app_user (lab_id text not null, id uuid not null, email text not null, email_key text not null,
    username text not null, username_key text collate "C" not null, password_hash text not null, first_name text, last_name text,
    created_at timestamptz not null default now(), primary key (lab_id, id),
    constraint app_user_email unique (lab_id, email_key), constraint app_user_username unique (lab_id, username_key))`,
  `create table user_role (lab_id text not null, user_id uuid not null, role text not null, granted_at timestamptz not null default now(),
    primary key (lab_id, user_id, role),
    foreign key (lab_id, user_id) references app_user on delete cascade, foreign key (lab_id, role) references role)`,

  // A family is one session: every refresh token that came from one sign-in.
  `create table refresh_family (lab_id text not null, id uuid not null, user_id uuid not null, address text, created_at timestamptz not null,
    last_used_at timestamptz not null, expires_at timestamptz not null, revoked_at timestamptz, revoked_for text check (revoked_for in ('LOGOUT', 'REUSE')),
    primary key (lab_id, id), foreign key (lab_id, user_id) references app_user on delete cascade)`,
  'create index refresh_family_user on refresh_family (lab_id, user_id)',
  // The sha256 alone. It leads the key because a token is looked up before anyone knows whose lab it is of.
  `create table refresh_token (token_hash text not null, lab_id text not null, family_id uuid not null, issued_at timestamptz not null,
    expires_at timestamptz not null, used_at timestamptz, primary key (token_hash, lab_id),
    foreign key (lab_id, family_id) references refresh_family on delete cascade)`,
  'create index refresh_token_family on refresh_token (lab_id, family_id)',

  `create table signing_key (lab_id text not null, kid text not null, state text not null check (state in ('CURRENT', 'NEXT', 'PREVIOUS')),
    public_jwk jsonb not null, sealed_private text not null, created_at timestamptz not null, retired_at timestamptz, primary key (lab_id, kid))`,
  "create unique index signing_key_state on signing_key (lab_id, state) where state <> 'PREVIOUS'",

  // `key` is a sha256: what people type into a log-in form by mistake may be a password.
  'create table attempt (lab_id text not null, key text not null, count integer not null, window_ends_at timestamptz not null, primary key (lab_id, key))',

  `create table audit_entry (lab_id text not null, id bigint generated always as identity, at timestamptz not null default now(), action text not null,
    user_id uuid, request_id text not null, address text, details jsonb not null, primary key (lab_id, id))`,
  'create index audit_entry_user on audit_entry (lab_id, user_id, id)',
  `create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'the audit log is append-only'; end $$`,
  'create trigger audit_entry_append_only before update or delete or truncate on audit_entry for each statement execute function refuse_change()',
];

const grants = Object.entries(ROLES).flatMap(([role, permissions]) => permissions.map((permission) => `('default', '${role}', '${permission}')`));

const SEEDS = [
  `insert into permission (lab_id, name) values ${ROLES.admin.map((name) => `('default', '${name}')`).join(', ')}`,
  `insert into role (lab_id, name) values ${Object.keys(ROLES).map((name) => `('default', '${name}')`).join(', ')}`,
  `insert into role_permission (lab_id, role, permission) values ${grants.join(', ')}`,
];

export class Initial extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...SEEDS]) this.addSql(statement);
  }
}
