package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.IsolationInstaller;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A shop whose search is open to injection, and whose tables hold the rows of an attacker, Acme, and of another tenant,
 * Beta. Whatever is put into the search runs twice: through the scope's jOOQ and through its plain JDBC. After every test
 * Beta's rows, the policies, the grants and the owners must be what they were, and Beta must still see its own.
 */
final class InjectableShop implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {

    static final TenantId ACME = TenantId.of("00000000-0000-7000-8000-00000000000a");
    static final TenantId BETA = TenantId.of("00000000-0000-7000-8000-00000000000b");
    static final UUID ANN = UUID.fromString("00000000-0000-7000-8000-0000000000a1");
    static final UUID BOB = UUID.fromString("00000000-0000-7000-8000-0000000000b1");
    static final String APP = "injected_app";
    static final String OWNER = "injected_owner";
    static final Duration MINUTE = Duration.ofMinutes(1);

    /** What stands in Beta's rows and nowhere else. */
    private static final List<String> SECRETS = List.of("beta-", "990099", "990042", "990007");

    private static final List<String> TABLES = List.of("shop.kpis", "shop.notes", "shop.readings");

    final SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
    final TestDatabase database = TestDatabase.create();
    private final Tenancy tenancy;
    private final Session superuser;
    private final Session victim;
    private List<String> rowsBefore = List.of();
    private List<String> wallsBefore = List.of();

    InjectableShop() {
        try {
            TestDatabase.createRole(OWNER, "nologin");
            TestDatabase.createRole(APP, "login");
            build();
            // No pool: what an attack leaves on a connection is SessionResidueTest's concern.
            PGSimpleDataSource connections = new PGSimpleDataSource();
            connections.setURL(database.url(APP));
            tenancy = Tenancy.connect(connections, keys);
            superuser = new Session(database.admin());
            victim = login();
        } catch (SQLException failed) {
            throw new IllegalStateException("the shop cannot be built", failed);
        }
    }

    private void build() throws SQLException {
        database.execute("""
            grant create on database %1$s to %2$s; revoke temp on database %1$s from public;
            create schema shop authorization %2$s; grant usage on schema shop to %3$s\
            """.formatted(database.name(), OWNER, APP));
        try (Connection owner = database.as(OWNER);
                Statement statement = owner.createStatement()) {
            IsolationInstaller.install(owner, APP);
            IsolationInstaller.trust(owner, keys);
            statement.execute("""
                create table shop.kpis (
                    tenant_id uuid not null, name text not null, value integer, primary key (tenant_id, name));
                create table shop.notes (
                    tenant_id uuid not null, id integer not null, kpi text, text text not null, primary key (tenant_id, id),
                    foreign key (tenant_id, kpi) references shop.kpis (tenant_id, name) on delete cascade);
                create table shop.readings (
                    tenant_id uuid not null, day date not null, amount integer, primary key (tenant_id, day))
                    partition by range (day);
                create table shop.readings_2025 partition of shop.readings for values from ('2025-01-01') to ('2026-01-01');
                create view shop.summary with (security_invoker) as
                    select tenant_id, sum(value) as total, string_agg(name, ' ') as names from shop.kpis group by tenant_id;
                call isolation.protect('shop.kpis');
                call isolation.protect('shop.notes');
                call isolation.protect('shop.readings');
                grant select on shop.summary to injected_app\
                """);
        }
        database.execute("""
            insert into shop.kpis values ('%1$s', 'revenue', 10), ('%1$s', 'orders', 3),
                ('%2$s', 'beta-revenue', 990099), ('%2$s', 'beta-margin', 990042);
            insert into shop.notes values ('%1$s', 1, 'revenue', 'our note'), ('%2$s', 2, 'beta-revenue', 'beta-note');
            insert into shop.readings values ('%1$s', '2025-03-01', 1), ('%2$s', '2025-03-02', 990007);
            analyze\
            """.formatted(ACME, BETA));
    }

    TenantContext ann(Access access) {
        return keys.issue(ACME, Actor.user(ANN), access, MINUTE);
    }

    TenantContext bob(Access access) {
        return keys.issue(BETA, Actor.user(BOB), access, MINUTE);
    }

    Tenancy tenancy() {
        return tenancy;
    }

    /** Puts the text into the search, in Acme's context, and returns every value of every row that comes back. */
    List<String> injected(String text) throws SQLException {
        return tenancy.inTenant(ann(Access.WRITE), scope -> {
            List<String> values = new ArrayList<>(throughJooq(scope, text));
            values.addAll(throughJdbc(scope, text));
            return values;
        });
    }

    /** The injectable query, by jOOQ. */
    private static List<String> throughJooq(TenantScope scope, String input) {
        List<String> values = new ArrayList<>();
        for (Result<Record> result :
                scope.sql().fetchMany(scope.unscopedSql("select name from shop.kpis where name = '" + input + "'"))) {
            result.forEach(row -> row.intoList().forEach(value -> values.add(String.valueOf(value))));
        }
        return values;
    }

