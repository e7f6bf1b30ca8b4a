package io.partywall.cli;

import io.partywall.database.Database;
import io.partywall.database.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "url",
        description = {
            "Print a postgresql:// URL, password included, that psql, a BI tool or PgBouncer can use:",
            "  psql \"$(./partywall database url)\"",
            "The embedded server then keeps running until 'database stop'."
        },
        mixinStandardHelpOptions = true)
final class DatabaseUrlCommand implements Runnable {

    /** The roles that a person may ask for: the administrator appears as the owner, so that what is made belongs to it. */
    enum Login {
        app(Role.APP),
        platform(Role.PLATFORM),
        owner(Role.OWNER);

        private final Role role;

        Login(Role role) {
            this.role = role;
        }
    }

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "app",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Login login = Login.app;

    @Override
    public void run() {
        try (Database database = Platform.openDatabase("database url")) {
            String url = database.url(login.role).toLibpq();
            // A URL of a server that stops as this command ends would be of no use.
            if (database.isEmbedded() && DatabaseStartCommand.server().keep()) {
                System.err.println("the embedded PostgreSQL keeps running: './partywall database stop' ends it");
            }
            System.out.println(url);
        }
    }
}
