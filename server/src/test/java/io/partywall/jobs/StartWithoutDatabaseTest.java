package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Workers whose database is away when they begin. */
class StartWithoutDatabaseTest {

    private Queue queue;

    @SuppressWarnings("NullAway.Init") // set before each test
    StartWithoutDatabaseTest() {}

    @BeforeEach
    void open() throws SQLException {
        queue = new Queue();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void workersThatCannotReachTheDatabaseSaySoAndDoNotBegin() {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        // A port that nobody listens on.
        nobody.setPortNumbers(new int[] {1});

        assertThatThrownBy(() -> Workers.start(
                        nobody,
                        queue.tenancy,
                        queue.contexts,
                        DatabaseClock.of(queue.platform),
                        JobHandlers.none(),
                        WorkerOptions.DEFAULT))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("workers cannot begin");
    }
}