    /** Its twin, by plain JDBC. */
    private static List<String> throughJdbc(TenantScope scope, String input) throws SQLException {
        try (Connection connection = scope.dataSource().getConnection()) {
            return new Session(connection).values("select name from shop.kpis where name = '" + input + "'");
        }
    }

    /** A whole statement put behind the search's own. */
    List<String> stacked(String sql) throws SQLException {
        return injected("x'; " + sql + "; --");
    }

    /** How the server refuses a statement that is put behind the search's own, as {@code SQLSTATE message}. */
    String refusal(String sql) throws SQLException {
        return refusalOf("x'; " + sql + "; --");
    }

    /** How the server refuses the text put into the search; by both ways with the same state. What passes is undone. */
    String refusalOf(String text) throws SQLException {
        return tenancy.inTenant(
                ann(Access.WRITE),
                scope -> scope.inTransaction(() -> {
                    String byJooq = refusalOf(scope, text, () -> throughJooq(scope, text));
                    String byJdbc = refusalOf(scope, text, () -> throughJdbc(scope, text));
                    assertThat(byJooq.substring(0, 5)).isEqualTo(byJdbc.substring(0, 5));
                    return byJdbc;
                }));
    }

    private static String refusalOf(TenantScope scope, String text, TenantScope.Work<?, SQLException> search)
            throws SQLException {
        try {
            scope.inTransaction(search);
        } catch (DataAccessException refused) {
            return Session.told(Objects.requireNonNull(refused.getCause(SQLException.class)));
        } catch (SQLException refused) {
            return Session.told(refused);
        }
        throw new AssertionError("the server let this pass: " + text);
    }

    /** Work on a connection of a scope. */
    interface Work<R> {
        R run(Session session) throws SQLException;
    }

    /** Work of a scope that returns nothing. */
    interface Action {
        void run(Session session) throws SQLException;
    }

    /** Acme's own scope, each statement a transaction. */
    <R> R asAnn(Work<R> work) throws SQLException {
        return in(ann(Access.WRITE), work);
    }

    <R> R in(TenantContext context, Work<R> work) throws SQLException {
        return tenancy.inTenant(context, scope -> {
            try (Connection connection = scope.dataSource().getConnection()) {
                return work.run(new Session(connection));
            }
        });
    }

    /** One transaction of Acme's scope, rolled back when the work is done. */
    void inTransaction(Action action) throws SQLException {
        inTransaction(ann(Access.WRITE), action);
    }

    void inTransaction(TenantContext context, Action action) throws SQLException {
        in(context, session -> {
            session.connection().setAutoCommit(false);
            try {
                action.run(session);
            } finally {
                session.connection().rollback();
            }
            return true;
        });
    }

    /** The application's login without the library, and without a context. */
    Session login() throws SQLException {
        return new Session(database.connect(APP));
    }

    void asOwner(String sql) throws SQLException {
        try (Connection owner = database.as(OWNER);
                Statement statement = owner.createStatement()) {
            // A test that still holds a lock shall fail, not hang.
            statement.execute("set lock_timeout = '10s'");
            statement.execute(sql);
        }
    }

    /** Beta's rows as a superuser sees them, and whether somebody has rewritten them. */
    List<String> rowsOfTheOther() throws SQLException {
        return superuser.values(TABLES.stream()
                .map(table ->
                        "select t::text || t.ctid || t.xmin from %s t where tenant_id = '%s'".formatted(table, BETA))
                .collect(Collectors.joining(" union all ", "", " order by 1")));
    }

    /** Whether the text holds something of Beta's rows. */
    static boolean betrays(String text) {
        return SECRETS.stream().anyMatch(text::contains);
    }

    private List<String> walls() throws SQLException {
        return superuser.values("""
            select p::text from pg_policy p
            union all select concat_ws(' ', c.relname, c.relowner, c.relrowsecurity, c.relforcerowsecurity, c.relacl)
                from pg_class c where c.relnamespace in ('shop'::regnamespace, 'isolation'::regnamespace)
            union all select concat_ws(' ', p.oid, p.prosrc, p.proowner, p.provolatile, p.proacl) from pg_proc p
                where p.pronamespace in ('shop'::regnamespace, 'isolation'::regnamespace)
            union all select k::text from isolation.signing_keys k
            union all select t::text from pg_trigger t
            union all select concat_ws(' ', nspname, nspacl) from pg_namespace
            order by 1\
            """);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        rowsBefore = rowsOfTheOther();
        wallsBefore = walls();
        assertThat(rowsBefore).hasSize(4).allMatch(InjectableShop::betrays);
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        assertThat(rowsOfTheOther()).as("the other tenant's rows").isEqualTo(rowsBefore);
        assertThat(walls()).as("the walls").isEqualTo(wallsBefore);
        assertThat(victim.enter(bob(Access.WRITE)).values("select name from shop.kpis order by 1"))
                .as("what the other tenant sees")
                .containsExactly("beta-margin", "beta-revenue");
        victim.connection().rollback();
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        victim.close();
        superuser.close();
        tenancy.close();
        database.close();
    }
}
