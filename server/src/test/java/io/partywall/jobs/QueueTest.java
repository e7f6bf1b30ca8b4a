package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A queue for the whole class, and two tenants without jobs for each of its tests. */
@Timeout(240)
abstract class QueueTest {

    static Queue queue;

    TenantId acme;
    TenantId beta;

    @BeforeAll
    static void open() throws SQLException {
        queue = new Queue();
    }

    @AfterAll
    static void close() {
        queue.close();
    }

    @BeforeEach
    void enter() {
        acme = queue.tenant("acme");
        beta = queue.tenant("beta");
        queue.serve(JobType.DEFAULT_QUEUE);
    }

    @AfterEach
    void clear() {
        queue.clear();
    }
}
