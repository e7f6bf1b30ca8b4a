package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is to follow a scope's transaction follows its commit, and nothing else. */
class AfterCommitTest extends RevenueTest {

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
