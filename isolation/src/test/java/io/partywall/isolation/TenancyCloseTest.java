package io.partywall.isolation;

import static io.partywall.isolation.Kpis.KPIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.isolation.IsolationException.ScopeMisuse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Closing lets nobody in, waits for the work that runs, and ends the work that does not end. */
class TenancyCloseTest {

    private static Shop shop;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void aClosedTenancyLetsNobodyIn() throws SQLException {
        Tenancy closed = Tenancy.connect(shop.pool(1), shop.keys);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.useTenant(shop.ann(Access.READ), scope -> {}))
                .isInstanceOf(ScopeMisuse.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void closingWaitsForTheWorkThatRuns() throws Exception {
        Tenancy closing = Tenancy.connect(shop.pool(1), shop.keys);
        CountDownLatch running = new CountDownLatch(1);
        AtomicReference<Integer> seen = new AtomicReference<>(0);
        FutureTask<Void> work = new FutureTask<>(
                () -> closing.useTenant(shop.ann(Access.READ), scope -> {
                    running.countDown();
                    scope.sql().execute(scope.unscopedSql("select pg_sleep(0.2)"));
                    seen.set(scope.sql().selectFrom(KPIS).fetch().size());
                }),
                null);
        Thread.ofVirtual().start(work);
        running.await();
        closing.close();
        assertThat(seen.get()).isEqualTo(2);
        work.get();
    }

    @Test
    void closingEndsTheWorkThatDoesNot() throws Exception {
        Tenancy closing = Tenancy.connect(shop.pool(1), shop.keys);
        CountDownLatch running = new CountDownLatch(1);
        FutureTask<Void> work = new FutureTask<>(() -> {
            closing.<SQLException>useTenant(shop.ann(Access.WRITE), scope -> {
                try (Connection connection = scope.dataSource().getConnection();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("update shop.kpis set value = 666");
                    running.countDown();
                    statement.execute("select pg_sleep(60)");
                }
            });
            return null;
        });
        Thread.ofVirtual().start(work);
        running.await();
        closing.close(Duration.ofMillis(100));
        assertThatThrownBy(work::get).hasCauseInstanceOf(SQLException.class);
        assertThat(shop.database.query("select 1 from shop.kpis where value = 666"))
                .isEmpty();
    }
}
