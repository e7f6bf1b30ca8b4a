package io.partywall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.benchmarks.Sampler.Variant;
import io.partywall.benchmarks.Shop.Tenant;
import io.partywall.isolation.Tenancy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The same read, of the same number of rows, from tables of one size that few, more and many tenants share. */
final class Growth {

    static final String SCENARIO = "read 51 rows of 5,000,000";

    private static final int TABLE_ROWS = 5_000_000;
    private static final List<Integer> TENANTS = List.of(10, 1_000, 10_000);

    private Growth() {}

    /** What the variant of so many tenants is called. */
    static String variant(int tenants) {
        return "%,d tenants".formatted(tenants);
    }

    static List<String> variants() {
        return TENANTS.stream().map(Growth::variant).toList();
    }

    static List<Result> measure(Server server, int rounds, Report report) throws SQLException {
        report.link("growth");
        for (int tenants : TENANTS) {
            load(server, tenants);
        }
        server.execute("vacuum analyze");
        try (HikariDataSource pool = server.pool(server.port());
                Tenancy tenancy = Tenancy.connect(pool, Shop.KEYS)) {
            List<Variant> variants = new ArrayList<>();
            for (int tenants : TENANTS) {
                variants.add(variant(tenancy, tenants));
            }
            Result result = new Result("loopback", SCENARIO, new Sampler(rounds).measure(variants));
            report.print(result);
            return List.of(result);
        }
    }

    private static String tableOf(int tenants) {
        return "protected.readings_of_" + tenants;
    }

    private static void load(Server server, int tenants) throws SQLException {
        String table = tableOf(tenants);
        server.execute(
                Script.read("growth.sql", Map.of("table", table, "tenants", tenants, "rows", TABLE_ROWS / tenants)));
        try (Connection owner = server.as(Shop.OWNER);
                Statement statement = owner.createStatement()) {
            statement.execute("call isolation.protect('" + table + "')");
        }
    }

    private static Variant variant(Tenancy tenancy, int tenants) {
        List<Tenant> all =
                IntStream.rangeClosed(1, tenants).mapToObj(Shop::tenant).toList();
        int rows = TABLE_ROWS / tenants;
        String sql =
                "select id, day, value from " + tableOf(tenants) + " where id >= ? order by id limit " + Reads.ROWS;
        return new Variant(
                variant(tenants),
                all,
                (tenant, random) -> tenancy.useTenant(tenant.context(), scope -> {
                    long from = 1L + random.nextInt(rows - Reads.ROWS);
                    try (Connection connection = scope.dataSource().getConnection();
                            PreparedStatement statement = connection.prepareStatement(sql)) {
                        statement.setLong(1, from);
                        Statements.drain(statement, Reads.ROWS);
                    }
                }));
    }
}
