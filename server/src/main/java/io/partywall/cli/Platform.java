package io.partywall.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.audit.AuditKeys;
import io.partywall.audit.SealTrail;
import io.partywall.connectors.onlineretail.ImportFile;
import io.partywall.connectors.onlineretail.OnlineRetailImport;
import io.partywall.database.Credentials;
import io.partywall.database.Database;
import io.partywall.database.KeptKeys;
import io.partywall.database.Role;
import io.partywall.events.EventPartitions;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.jobs.DatabaseClock;
import io.partywall.jobs.JobBoard;
import io.partywall.jobs.JobControl;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.Recurring;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.secrets.MasterKeys;
import io.partywall.secrets.ReencryptSecrets;
import io.partywall.secrets.Secrets;
import io.partywall.snapshots.RollUpDays;
import io.partywall.tenants.ExportTenant;
import io.partywall.tenants.ForgetExpired;
import io.partywall.tenants.Tenants;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The platform as a command needs it: its database, walled and up to date. The embedded database is migrated when it is
 * opened; another one is not touched without being asked ({@code partywall migrate}).
 */
final class Platform implements AutoCloseable {

    private static final int CONNECTIONS = 4;

    private final Database database;
    private SigningKeys keys;
    private int connections = CONNECTIONS;
    private @Nullable HikariDataSource pool;
    private @Nullable Tenancy tenancy;

