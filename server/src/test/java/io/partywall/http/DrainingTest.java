package io.partywall.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A server that is asked to end cuts nobody off. */
class DrainingTest {

    private final ServedApi api = ServedApi.another();
    private final Client owner = api.member(api.tenant("draining"), Role.OWNER);

    @Test
    void whatIsAtWorkEndsAndWhatComesIsRefused() throws SQLException, InterruptedException, ExecutionException {
        String path = "/api/kpis/"
                + owner.post("/api/kpis", "{\"name\": \"Before\"}").is(201).at("/id");
        try (Connection blocker = api.database().pool("postgres", 1).getConnection();
                Statement statement = blocker.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            blocker.setAutoCommit(false);
            statement.execute("select 1 from app.kpis for update");
            Future<Answer> atWork = threads.submit(() -> owner.patch(path, "{\"name\": \"After\"}"));
            while (api.database()
                    .query("select 1 from pg_stat_activity where wait_event_type = 'Lock'")
                    .isEmpty()) {
                Thread.onSpinWait();
            }
            Future<?> stopping = threads.submit(api::stop);
            Answer refused = owner.get(path);
            while (refused.status() == 200) {
                refused = owner.get(path);
            }
            refused.is(503).isProblem("unavailable");
            assertThat(refused.header("Retry-After")).isPresent();
            blocker.rollback();
            assertThat(atWork.get().is(200).at("/name")).isEqualTo("After");
            stopping.get();
        }
    }
}
