package io.partywall.benchmarks.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.access.PlatformWork;
import io.partywall.access.PublicUrl;
import io.partywall.access.RequestShare;
import io.partywall.audit.AuditKeys;
import io.partywall.events.EventPartitions;
import io.partywall.http.Cursors;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.jobs.JobBoard;
import io.partywall.jobs.JobControl;
import io.partywall.jobs.Jobs;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.secrets.MasterKeys;
import io.partywall.secrets.Secrets;
import io.partywall.server.Parts;
import io.partywall.server.Server;
import io.partywall.tenants.Erasures;
import io.partywall.tenants.ExportFiles;
import io.partywall.tenants.Tenants;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The platform, served in this process, on a PostgreSQL of its own whose commits do not wait for the disk and where autovacuum
 * runs as it does by default; and in the same server the same routes without walls.
 */
final class ServedPlatform implements AutoCloseable {

    /** Of each pool, as a server has them when nothing else is said. */
    private static final int CONNECTIONS = 16;

    /** Tomcat tells what it begins and ends; kept, because a logger that nobody holds forgets its level. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private static final long PLENTY = 100_000_000;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final EmbeddedPostgres postgres;
    private final List<HikariDataSource> pools;
    private final Server server;

    private ServedPlatform() throws IOException, SQLException {
        postgres = opened(EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .start());
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
        try (HikariDataSource administrator = pool("administrator", "postgres", 2)) {
            Migrations.of(administrator).trusting(keys).run();
        }
        HikariDataSource application = opened(pool("application", Roles.APP, CONNECTIONS));
        HikariDataSource platform = opened(pool("platform", Roles.PLATFORM, CONNECTIONS));
        HikariDataSource plain = opened(pool("plain", "postgres", CONNECTIONS));
        pools = List.of(application, platform, plain);
        Tenancy tenancy = opened(Tenancy.connect(application, keys));
        server = opened(Server.start(
                parts(tenancy, platform, keys), "127.0.0.1", 0, "", new PlainController(new PlainKpis(plain))));
    }

    static ServedPlatform start() throws IOException, SQLException {
        TOMCAT.setLevel(Level.SEVERE);
        return new ServedPlatform();
    }

    private static Parts parts(Tenancy tenancy, DataSource platform, SigningKeys keys) {
        ExportFiles exports = new ExportFiles(Path.of(System.getProperty("java.io.tmpdir"), "exports"));
        return new Parts(
                tenancy,
                new PlatformWork(platform),
                new Contexts(keys),
                new Tenants(platform),
                new Jobs(platform),
                new JobBoard(platform),
                new JobControl(platform),
                new Secrets(
                        platform, MasterKeys.parse("m1:" + Base64.getEncoder().encodeToString(new byte[32]))),
                AuditKeys.Public.parse(AuditKeys.parse(AuditKeys.generate("a1")).publicKeys()),
                new EventPartitions(platform),
                new Erasures(platform, exports),
                exports,
                _ -> {},
                new Cursors("a secret of the benchmarks".getBytes(StandardCharsets.UTF_8)),
                RequestShare.of(PLENTY, PLENTY, PLENTY),
                new PublicUrl("https://partywall.example"),
                Clock.systemUTC(),
                new Parts.Pools(List.of()));
    }

    private HikariDataSource pool(String name, String role, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=" + role);
        config.setMaximumPoolSize(size);
        config.setPoolName(name);
        return new HikariDataSource(config);
    }

    private <C extends AutoCloseable> C opened(C part) {
        open.push(part);
        return part;
    }

    int port() {
        return server.port();
    }

    /** A connection of the superuser's. */
    Connection superuser() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many connections of the pools are in use. */
    int inUse() {
        return pools.stream()
                .mapToInt(pool -> pool.getHikariPoolMXBean().getActiveConnections())
                .sum();
    }

    /** How many connections the pools have. */
    int connections() {
        return pools.stream()
                .mapToInt(pool -> pool.getHikariPoolMXBean().getTotalConnections())
                .sum();
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
