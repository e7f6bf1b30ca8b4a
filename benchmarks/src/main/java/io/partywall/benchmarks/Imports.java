package io.partywall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.benchmarks.Sampler.Micros;
import io.partywall.connectors.FileConnector;
import io.partywall.connectors.onlineretail.OnlineRetailImport;
import io.partywall.events.Counts;
import io.partywall.events.EventPartitions;
import io.partywall.isolation.Access;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.snapshots.RollUp;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The import of a shop's files, end to end, beside COPY of the very rows that it makes. Each round begins with empty tables
 * and a tenant of its own. The variants take turns file by file, so that whatever else the machine does meets all alike.
 */
final class Imports implements AutoCloseable {

    static final String COPY = "COPY";
    static final String IMPORT = "import";

    private static final String DATABASE = "imports";

    /** The tenant of a round, and the right to write for it. */
    private record Owner(Tenant tenant, TenantContext context) {}

    /** Takes in one file, or its rows. */
    private interface Turn {
        void run(int file) throws SQLException;
    }

    private static final class Variant {

        private final String name;
        private final Turn turn;
        private final long[] nanosALine;

        Variant(String name, int samples, Turn turn) {
            this.name = name;
            this.turn = turn;
            this.nanosALine = new long[samples];
        }

        void run(int sample, int file) throws SQLException {
            long begin = System.nanoTime();
            turn.run(file);
            nanosALine[sample] = (System.nanoTime() - begin) / RetailFiles.LINES_OF_A_DAY;
        }
    }

    private final List<Path> files;
    private final HikariDataSource superuser;
    private final HikariDataSource platform;
    private final HikariDataSource application;
    private final Tenancy tenancy;
    private final Tenants tenants;
    private final Contexts contexts;
    private final OnlineRetailImport imports;
    private final Random random = new Random(42);
    private int number;
    private Owner owner;

    private Imports(Server server, List<Path> files) throws SQLException {
        this.files = files;
        server.execute("create database " + DATABASE);
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
        try (HikariDataSource migrator = server.pool(DATABASE, "postgres", 2)) {
            Migrations.of(migrator).trusting(keys).run();
        }
        superuser = server.pool(DATABASE, "postgres", 3);
        platform = server.pool(DATABASE, Roles.PLATFORM, 1);
        application = server.pool(DATABASE, Roles.APP, 1);
        tenancy = Tenancy.connect(application, keys);
        tenants = new Tenants(platform);
        contexts = new Contexts(keys);
        imports = new OnlineRetailImport(tenancy, new EventPartitions(platform), Clock.systemUTC());
        owner = newOwner();
    }

    static List<Result> measure(Server server, int rounds, Report report) throws SQLException, IOException {
        report.link("import");
        Path directory = Files.createTempDirectory("partywall-benchmark-");
        List<Path> files = RetailFiles.write(directory);
        try (Imports imports = new Imports(server, files)) {
            Result result = imports.measure(rounds);
            report.printRates(result);
            return List.of(result);
        } finally {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        }
    }

    private Result measure(int rounds) throws SQLException {
        // Warms up, and makes the partitions and the rows that are copied.
        for (int file = 0; file < files.size(); file++) {
            importFirst(file);
        }
        List<byte[]> rows = rows();
        int samples = rounds * files.size();
        try (CopyTarget twin = CopyTarget.create(superuser.getConnection(), "public.copied", true);
                CopyTarget loose = CopyTarget.create(superuser.getConnection(), "public.copied_without_keys", false)) {
            List<Variant> fresh = List.of(
                    new Variant(COPY, samples, file -> twin.copy(rows.get(file))),
                    new Variant("COPY, no FKs", samples, file -> loose.copy(rows.get(file))),
                    new Variant(IMPORT, samples, this::importFirst));
            List<Variant> repeated = List.of(
                    new Variant("import again", samples, this::importAgain),
                    new Variant("roll-up alone", samples, this::rollUp));
            for (int round = 0; round < rounds; round++) {
                twin.clear();
                loose.clear();
                execute("truncate app.analytics_events");
                execute("checkpoint");
                owner = newOwner();
                inTurns(fresh, round);
                require(twin.count() == RetailFiles.LINES, "COPY left out rows");
                // Nobody else does it, while autovacuum is off.
                execute("analyze app.analytics_events");
                inTurns(repeated, round);
            }
            Map<String, Micros> figures = new LinkedHashMap<>();
            Stream.of(fresh, repeated)
                    .flatMap(List::stream)
                    .forEach(variant -> figures.put(variant.name, Micros.of(variant.nanosALine)));
            return new Result("loopback", "files of %,d lines".formatted(RetailFiles.LINES_OF_A_DAY), figures);
        }
    }

    private void inTurns(List<Variant> variants, int round) throws SQLException {
        List<Variant> order = new ArrayList<>(variants);
        for (int file = 0; file < files.size(); file++) {
            Collections.shuffle(order, random);
            for (Variant variant : order) {
                variant.run(round * files.size() + file, file);
            }
        }
    }

    private Owner newOwner() {
        number++;
        Tenant tenant = tenants.create(
                "shop-" + number, "Shop " + number, ZoneId.of("Europe/London"), Currency.getInstance("GBP"));
        return new Owner(tenant, contexts.service(tenant.id(), "benchmark", Access.WRITE));
    }

    private void importFirst(int file) {
        require(imported(file).inserted() == RetailFiles.LINES_OF_A_DAY, "lines are missing");
    }

    private void importAgain(int file) {
        require(imported(file).unchanged() == RetailFiles.LINES_OF_A_DAY, "lines have changed");
    }

    private Counts imported(int file) {
        return imports.run(owner.tenant(), owner.context(), files.get(file), true, position -> {})
                .counts();
    }

    /** What an import ends with, once more: a part of its time. */
    private void rollUp(int file) {
        tenancy.useTenant(owner.context(), scope -> {
            FileConnector connector = FileConnector.of(scope, OnlineRetailImport.FORMAT);
            scope.inTransaction(() -> {
                RollUp.run(scope, connector.id(), Set.of(RetailFiles.day(file)));
                return connector;
            });
        });
    }

    /** The rows of each file as COPY reads them, in the order in which the import wrote them. */
    private List<byte[]> rows() throws SQLException {
        List<byte[]> rows = new ArrayList<>();
        try (Connection connection = superuser.getConnection()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (int file = 0; file < files.size(); file++) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                copy.copyOut(
                        "copy (select * from app.analytics_events where day = '" + RetailFiles.day(file)
                                + "') to stdout",
                        text);
                rows.add(text.toByteArray());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return rows;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    @Override
    public void close() {
        tenancy.close();
        for (HikariDataSource pool : Arrays.asList(application, platform, superuser)) {
            pool.close();
        }
    }
}
