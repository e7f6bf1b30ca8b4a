package io.partywall.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears the {@link Bell}, on a connection of its own. Behind a pooler that shares connections it hears nothing, and nothing is lost. */
final class Listener implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 100;

    private final DataSource platform;
    private final Wake wake;
    private @Nullable Connection connection;

    Listener(DataSource platform, Wake wake) {
        this.platform = platform;
        this.wake = wake;
    }

    /** Waits for the next ring. For one thread. */
    void step() throws SQLException {
        try {
            if (connection == null) {
                connection = platform.getConnection();
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen " + Bell.CHANNEL);
                }
                // Whatever was rung before is not heard.
                wake.raise();
            }
            PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(PATIENCE_MILLIS);
            if (heard != null && heard.length > 0) {
                wake.raise();
            }
        } catch (SQLException broken) {
            close();
            throw broken;
        }
    }

    @Override
    public void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
