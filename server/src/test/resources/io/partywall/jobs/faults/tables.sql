-- What a run writes beside the queue. The first two tables are tenants', reached as the application's role.
set role partywall_owner;

-- One row for each transaction that added jobs, written in that transaction: jobs of a batch are there if and only if it is.
create table app.fault_batches (
    tenant_id uuid not null,
    id uuid not null,
    size integer not null,
    constraint fault_batches_pkey primary key (tenant_id, id)
);
call isolation.protect('app.fault_batches');

-- What handlers wrote while they ran.
create table app.fault_ledger (
    tenant_id uuid not null,
    id uuid not null,
    job uuid not null,
    attempt integer not null,
    run bigint not null,
    worker text not null,
    pid bigint not null,
    phase text not null,
    at timestamptz not null default clock_timestamp(),
    foreign_rows bigint not null,
    constraint fault_ledger_pkey primary key (tenant_id, id)
);
call isolation.protect('app.fault_ledger');
reset role;

-- Every change of a job's state, recorded by a trigger in the same transaction. The number orders them: one that waited for
-- another's commit has the higher one, whatever the clocks say.
create schema faults;
create table faults.transitions (
    number bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    tenant_id uuid not null,
    job uuid not null,
    queue text not null,
    type text not null,
    batch uuid not null,
    was text,
    became text,
    old_worker text,
    new_worker text,
    old_attempts integer not null,
    new_attempts integer not null,
    old_lease timestamptz,
    error text
);
create function faults.record() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    job app.jobs := coalesce(new, old);
begin
    insert into faults.transitions (tenant_id, job, queue, type, batch, was, became, old_worker, new_worker, old_attempts,
        new_attempts, old_lease, error)
    values (job.tenant_id, job.id, job.queue, job.type, (job.payload ->> 'batch')::uuid, old.state, new.state, old.worker,
        new.worker, coalesce(old.attempts, 0), coalesce(new.attempts, 0), old.lease_until, new.error);
    return null;
end
$$;
revoke execute on function faults.record() from public;
create trigger recorded_insert after insert or delete on app.jobs for each row execute function faults.record();
create trigger recorded_update after update on app.jobs for each row
    when ((old.state, old.worker, old.attempts) is distinct from (new.state, new.worker, new.attempts))
    execute function faults.record();
