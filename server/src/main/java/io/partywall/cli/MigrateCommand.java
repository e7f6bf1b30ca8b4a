package io.partywall.cli;

import io.partywall.database.Credentials;
import io.partywall.database.Database;
import io.partywall.schema.AdministratorNeeded;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.postgresql.util.PasswordUtil;
import picocli.CommandLine.Command;

@Command(
        name = "migrate",
        description = {
            "Bring the database up to date: roles, walls, tables.",
            "PARTYWALL_DATABASE_URL names a login that may create roles, or one that an administrator has",
            "made a member of partywall_owner. What this login may not do is printed as SQL."
        },
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        try (Database database = Database.open("migrate")) {
            return migrate(database);
        }
    }

    private static int migrate(Database database) {
        try {
            Migrations.Report report = Platform.migrate(database);
            System.out.println(
                    report.count() == 0
                            ? "up to date at version " + report.to()
                            : "migrated "
                                    + (report.from() == null ? "an empty database" : "from version " + report.from())
                                    + " to version " + report.to() + " (" + report.count() + " migrations)");
            return 0;
        } catch (AdministratorNeeded needed) {
            System.err.println("partywall: this login may not prepare the database: "
                    + Failures.oneLine(String.valueOf(needed.getMessage()))
                    + "; run this as an administrator of it, then migrate again:");
            System.out.print(needed.sql() + passwords(database.obtainCredentials()));
            return 2;
        }
    }

    /** The statements that set the passwords known here, as verifiers: the text may pass through other hands. */
    private static String passwords(Credentials credentials) {
        return password(Roles.APP, credentials.appPassword())
                + password(Roles.PLATFORM, credentials.platformPassword());
    }

    private static String password(String role, String password) {
        try {
            return "alter role " + role + " password '"
                    + PasswordUtil.encodePassword(role, password.toCharArray(), "scram-sha-256") + "';\n";
        } catch (SQLException impossible) {
            throw new IllegalStateException("SCRAM is not known", impossible);
        }
    }
}
