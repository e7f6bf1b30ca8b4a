package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Result;
import io.partywall.database.Database;
import io.partywall.database.Homes;
import io.partywall.database.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo}, the first command of a new user: what it shows, that it shows it again, and that it is what its files say. */
class DemoCommandTest {

    private static final List<String> SLUGS = List.of("berlin-bikes", "hudson-roasters", "london-gifts");

    @Test
    void itShowsThreeTenantsAndTheirWallsAndShowsTheSameAgain(@TempDir Path directory) throws Exception {
        Path home = Homes.fresh(directory.resolve("home"));
        Command partywall = Command.in(directory).with("PARTYWALL_HOME", home.toString());
        Result first = partywall.run("demo", "--no-serve").succeeded();

        assertThat(first.out())
                .contains("London Gift Company  ", "Berliner Radhaus  ", "Hudson Coffee Roasters  ")
                .contains("revenue GBP", "revenue EUR", "revenue USD");
        assertThat(first.out().lines().filter(line -> line.startsWith("2026-10-31 ")))
                .hasSize(3)
                .allMatch(line -> line.contains("█"));
        theWallHolds(first.out(), home);
        assertThat(first.err()).matches("(demo: \\d+ %, importing [a-z-]+\n)+");

        Map<String, Long> events = events(home);
        assertThat(events).containsOnlyKeys(SLUGS);
        assertThat(events).isEqualTo(linesOfFiles(home.resolve("demo")));

        List<String> runs = query(home, "select tenant_id || id::text from app.connector_runs order by 1");
        Result second = partywall.run("demo", "--no-serve").succeeded();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        assertThat(query(home, "select tenant_id || id::text from app.connector_runs order by 1"))
                .isEqualTo(runs);
        assertThat(query(home, """
            select slug || ' ' || string_agg(m.role::text, ',' order by m.role::text)
            from app.tenants t join app.tenant_members m on m.tenant_id = t.id group by slug order by slug\
            """))
                .allMatch(line -> line.endsWith(" ADMIN,OWNER,VIEWER"))
                .hasSize(3);
    }

    /** Each trial by its beginning, and what it must get. */
    private static void theWallHolds(String out, Path home) throws SQLException {
        List<String> trials = out.lines()
                .dropWhile(line -> !line.startsWith("as london-gifts, select from app.analytics_events with"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .toList();
        String own = query(home, """
            select count(*) || ' order lines, revenue ' || sum(value) from app.analytics_events e
            join app.tenants t on t.id = e.tenant_id where slug = 'london-gifts'\
            """).getFirst();
        assertThat(trials).hasSize(5);
        assertThat(trials.get(0)).startsWith("its own signed context").endsWith("  " + own);
        assertThat(trials.get(1)).startsWith("no context").endsWith("  0 order lines, revenue 0");
        assertThat(trials.get(2))
                .startsWith("a stolen id: berlin-bikes's, without")
                .endsWith("  0 order lines, revenue 0");
        assertThat(trials.get(3))
                .startsWith("a stolen id: berlin-bikes's, with its own")
                .contains("ERROR: tenant context refused");
        assertThat(trials.get(4))
                .startsWith("a forged context")
                .contains("ERROR: tenant context refused: the signature does");
    }

    private static Map<String, Long> events(Path home) throws SQLException {
        Map<String, Long> bySlug = new TreeMap<>();
        for (String line : query(home, """
            select slug || ' ' || count(*) from app.analytics_events e join app.tenants t on t.id = e.tenant_id
            where event_type = 'order_line' group by slug\
            """)) {
            int space = line.indexOf(' ');
            bySlug.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
        }
        return bySlug;
    }

    private static Map<String, Long> linesOfFiles(Path directory) throws IOException {
        Map<String, Long> bySlug = new TreeMap<>();
        for (String slug : SLUGS) {
            try (Stream<Path> files = Files.list(directory.resolve(slug))) {
                bySlug.put(slug, files.mapToLong(DemoCommandTest::orderLines).sum());
            }
        }
        return bySlug;
    }

    private static long orderLines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> query(Path home, String sql) throws SQLException {
        try (Database database = Database.open("test", Map.of("PARTYWALL_HOME", home.toString()), home);
                Connection connection = database.dataSource(Role.ADMIN).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
