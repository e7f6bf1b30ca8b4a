package io.partywall.cli;

import io.partywall.database.Database;
import io.partywall.database.EmbeddedServer;
import io.partywall.database.Role;
import java.sql.Connection;
import java.sql.SQLException;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Tell which database is used, whether it runs, and who uses it.",
        mixinStandardHelpOptions = true)
final class DatabaseStatusCommand implements Runnable {

    @Override
    public void run() {
        if (Database.isElsewhere(System.getenv())) {
            elsewhere();
        } else {
            embedded(DatabaseStartCommand.server().status());
        }
    }

    private static void embedded(EmbeddedServer.Status status) {
        System.out.println("embedded PostgreSQL " + status.version() + ": " + state(status));
        System.out.println("data: " + status.home());
        if (status.running()) {
            System.out.println("address: 127.0.0.1:" + status.port());
        }
        status.users().forEach(user -> System.out.println("in use by: " + user));
    }

    private static String state(EmbeddedServer.Status status) {
        if (status.running()) {
            return status.kept() ? "running until 'database stop'" : "running while a command uses it";
        }
        return status.kept()
                ? "not running, the next command starts it again"
                : "stopped, starts with the next command";
    }

    private static void elsewhere() {
        try (Database database = Database.open("database status");
                Connection connection = database.dataSource(Role.ADMIN).getConnection()) {
            System.out.println("database of PARTYWALL_DATABASE_URL: " + database.describe() + ", PostgreSQL "
                    + connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException unreachable) {
            throw new UserError(
                    "the database of PARTYWALL_DATABASE_URL cannot be reached: " + unreachable.getMessage());
        }
    }
}
