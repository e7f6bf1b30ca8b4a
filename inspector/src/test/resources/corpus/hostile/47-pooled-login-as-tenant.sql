-- current_user is the tenant, although every customer comes through one pooled login; and that login may truncate, reference and put triggers.
-- expect: C19 policy jobs_mine on public.jobs
-- expect: E1 public.jobs
-- expect: E2 public.jobs
-- expect: E3 public.jobs
-- expect: C4 database
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role pool_47h login nosuperuser nobypassrls;

create table jobs (
    tenant name not null,
    job_no integer not null,
    command text not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'done')),
    primary key (tenant, job_no)
);

alter table jobs enable row level security;
alter table jobs force row level security;
create policy jobs_mine on jobs to pool_47h
    using (tenant = (select current_user))
    with check (tenant = (select current_user));

grant select, insert, delete, truncate, references, trigger on jobs to pool_47h;
grant update (command, state) on jobs to pool_47h;

insert into jobs (tenant, job_no, command) values
    ('pool_47h', 1, 'build'), ('pool_47h', 2, 'test'), ('globex', 1, 'deploy'), ('globex', 2, 'mine coins');
