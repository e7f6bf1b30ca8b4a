-- Before row security there were views: the base tables are out of reach, security_barrier views confine by current_user. Nothing to find.
-- app: app_18c (group), cust_a_18c, cust_b_18c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_18c nologin nosuperuser nobypassrls;
create role cust_a_18c login nosuperuser nobypassrls in role app_18c;
create role cust_b_18c login nosuperuser nobypassrls in role app_18c;

create schema store;
create schema desk;
grant usage on schema desk to app_18c;

create table store.ticket (
    customer_id text not null,
    number int not null,
    subject text not null,
    state text not null default 'open' check (state in ('open', 'waiting', 'closed')),
    primary key (customer_id, number)
);
create table store.answer (
    customer_id text not null,
    ticket_number int not null,
    position int not null,
    body text not null,
    primary key (customer_id, ticket_number, position),
    foreign key (customer_id, ticket_number) references store.ticket (customer_id, number)
);

create view desk.ticket with (security_barrier = true) as
    select customer_id, number, subject, state
    from store.ticket
    where customer_id = current_user;

create view desk.answer with (security_barrier) as
    select a.customer_id, a.ticket_number, a.position, a.body
    from store.answer a
    where a.customer_id = (select current_user::text);

create view desk.open_ticket with (security_barrier = true) as
    select t.number, t.subject, count(a.position) as answers
    from desk.ticket t
    left join desk.answer a on a.customer_id = t.customer_id and a.ticket_number = t.number
    where t.state <> 'closed'
    group by t.number, t.subject;

grant select on desk.ticket, desk.answer, desk.open_ticket to app_18c;

insert into store.ticket values
    ('cust_a_18c', 1, 'It is slow', 'open'), ('cust_a_18c', 2, 'It is blue', 'closed'),
    ('cust_b_18c', 1, 'It is loud', 'open'), ('cust_b_18c', 2, 'It is gone', 'waiting');
insert into store.answer select customer_id, number, 1, 'Thank you for writing.' from store.ticket;
