package io.partywall.schema;

import io.partywall.isolation.IsolationInstaller;
import io.partywall.isolation.SigningKeys;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to the newest version of the platform's schema: roles, the isolation library, then the migrations, all
 * pending ones in one transaction. Safe to run again, and from several processes at once. For one thread.
 */
public final class Migrations {

    /** The version of the last migration. */
    static final String NEWEST = "016";

    private static final String UNDEFINED = "42P01 3F000 22023 42704";

    private final DataSource migrator;
    private final Map<String, String> passwords = new HashMap<>();
    private @Nullable SigningKeys keys;
    private MigrationVersion target = MigrationVersion.LATEST;
    private String location = "classpath:io/partywall/schema/migrations";

    private Migrations(DataSource migrator) {
        this.migrator = migrator;
    }

    /**
     * Migrations of a database, by a login that is an administrator of it, or that an administrator has made a member of
     * {@link Roles#OWNER}.
     */
    public static Migrations of(DataSource migrator) {
        return new Migrations(migrator);
    }

    /** Makes these the keys whose signatures the database verifies; without it they stay as they are. */
    public Migrations trusting(SigningKeys keys) {
        this.keys = keys;
        return this;
    }

    /** Sets the password of {@link Roles#APP} or {@link Roles#PLATFORM}; without it a password stays as it is. */
    public Migrations password(String role, String password) {
        passwords.put(role, password);
        return this;
    }

    Migrations upTo(String version) {
        target = MigrationVersion.fromVersion(version);
        return this;
    }

    Migrations from(String location) {
        this.location = location;
        return this;
    }

    /**
     * What a run has done.
     *
     * @param from the version that was found; null in a database that was empty
     * @param to the version that is there now
     * @param count how many migrations ran
     */
    public record Report(@Nullable String from, String to, int count) {}

    /**
     * Migrates. When a migration fails, none of those that were pending has happened.
     *
     * @throws AdministratorNeeded when this login may not do what is missing
     * @throws org.flywaydb.core.api.FlywayException when a migration fails, or an applied one has been changed since
     */
    public Report run() throws SQLException {
        try (Connection connection = migrator.getConnection()) {
            connection.setAutoCommit(false);
            Roles.prepare(connection, passwords);
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set role " + Roles.OWNER);
            }
            IsolationInstaller.install(connection, Roles.APP);
            if (keys != null) {
                IsolationInstaller.trust(connection, keys);
            }
        }
        MigrateResult result = flyway().migrate();
        String reached = result.targetSchemaVersion != null ? result.targetSchemaVersion : result.initialSchemaVersion;
        return new Report(result.initialSchemaVersion, reached == null ? "0" : reached, result.migrationsExecuted);
    }

    /** Whether there is nothing to do but perhaps keys and passwords: asked by one query, so that a command starts quickly. */
    public boolean isCurrent() throws SQLException {
        try (Connection connection = migrator.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set role " + Roles.OWNER);
            try (ResultSet row = statement.executeQuery("select max(version) = '" + NEWEST
                    + "' and (select max(version) from isolation.installation) = " + IsolationInstaller.VERSION
                    + " from app.schema_history where success")) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException failure) {
            if (UNDEFINED.contains(String.valueOf(failure.getSQLState()))) {
                return false;
            }
            throw failure;
        }
    }

    private Flyway flyway() {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(migrator)
                .initSql("set role " + Roles.OWNER)
                .locations(location)
                .target(target)
                .schemas("app")
                .createSchemas(false)
                .table("schema_history")
                .group(true)
                .validateMigrationNaming(true)
                .cleanDisabled(true);
        return configuration.load();
    }
}
