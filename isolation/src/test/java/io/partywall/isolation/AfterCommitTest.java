package io.partywall.isolation;

import static io.partywall.isolation.Kpis.KPIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is to follow a scope's transaction follows its commit, and nothing else. */
class AfterCommitTest {

    private Shop shop;
    private Tenancy tenancy;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open();
        shop.asOwner("""
            create table shop.seats (tenant_id uuid not null, id int not null,
                constraint seats_key unique (tenant_id, id) deferrable initially deferred);
            call isolation.protect('shop.seats')\
            """);
        tenancy = Tenancy.connect(shop.pool(1), shop.keys);
    }

    @AfterEach
    void close() {
        tenancy.close();
        shop.close();
    }

    private static void set(TenantScope scope, int value) {
        scope.sql()
                .update(KPIS)
                .set(KPIS.value, BigDecimal.valueOf(value))
                .where(KPIS.name.eq("revenue"))
                .execute();
    }

    private String stored() {
        return shop.database
                .query("select value from shop.kpis where name = 'revenue' and tenant_id = '" + Shop.ACME + "'")
                .getFirst();
    }

    private void asAnn(Tenancy.Action<Exception> work) throws Exception {
        tenancy.useTenant(shop.ann(Access.WRITE), work);
    }

    @Test
    void whatIsToFollowACommitFollowsItInOrderAndSeesIt() throws Exception {
        List<String> done = new ArrayList<>();
        asAnn(scope -> {
            scope.inTransaction(() -> {
                scope.afterCommit(() -> done.add("first " + stored()));
                set(scope, 1);
                scope.afterCommit(() -> done.add("second"));
                assertThat(done).isEmpty();
                return 0;
            });
            assertThat(done).containsExactly("first 1", "second");
            scope.inTransaction(() -> 0);
        });
        assertThat(done).hasSize(2);
    }

    @Test
    void nothingFollowsATransactionThatIsRolledBackOrCannotBeCommitted() throws Exception {
        List<String> done = new ArrayList<>();
        String twice =
                "insert into shop.seats (tenant_id, id) values ('" + Shop.ACME + "', 1), ('" + Shop.ACME + "', 1)";
        asAnn(scope -> {
            assertThatThrownBy(() -> scope.inTransaction(() -> {
                        scope.afterCommit(() -> done.add("rolled back"));
                        throw new IOException("disk");
                    }))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> scope.inTransaction(() -> {
                        scope.afterCommit(() -> done.add("refused"));
                        return scope.sql().execute(scope.unscopedSql(twice));
                    }))
                    .isInstanceOf(DataAccessException.class);
            scope.inTransaction(() -> 0);
        });
        assertThat(done).isEmpty();
    }

    @Test
    void ofWhatIsToFollowASavepointThatFailsTakesItsOwnPartOnly() throws Exception {
        List<String> done = new ArrayList<>();
        asAnn(scope -> scope.inTransaction(() -> {
            scope.afterCommit(() -> done.add("outer"));
            assertThatThrownBy(() -> scope.inTransaction(() -> {
                        scope.afterCommit(() -> done.add("inner"));
                        throw new IOException("disk");
                    }))
                    .isInstanceOf(IOException.class);
            scope.inTransaction(() -> {
                scope.afterCommit(() -> done.add("kept"));
                return 0;
            });
            assertThat(done).isEmpty();
            return 0;
        }));
        assertThat(done).containsExactly("outer", "kept");
    }

    @Test
    void whatFollowsMayFailAndNobodyTakesItForTheTransaction() throws Exception {
        List<String> done = new ArrayList<>();
        Runnable failing = () -> {
            throw new IllegalStateException("too late");
        };
        asAnn(scope -> {
            scope.inTransaction(() -> {
                set(scope, 1);
                scope.afterCommit(failing);
                scope.afterCommit(() -> done.add("all the same"));
                return 0;
            });
            scope.afterCommit(failing);
            scope.afterCommit(() -> done.add("at once, outside"));
        });
        assertThat(stored()).isEqualTo("1");
        assertThat(done).containsExactly("all the same", "at once, outside");
    }

    @Test
    void nothingCanBeAddedFromAnotherThread() throws Exception {
        asAnn(scope -> {
            FutureTask<@Nullable Void> elsewhere = new FutureTask<>(() -> scope.afterCommit(() -> {}), null);
            Thread.ofPlatform().start(elsewhere);
            assertThatThrownBy(elsewhere::get).hasCauseInstanceOf(IsolationException.ScopeMisuse.class);
        });
    }
}
