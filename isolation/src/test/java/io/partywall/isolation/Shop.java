package io.partywall.isolation;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Somebody else's small application on the library: two tenants, a few tables, its own membership check. */
final class Shop implements AutoCloseable {

    static final TenantId ACME = TenantId.of("00000000-0000-7000-8000-00000000000a");
    static final TenantId BETA = TenantId.of("00000000-0000-7000-8000-00000000000b");
    static final UUID ANN = UUID.fromString("00000000-0000-7000-8000-0000000000a1");
    static final UUID BOB = UUID.fromString("00000000-0000-7000-8000-0000000000b1");
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final String APP = "shop_app";
    static final String OWNER = "shop_owner";

    final TestDatabase database = TestDatabase.create();
    final SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));

    private Shop() {}

    static Shop open() throws SQLException {
        TestDatabase.createRole(OWNER, "nologin");
        TestDatabase.createRole(APP, "login");
        Shop shop = new Shop();
        shop.database.execute("""
            grant create on database %1$s to %2$s; revoke temp on database %1$s from public;
            create schema shop authorization %2$s; grant usage on schema shop to %3$s\
            """.formatted(shop.database.name(), OWNER, APP));
        try (Connection owner = shop.database.as(OWNER)) {
            IsolationInstaller.install(owner, APP);
            IsolationInstaller.trust(owner, shop.keys);
        }
        shop.asOwner("""
            create table shop.tenants (id uuid primary key, open boolean not null);
            create table shop.members (tenant_id uuid not null, user_id uuid not null, primary key (tenant_id, user_id));
            create table shop.kpis (
                tenant_id uuid not null, id serial not null, name text not null, value numeric,
                primary key (tenant_id, id), unique (tenant_id, name));
            create function shop.is_member(tenant uuid, actor text) returns boolean language sql stable as $$
                select coalesce((select t.open from shop.tenants t where t.id = tenant), false)
                    and (actor like 'service:%%' or (select true from shop.members m
                        where m.tenant_id = tenant and m.user_id::text = actor))
            $$;
            call isolation.use_membership_check('shop.is_member(uuid,text)');
            call isolation.protect('shop.kpis');
            grant usage on sequence shop.kpis_id_seq to %s;
            insert into shop.tenants values ('%s', true), ('%s', true);
            insert into shop.members values ('%s', '%s'), ('%s', '%s');
            """.formatted(APP, ACME, BETA, ACME, ANN, BETA, BOB));
        shop.database.execute("""
            insert into shop.kpis (tenant_id, name, value) values
            ('%1$s', 'revenue', 10), ('%1$s', 'orders', 3), ('%2$s', 'revenue', 99)\
            """.formatted(ACME, BETA));
        return shop;
    }

    void asOwner(String sql) throws SQLException {
        try (Connection owner = database.as(OWNER);
                var statement = owner.createStatement()) {
            // A test that still holds a lock shall fail, not hang.
            statement.execute("set lock_timeout = '10s'");
            statement.execute(sql);
        }
    }

    TenantContext ann(Access access) {
        return keys.issue(ACME, Actor.user(ANN), access, MINUTE);
    }

    TenantContext bob(Access access) {
        return keys.issue(BETA, Actor.user(BOB), access, MINUTE);
    }

    HikariDataSource pool(int size) {
        return database.pool(APP, size);
    }

    @Override
    public void close() {
        database.close();
    }
}
