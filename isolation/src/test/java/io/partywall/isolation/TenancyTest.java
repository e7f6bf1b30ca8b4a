package io.partywall.isolation;

import static io.partywall.isolation.Kpis.KPIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.IsolationException.ForeignTenant;
import io.partywall.isolation.IsolationException.InvalidContext;
import io.partywall.isolation.IsolationException.ScopeMisuse;
import io.partywall.isolation.Kpis.Kpi;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The door to the database: who is let in, and what a scope refuses. */
class TenancyTest {

    private static final String KPI_NAMES = "select name from shop.kpis";

    private static Shop shop;
    private static Tenancy tenancy;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        tenancy = Tenancy.connect(shop.pool(2), shop.keys);
    }

    @AfterAll
    static void close() {
        tenancy.close();
        shop.close();
    }

    /** Time that stands where a test has put it. */
    private static Clock clock(AtomicReference<Instant> now) {
        InstantSource source = now::get;
        return source.withZone(ZoneOffset.UTC);
    }

    private static int count(TenantScope scope) {
        return scope.sql().selectFrom(KPIS).fetch().size();
    }

    @Test
    void theExampleOfTheReadmeWorks() throws SQLException {
        DataSource pool = shop.pool(1);
        SigningKeys signingKeys = shop.keys;
        TenantContext context = shop.ann(Access.READ);

        try (Tenancy tenancy = Tenancy.connect(pool, signingKeys)) {
            List<Kpi> kpis = tenancy.inTenant(
                    context, scope -> scope.sql().selectFrom(KPIS).fetchInto(Kpi.class));

            assertThat(kpis).extracting(Kpi::name).containsExactlyInAnyOrder("orders", "revenue");
        }
    }

    @Test
    void outsideOfAScopeThereIsNoConnection() {
        assertThatThrownBy(() -> tenancy.dataSource().getConnection())
                .isInstanceOf(InvalidContext.class)
                .hasMessageContaining("run this inside Tenancy.inTenant");
    }

    @Test
    void insideAScopeTheAmbientDataSourceIsTheScopes() throws SQLException {
        List<String> names = tenancy.inTenant(shop.ann(Access.READ), scope -> {
            try (Connection connection = tenancy.dataSource().getConnection()) {
                return DSL.using(connection).fetchValues(KPIS.name);
            }
        });
        assertThat(names).hasSize(2);
    }

    @Test
    void anotherTenancysScopeLendsNoAmbientConnection() throws SQLException {
        try (HikariDataSource pool = shop.pool(1);
                Tenancy other = Tenancy.connect(pool, shop.keys)) {
            tenancy.useTenant(
                    shop.ann(Access.READ),
                    scope -> assertThatThrownBy(() -> other.dataSource().getConnection())
                            .isInstanceOf(InvalidContext.class));
        }
    }

    @Test
    void aContextThatHasExpiredIsNotLetIn() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        TenantContext context = shop.ann(Access.READ);
        now.set(context.expiresAt().plusSeconds(1));
        assertThatThrownBy(() -> {
                    try (Tenancy late = Tenancy.connect(shop.pool(1), shop.keys.withClock(clock(now)))) {
                        late.useTenant(context, scope -> {});
                    }
                })
                .isInstanceOf(InvalidContext.class)
                .hasMessageContaining("has expired")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(context.signature()));
    }

    @Test
    void aContextThatExpiresInsideTheScopeEndsItsUse() throws SQLException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        SigningKeys keys = shop.keys.withClock(clock(now));
        try (Tenancy ticking = Tenancy.connect(shop.pool(1), keys)) {
            TenantContext context = keys.issue(Shop.ACME, Actor.user(Shop.ANN), Access.READ, Shop.MINUTE);
            ticking.useTenant(context, scope -> {
                Connection connection = scope.dataSource().getConnection();
                Statement statement = connection.createStatement();
                statement.execute(KPI_NAMES);
                now.set(now.get().plus(Duration.ofMinutes(2)));
                assertThatThrownBy(() -> statement.execute(KPI_NAMES)).isInstanceOf(InvalidContext.class);
                assertThatThrownBy(connection::createStatement).isInstanceOf(InvalidContext.class);
                assertThatThrownBy(scope::sql).isInstanceOf(InvalidContext.class);
            });
        }
    }

    @Test
    void aContextOfOtherKeysIsRefusedBeforeItIsSent() {
        SigningKeys sameId = SigningKeys.parse(SigningKeys.generate("k1"));
        SigningKeys otherId = SigningKeys.parse(SigningKeys.generate("k2"));
        for (SigningKeys foreign : List.of(sameId, otherId)) {
            TenantContext context = foreign.issue(Shop.ACME, Actor.user(Shop.ANN), Access.READ, Shop.MINUTE);
            assertThatThrownBy(() -> tenancy.useTenant(context, scope -> {}))
                    .isInstanceOf(InvalidContext.class)
                    .hasMessageContaining("not among the signing keys");
        }
    }

    @Test
    void anotherTenantsScopeCannotBeEnteredFromInside() throws SQLException {
        tenancy.useTenant(shop.ann(Access.READ), scope -> {
            assertThatThrownBy(() -> tenancy.useTenant(shop.bob(Access.READ), inner -> {}))
                    .isInstanceOf(ForeignTenant.class)
                    .hasMessageContaining(Shop.BETA.toString());
            assertThat(count(scope)).isEqualTo(2);
        });
    }

    @Test
    void theSameTenantsScopeMayBeEnteredAgain() {
        int seen = tenancy.inTenant(
                shop.ann(Access.WRITE),
                scope -> tenancy.inTenant(shop.ann(Access.READ), inner -> count(inner)) + count(scope));
        assertThat(seen).isEqualTo(4);
    }

    @Test
    void aScopeCannotBeUsedAfterItsEnd() throws SQLException {
        AtomicReference<TenantScope> scopeLeft = new AtomicReference<>();
        AtomicReference<DSLContext> sqlLeft = new AtomicReference<>();
        AtomicReference<Connection> connectionLeft = new AtomicReference<>();
        AtomicReference<Statement> statementLeft = new AtomicReference<>();
        AtomicReference<java.sql.ResultSet> rowsLeft = new AtomicReference<>();
        tenancy.useTenant(shop.ann(Access.READ), scope -> {
            scopeLeft.set(scope);
            sqlLeft.set(scope.sql());
            connectionLeft.set(scope.dataSource().getConnection());
            statementLeft.set(connectionLeft.get().createStatement());
            rowsLeft.set(statementLeft.get().executeQuery(KPI_NAMES));
        });
        assertThatThrownBy(() -> scopeLeft.get().sql())
                .isInstanceOf(ScopeMisuse.class)
                .hasMessageContaining("has ended");
        assertThatThrownBy(() -> scopeLeft.get().dataSource()).isInstanceOf(ScopeMisuse.class);
        assertThatThrownBy(() -> scopeLeft.get().inTransaction(() -> 1)).isInstanceOf(ScopeMisuse.class);
        assertThatThrownBy(() -> scopeLeft.get().unscopedSql("select 1")).isInstanceOf(ScopeMisuse.class);
        assertThatThrownBy(() -> sqlLeft.get().selectFrom(KPIS).fetch()).isInstanceOf(ScopeMisuse.class);
        assertThatThrownBy(() -> connectionLeft.get().createStatement()).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statementLeft.get().execute(KPI_NAMES)).isInstanceOf(ScopeMisuse.class);
        assertThatThrownBy(() -> rowsLeft.get().next()).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> rowsLeft.get().getStatement().getConnection().createStatement())
                .isInstanceOf(SQLException.class);
        assertThat(connectionLeft.get().isClosed()).isTrue();
    }

    @Test
    void aScopeBelongsToItsThread() throws Exception {
        tenancy.<Exception>useTenant(shop.ann(Access.READ), scope -> {
            Connection connection = scope.dataSource().getConnection();
            for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
                FutureTask<Void> elsewhere = new FutureTask<>(
                        () -> {
                            assertThatThrownBy(scope::sql)
                                    .isInstanceOf(ScopeMisuse.class)
                                    .hasMessageContaining("belongs to the thread");
                            assertThatThrownBy(connection::createStatement).isInstanceOf(ScopeMisuse.class);
                            assertThatThrownBy(() -> tenancy.dataSource().getConnection())
                                    .isInstanceOf(InvalidContext.class);
                        },
                        null);
                builder.start(elsewhere).join();
                elsewhere.get();
            }
        });
    }

    @Test
    void manyVirtualThreadsEachSeeTheirOwnTenant() throws Exception {
        List<FutureTask<Integer>> tasks = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> new FutureTask<>(() -> tenancy.inTenant(
                        i % 2 == 0 ? shop.ann(Access.READ) : shop.bob(Access.READ), scope -> count(scope))))
                .toList();
        tasks.forEach(Thread.ofVirtual()::start);
        for (int i = 0; i < tasks.size(); i++) {
            assertThat(tasks.get(i).get()).isEqualTo(i % 2 == 0 ? 2 : 1);
        }
    }

    @Test
    void whatTheWorkThrowsPassesThroughAsItIs() {
        IOException thrown = new IOException("disk");
        assertThatThrownBy(() -> tenancy.useTenant(shop.ann(Access.READ), scope -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void leakedConnectionsDoNotExhaustThePool() throws SQLException {
        try (HikariDataSource pool = shop.pool(1);
                Tenancy one = Tenancy.connect(pool, shop.keys)) {
            for (int i = 0; i < 20; i++) {
                one.useTenant(shop.ann(Access.READ), scope -> {
                    Connection left = scope.dataSource().getConnection();
                    left.setAutoCommit(false);
                    left.createStatement().executeQuery(KPI_NAMES);
                });
            }
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }
}
