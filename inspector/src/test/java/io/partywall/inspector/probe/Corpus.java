package io.partywall.inspector.probe;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Wishes;
import io.partywall.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The labelled schemas, as databases to be probed. */
final class Corpus {

    private static final Path FILES = Path.of("src/test/resources/corpus");

    private Corpus() {}

    static Stream<Path> files(String part) {
        try (Stream<Path> files = Files.list(FILES.resolve(part))) {
            return files.filter(f -> f.toString().endsWith(".sql")).sorted().toList().stream();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static Path file(String part, String number) {
        return files(part)
                .filter(f -> f.getFileName().toString().startsWith(number))
                .findFirst()
                .orElseThrow();
    }

    static String sql(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Makes the schema; in simple mode, since the driver would cut a function's body at its semicolons. */
    static void load(TestDatabase database, Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url("postgres") + "&preferQueryMode=simple");
                var statement = connection.createStatement()) {
            statement.execute(sql(file));
        }
    }

    static ProbeReport probe(TestDatabase database, Path file, ProbeOptions options) throws SQLException {
        return probe(database.pool("postgres", 2), roles(file), options);
    }

    static ProbeReport probe(DataSource dataSource, List<String> roles, ProbeOptions options) throws SQLException {
        return Probes.run(dataSource, read(dataSource, roles), options);
    }

    static Database read(DataSource dataSource, List<String> roles) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("set local search_path = pg_catalog");
            }
            try {
                return Database.read(connection, new Wishes(roles, "", "", Map.of()));
            } finally {
                connection.rollback();
            }
        }
    }

    static List<String> roles(Path file) {
        return sql(file)
                .lines()
                .filter(l -> l.startsWith("-- app:"))
                .flatMap(l ->
                        Stream.of(l.substring(7).replace("(group)", "").strip().split("[, ]+")))
                .toList();
    }

    static Set<String> rolesOf(TestDatabase database) {
        return new TreeSet<>(database.query("select quote_ident(rolname) from pg_roles where rolname !~ '^pg_'"));
    }
}
