-- What a tenant knows and talks about.

create type app.persona as enum ('CEO', 'CFO', 'CMO', 'CTO');
create type app.message_role as enum ('USER', 'ASSISTANT', 'SYSTEM');

create table app.conversations (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    persona app.persona not null,
    title text not null default '',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint conversations_pkey primary key (tenant_id, id),
    constraint conversations_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint conversations_user_fkey foreign key (user_id) references app.users on delete cascade
);
create index conversations_user_idx on app.conversations (tenant_id, user_id, created_at);
comment on table app.conversations is 'Talks of a member with an adviser.';
call app.keep_updated_at('app.conversations');
call isolation.protect('app.conversations');

create table app.messages (
    tenant_id uuid not null,
    id uuid not null,
    conversation_id uuid not null,
    role app.message_role not null,
    content text not null,
    citations jsonb not null default '[]',
    tokens integer not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint messages_pkey primary key (tenant_id, id),
    constraint messages_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint messages_conversation_fkey foreign key (tenant_id, conversation_id)
        references app.conversations (tenant_id, id) on delete cascade,
    constraint messages_tokens_not_negative check (tokens >= 0)
);
create index messages_conversation_idx on app.messages (tenant_id, conversation_id, created_at);
comment on table app.messages is 'What was said in a conversation.';
comment on column app.messages.citations is 'The knowledge that an answer rests on.';
call app.keep_updated_at('app.messages');
call isolation.protect('app.messages');

-- Knowledge of one tenant. What all tenants share is in a table of its own: with a null tenant_id it would be in everybody's
-- way to an index, and could not be distributed.
create table app.knowledge_entries (
    tenant_id uuid not null,
    id uuid not null,
    title text not null,
    content text not null,
    source text,
    content_hash bytea not null,
    language text not null default 'en',
    embedding_model text,
    embedding real[],
    metadata jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint knowledge_entries_pkey primary key (tenant_id, id),
    constraint knowledge_entries_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint knowledge_entries_embedding_has_model check ((embedding is null) = (embedding_model is null))
);
create index knowledge_entries_hash_idx on app.knowledge_entries (tenant_id, content_hash);
comment on table app.knowledge_entries is 'What a tenant knows, in pieces that can be found by meaning.';
comment on column app.knowledge_entries.content_hash is 'SHA-256 of the content: the same content is not embedded twice.';
comment on column app.knowledge_entries.embedding is 'The meaning as a vector of the named model.';
call app.keep_updated_at('app.knowledge_entries');
call isolation.protect('app.knowledge_entries');

create table app.shared_knowledge_entries (
    id uuid not null,
    title text not null,
    content text not null,
    source text,
    content_hash bytea not null,
    language text not null default 'en',
    embedding_model text,
    embedding real[],
    metadata jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint shared_knowledge_entries_pkey primary key (id),
    constraint shared_knowledge_entries_embedding_has_model check ((embedding is null) = (embedding_model is null))
);
comment on table app.shared_knowledge_entries is 'What every tenant may read; the platform writes it.';
call app.keep_updated_at('app.shared_knowledge_entries');
call app.guard_global('app.shared_knowledge_entries');
create policy everyone_reads on app.shared_knowledge_entries for select to partywall_app
    using ((select isolation.verified_tenant()) is not null);
grant select on app.shared_knowledge_entries to partywall_app;
call isolation.declare_global('app.shared_knowledge_entries', 'every tenant reads it, only the platform writes');

-- Both, as one tenant sees them: a shared entry appears under the tenant that looks.
create view app.knowledge with (security_invoker = true, security_barrier = true) as
    select k.tenant_id, k.id, false as shared, k.title, k.content, k.source, k.language, k.embedding_model, k.embedding,
            k.metadata, k.created_at, k.updated_at
        from app.knowledge_entries k
    union all
    select isolation.verified_tenant(), s.id, true, s.title, s.content, s.source, s.language, s.embedding_model, s.embedding,
            s.metadata, s.created_at, s.updated_at
        from app.shared_knowledge_entries s;
comment on view app.knowledge is 'A tenant''s knowledge and the shared one, together.';
grant select on app.knowledge to partywall_app;

-- Who the tenant is, for whoever advises it. One a tenant.
create table app.business_profiles (
    tenant_id uuid not null,
    id uuid not null,
    industry text,
    size text,
    stage text,
    description text,
    goals text[] not null default '{}',
    target_market text,
    competitors text[] not null default '{}',
    metadata jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint business_profiles_pkey primary key (tenant_id, id),
    constraint business_profiles_one_each unique (tenant_id),
    constraint business_profiles_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade
);
comment on table app.business_profiles is 'What kind of business a tenant is.';
call app.keep_updated_at('app.business_profiles');
call isolation.protect('app.business_profiles');
