package io.partywall.cli;

import io.partywall.database.Database;
import io.partywall.database.EmbeddedServer;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
        name = "start",
        description = "Start the embedded PostgreSQL and keep it running until 'database stop'.",
        mixinStandardHelpOptions = true)
final class DatabaseStartCommand implements Runnable {

    @Override
    public void run() {
        EmbeddedServer server = server();
        boolean newly = server.keep();
        EmbeddedServer.Status status = server.status();
        System.out.println("PostgreSQL " + status.version() + (newly ? " runs" : " runs already") + " at 127.0.0.1:"
                + status.port() + ", data in " + status.home());
    }

    /** The embedded server, which these commands are about; refused where another database is in use. */
    static EmbeddedServer server() {
        if (Database.isElsewhere(System.getenv())) {
            throw new UserError("PARTYWALL_DATABASE_URL names a database that is not ours to start or stop:"
                    + " unset it to use the embedded one");
        }
        return EmbeddedServer.of(System.getenv(), Path.of("").toAbsolutePath());
    }
}
