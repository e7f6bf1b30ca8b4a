package io.partywall.isolation;

import static io.partywall.isolation.Kpis.KPIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/** A scope's transaction: all of its statements or none, and the context in every one of them. */
class TransactionTest extends RevenueTest {

    @Test
    void itIsCommittedWhenTheWorkReturns() throws Exception {
        asAnn(scope -> {
            String result = scope.<String, RuntimeException>inTransaction(() -> {
                set(scope, 1);
                assertThat(stored()).isEqualTo("10");
                return "done";
            });
            assertThat(result).isEqualTo("done");
        });
        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void itIsRolledBackWhenTheWorkThrowsAndTheExceptionPassesThrough() throws Exception {
        IOException thrown = new IOException("disk");
        asAnn(scope -> assertThatThrownBy(() -> scope.inTransaction(() -> {
                    set(scope, 1);
                    throw thrown;
                }))
                .isSameAs(thrown));
        assertThat(stored()).isEqualTo("10");
    }

    @Test
    void anErrorRollsBackToo() throws Exception {
        asAnn(scope -> assertThatThrownBy(() -> scope.inTransaction(() -> {
                    set(scope, 1);
                    throw new AssertionError("broken");
                }))
                .isInstanceOf(AssertionError.class));
        assertThat(stored()).isEqualTo("10");
    }

    @Test
    void anInnerOneThatFailsTakesBackItsOwnPartOnly() throws Exception {
        asAnn(scope -> scope.inTransaction(() -> {
            set(scope, 1);
            assertThatThrownBy(() -> scope.inTransaction(() -> {
                        set(scope, 2);
                        throw new IOException("disk");
                    }))
                    .isInstanceOf(IOException.class);
            scope.inTransaction(() -> {
                scope.sql().insertInto(KPIS, KPIS.name).values("inner").execute();
                return 0;
            });
            return 0;
        }));
        assertThat(stored()).isEqualTo("1");
        assertThat(shop.database.query("select name from shop.kpis where name = 'inner'"))
                .hasSize(1);
    }

    @Test
    void anInnerOneBeforeTheFirstStatementTakesNoContextAwayWithIt() throws Exception {
        asAnn(scope -> scope.inTransaction(() -> {
            assertThatThrownBy(() -> scope.inTransaction(() -> {
                        set(scope, 2);
                        throw new IOException("disk");
                    }))
                    .isInstanceOf(IOException.class);
            set(scope, 3);
            return 0;
        }));
        assertThat(stored()).isEqualTo("3");
    }

    @Test
    void aConstraintThatFailsAtTheCommitIsToldAndNothingStays() throws Exception {
        String twice =
                "insert into shop.seats (tenant_id, id) values ('" + Shop.ACME + "', 1), ('" + Shop.ACME + "', 1)";
        asAnn(scope -> {
            assertThatThrownBy(() -> scope.inTransaction(() -> {
                        set(scope, 1);
                        return scope.sql().execute(scope.unscopedSql(twice));
                    }))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("could not be committed")
                    .hasMessageContaining("seats_key");
            scope.inTransaction(() -> {
                set(scope, 4);
                return 0;
            });
        });
        assertThat(stored()).isEqualTo("4");
        assertThat(shop.database.query("select 1 from shop.seats")).isEmpty();
    }

    /** The settings end with a commit that fails as with any other, so that the next statement brings them along again. */
    @Test
    void aFailedCommitOfPlainJdbcDoesNotLoseTheContext() throws Exception {
        asAnn(scope -> {
            try (Connection connection = scope.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("insert into shop.seats values ('" + Shop.ACME + "', 1), ('" + Shop.ACME + "', 1)");
                assertThatThrownBy(connection::commit).hasMessageContaining("seats_key");
                assertThat(statement.executeUpdate("update shop.kpis set value = 5"))
                        .isEqualTo(2);
                connection.commit();
            }
        });
        assertThat(stored()).isEqualTo("5");
    }

    @Test
    void aStatementThatFailsDoesNotLoseTheContext() throws Exception {
        asAnn(scope -> {
            try (Connection connection = scope.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                assertThatThrownBy(() -> statement.execute("select 1 / 0")).isInstanceOf(SQLException.class);
                connection.rollback();
                assertThat(statement.executeUpdate("update shop.kpis set value = 5"))
                        .isEqualTo(2);
                connection.rollback();
            }
        });
        assertThat(stored()).isEqualTo("10");
    }

    /** SQL that ends the transaction behind the driver's back ends the context with it: nothing is seen, nothing is written. */
    @Test
    void aTransactionThatIsEndedBySqlLeavesNoContextBehind() throws Exception {
        asAnn(scope -> {
            try (Connection connection = scope.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("select 1");
                statement.execute("commit; begin");
                assertThat(statement.executeUpdate("update shop.kpis set value = 666"))
                        .isZero();
                connection.commit();
            }
        });
        assertThat(stored()).isEqualTo("10");
    }

    @Test
    void jooqsOwnTransactionsAreTheScopes() throws Exception {
        asAnn(scope -> {
            scope.sql().transaction(outer -> {
                set(scope, 1);
                assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                            inner.dsl()
                                    .update(KPIS)
                                    .set(KPIS.value, BigDecimal.TWO)
                                    .execute();
                            throw new IllegalStateException("inner");
                        }))
                        .hasMessageContaining("inner");
            });
            assertThatThrownBy(() -> scope.sql().transaction(outer -> {
                        outer.dsl().deleteFrom(KPIS).execute();
                        throw new IllegalStateException("outer");
                    }))
                    .hasMessageContaining("outer");
        });
        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void plainJdbcInsideTakesPartAndCannotEndIt() throws Exception {
        asAnn(scope -> assertThatThrownBy(() -> scope.inTransaction(() -> {
                    try (Connection connection = scope.dataSource().getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("update shop.kpis set value = 6");
                        assertThatThrownBy(connection::commit).hasMessageContaining("ends with its work");
                        assertThatThrownBy(connection::rollback).hasMessageContaining("ends with its work");
                        assertThatThrownBy(() -> connection.setAutoCommit(true))
                                .hasMessageContaining("ends with its work");
                    }
                    assertThat(scope.sql().selectFrom(KPIS).fetch(KPIS.value)).allMatch(value -> value.intValue() == 6);
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class));
        assertThat(stored()).isEqualTo("10");
    }

    @Test
    void aParameterCannotReachTheContextsOwn() throws Exception {
        asAnn(scope -> {
            try (Connection connection = scope.dataSource().getConnection();
                    var statement = connection.prepareStatement("select name from shop.kpis where name = ?")) {
                for (int index : new int[] {0, -1}) {
                    assertThatThrownBy(() -> statement.setString(index, Shop.BETA.toString()))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("parameters count from 1");
                }
            }
        });
    }
}