    private Platform(Database database, SigningKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    static Platform open(String command) {
        Database database = openDatabase(command);
        try {
            SigningKeys keys = signingKeys(database.signingKeys());
            if (!database.isEmbedded() && database.hasAdministrator() && isOutdated(database)) {
                throw new UserError(
                        "the database at " + database.describe() + " is not up to date: run './partywall migrate'");
            }
            return new Platform(database, keys);
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /** The database alone; the embedded one with all that its URLs name. */
    static Database openDatabase(String command) {
        Database database = Database.open(command);
        try {
            if (database.isEmbedded() && isOutdated(database)) {
                migrate(database);
            }
            return database;
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /** Whether it is known to be older; that is for a login to see that may become the owner. */
    private static boolean isOutdated(Database database) {
        try {
            return !Migrations.of(database.dataSource(Role.ADMIN)).isCurrent();
        } catch (SQLException failure) {
            if (!database.isEmbedded() && isRefusal(failure)) {
                return false;
            }
            throw new DataAccessException("the database does not answer", failure);
        }
    }

    private static boolean isRefusal(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("28") || state.equals("42501");
    }

    static SigningKeys signingKeys(String text) {
        try {
            return SigningKeys.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new UserError("the signing keys cannot be used: " + malformed.getMessage());
        }
    }

    /** Brings the database up to date, with the passwords and keys that its other users will log in with. */
    static Migrations.Report migrate(Database database) {
        Credentials credentials = database.obtainCredentials();
        Migrations migrations =
                Migrations.of(database.dataSource(Role.ADMIN)).trusting(signingKeys(credentials.signingKeys()));
        // A password that is right already is left: to set one takes more rights than to migrate.
        if (isRefused(database, Role.APP)) {
            migrations.password(Roles.APP, credentials.appPassword());
        }
        if (isRefused(database, Role.PLATFORM)) {
            migrations.password(Roles.PLATFORM, credentials.platformPassword());
        }
        try {
            return migrations.run();
        } catch (SQLException failure) {
            throw new DataAccessException("the database cannot be migrated", failure);
        }
    }

    private static boolean isRefused(Database database, Role role) {
        try (Connection _ = database.dataSource(role).getConnection()) {
            return false;
        } catch (SQLException failure) {
            return String.valueOf(failure.getSQLState()).startsWith("28");
        }
    }

    /** How many connections the application's pool has at least; to be said before the pool is used. */
    void withConnections(int least) {
        connections = Math.max(connections, least);
    }

    Database database() {
        return database;
    }

    Contexts contexts() {
        return new Contexts(keys);
    }

    Tenants tenants() {
        return new Tenants(database.dataSource(Role.PLATFORM));
    }

    OnlineRetailImport onlineRetailImport() {
        return new OnlineRetailImport(
                tenancy(), new EventPartitions(database.dataSource(Role.PLATFORM)), Clock.systemUTC());
    }

    /** Where exports of tenants are written. */
    Path exports() {
        return database.home().resolve("exports");
    }

    JobBoard jobBoard() {
        return new JobBoard(database.dataSource(Role.PLATFORM));
    }

    JobControl jobControl() {
        return new JobControl(database.dataSource(Role.PLATFORM));
    }

    /** Begins to run jobs, by the database's time, which everything that is asked of this platform later goes by. */
    Workers workers(WorkerOptions options) {
        DataSource platform = database.dataSource(Role.PLATFORM);
        DatabaseClock clock = DatabaseClock.of(platform);
        keys = keys.withClock(clock);
        connections = Math.max(connections, options.slots() + 1);
        if (options.queues().contains(ImportFile.QUEUE.name())) {
            ImportFile.QUEUE.open(platform);
        }
        return Workers.start(platform, tenancy(), contexts(), clock, jobHandlers(), options, recurring());
    }

    SealTrail sealTrail() {
        return new SealTrail(
                database.dataSource(Role.PLATFORM), auditKeys(database.keys(KeptKeys.AUDIT)), Clock.systemUTC());
    }

    Secrets secrets() {
        return secrets(database.dataSource(Role.PLATFORM));
    }

    Secrets secrets(DataSource platform) {
        try {
            return new Secrets(platform, MasterKeys.parse(database.keys(KeptKeys.MASTER)));
        } catch (IllegalArgumentException malformed) {
            throw new UserError("the master keys cannot be used: " + malformed.getMessage());
        }
    }

    AuditKeys.Public publicAuditKeys() {
        return AuditKeys.Public.parse(auditKeys(database.keys(KeptKeys.AUDIT)).publicKeys());
    }

    static AuditKeys auditKeys(String text) {
        try {
            return AuditKeys.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new UserError("the audit keys cannot be used: " + malformed.getMessage());
        }
    }

    /** What each type of jobs is done by. */
    JobHandlers jobHandlers() {
        return JobHandlers.none()
                .with(SealTrail.TYPE, sealTrail())
                .with(ExportTenant.TYPE, new ExportTenant(exports(), Clock.systemUTC()))
                .with(ForgetExpired.TYPE, new ForgetExpired(exports(), Clock.systemUTC()))
                .with(ReencryptSecrets.TYPE, new ReencryptSecrets(secrets()))
                .with(ImportFile.TYPE, new ImportFile(onlineRetailImport()))
                .with(RollUpDays.TYPE, new RollUpDays(Clock.systemUTC()));
    }

    /** What every tenant has done again and again. */
    static List<Recurring> recurring() {
        return List.of(
                Recurring.of("roll-up", "15 0 * * *", RollUpDays.TYPE, RollUpDays.YESTERDAY_AND_TODAY),
                Recurring.of("forget-expired", "40 3 * * *", ForgetExpired.TYPE, new ForgetExpired.Everything()),
                Recurring.of("seal-audit-trail", "*/5 * * * *", SealTrail.TYPE, new SealTrail.All()));
    }

    Tenancy tenancy() {
        if (tenancy == null) {
            StartUp.requireWalls(database);
            HikariConfig config = new HikariConfig();
            config.setDataSource(database.dataSource(Role.APP));
            config.setMaximumPoolSize(connections);
            config.setMinimumIdle(0);
            config.setPoolName("application");
            pool = new HikariDataSource(config);
            try {
                tenancy = Tenancy.connect(pool, keys);
            } catch (SQLException failure) {
                throw new DataAccessException("the database does not answer", failure);
            }
        }
        return tenancy;
    }

    /** The application's connections. */
    HikariDataSource pool() {
        Tenancy _ = tenancy();
        return Objects.requireNonNull(pool);
    }

    @Override
    public void close() {
        try (database) {
            if (tenancy != null) {
                tenancy.close();
            }
            if (pool != null) {
                pool.close();
            }
        }
    }
}
