package io.partywall.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.connectors.onlineretail.OnlineRetailImport;
import io.partywall.database.Credentials;
import io.partywall.database.Database;
import io.partywall.database.Role;
import io.partywall.events.EventPartitions;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.tenants.Tenants;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The platform as a command needs it: its database, walled and up to date. The embedded database is migrated when it is
 * opened; another one is not touched without being asked ({@code partywall migrate}).
 */
final class Platform implements AutoCloseable {

    private static final int CONNECTIONS = 4;

    private final Database database;
    private final SigningKeys keys;
    private @Nullable HikariDataSource pool;
    private @Nullable Tenancy tenancy;

    private Platform(Database database, SigningKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    static Platform open(String command) {
        Database database = Database.open(command);
        try {
            if (database.isEmbedded()) {
                migrate(database);
            }
            return new Platform(database, SigningKeys.parse(database.signingKeys()));
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /** Brings the database up to date, with the passwords and keys that its other users will log in with. */
    static Migrations.Report migrate(Database database) {
        Credentials credentials = database.obtainCredentials();
        try {
            return Migrations.of(database.dataSource(Role.ADMIN))
                    .trusting(SigningKeys.parse(credentials.signingKeys()))
                    .password(Roles.APP, credentials.appPassword())
                    .password(Roles.PLATFORM, credentials.platformPassword())
                    .run();
        } catch (SQLException failure) {
            throw new UserError("the database cannot be migrated: " + failure.getMessage());
        }
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

    Tenancy tenancy() {
        if (tenancy == null) {
            HikariConfig config = new HikariConfig();
            config.setDataSource(database.dataSource(Role.APP));
            config.setMaximumPoolSize(CONNECTIONS);
            config.setMinimumIdle(0);
            pool = new HikariDataSource(config);
            try {
                tenancy = Tenancy.connect(pool, keys);
            } catch (SQLException failure) {
                throw new UserError("the database does not answer: " + failure.getMessage());
            }
        }
        return tenancy;
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
