package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After some executions the driver prepares a statement on the server, and may part it from the context in front of it: it
 * shows the same rows every time, however its parameters are set, and whatever the size of its rows.
 */
class ServerPreparedTest {

    /** Well above the driver's threshold. */
    private static final int EXECUTIONS = 12;

    private static Shop shop;
    private static Tenancy tenancy;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        tenancy = Tenancy.connect(shop.pool(1), shop.keys);
    }

    @AfterAll
    static void close() {
        tenancy.close();
        shop.close();
    }

    private interface Setter {
        void set(PreparedStatement statement) throws SQLException;
    }

    private static Arguments way(String type, Setter setter) {
        return Arguments.of(type, setter);
    }

    static Stream<Arguments> ways() {
        OffsetDateTime moment = OffsetDateTime.of(2010, 12, 1, 9, 0, 0, 0, ZoneOffset.UTC);
        return Stream.of(
                way("boolean", s -> s.setBoolean(1, true)),
                way("smallint", s -> s.setShort(1, (short) 1)),
                way("int", s -> s.setInt(1, 1)),
                way("bigint", s -> s.setLong(1, 1)),
                way("real", s -> s.setFloat(1, 1)),
                way("float8", s -> s.setDouble(1, 1)),
                way("numeric", s -> s.setBigDecimal(1, BigDecimal.ONE)),
                way("text", s -> s.setString(1, "one")),
                way("bytea", s -> s.setBytes(1, new byte[] {1})),
                way("text[]", s -> s.setArray(1, s.getConnection().createArrayOf("text", new String[] {"one"}))),
                way("date", s -> s.setDate(1, Date.valueOf("2010-12-01"))),
                way("date", s -> s.setObject(1, LocalDate.of(2010, 12, 1))),
                way("date", s -> s.setObject(1, "2010-12-01", Types.OTHER)),
                way("timestamp", s -> s.setTimestamp(1, Timestamp.valueOf("2010-12-01 09:00:00"))),
                way("timestamp", s -> s.setObject(1, LocalDateTime.of(2010, 12, 1, 9, 0))),
                way("timestamptz", s -> s.setObject(1, moment)),
                way("uuid", s -> s.setObject(1, new UUID(1, 1))),
                way("uuid", s -> s.setObject(1, new UUID(1, 1).toString(), Types.OTHER)),
                way("int", s -> s.setObject(1, 1)),
                way("jsonb", s -> s.setObject(1, "{}", Types.OTHER)),
                way("text", s -> s.setNull(1, Types.VARCHAR)),
                way("date", s -> s.setNull(1, Types.DATE)),
                way("jsonb", s -> s.setNull(1, Types.OTHER)),
                way("int", s -> s.setNull(1, Types.NULL)));
    }

    @ParameterizedTest(name = "{0}[{index}]")
    @MethodSource("ways")
    void itShowsTheSameRowsEveryTime(String type, Setter setter) throws SQLException {
        // Rows of unbounded size; and a text of its own for each way, so that none profits from another's preparation.
        String sql = "select name, value, '" + setter.hashCode() + "' from shop.kpis where (?::" + type
                + ") is not distinct from null or true";
        for (int i = 1; i <= EXECUTIONS; i++) {
            assertThat(rows(sql, setter, true)).as("with auto-commit, " + i).isEqualTo(2);
        }
        for (int i = 1; i <= EXECUTIONS; i++) {
            assertThat(rows(sql, setter, false)).as("in a transaction, " + i).isEqualTo(2);
        }
        assertThat(rows(sql, setter, true)).as("with auto-commit again").isEqualTo(2);
    }

    private static int rows(String sql, Setter setter, boolean autoCommit) throws SQLException {
        return tenancy.inTenant(shop.ann(Access.READ), scope -> {
            try (Connection connection = scope.dataSource().getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                connection.setAutoCommit(autoCommit);
                statement.getParameterMetaData();
                statement.getMetaData();
                setter.set(statement);
                int rows = 0;
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        rows++;
                    }
                }
                connection.setAutoCommit(true);
                return rows;
            }
        });
    }

    @Test
    void whatJooqBindsShowsTheSameRowsEveryTime() {
        for (int i = 1; i <= EXECUTIONS; i++) {
            int seen = tenancy.inTenant(
                    shop.ann(Access.READ),
                    scope -> scope.sql()
                            .select(DSL.field(DSL.name("name"), String.class))
                            .from(DSL.table(DSL.name("shop", "kpis")))
                            .where(DSL.val(LocalDate.of(2010, 12, 1)).le(DSL.currentLocalDate()))
                            .and(DSL.val(OffsetDateTime.now(ZoneOffset.UTC)).isNotNull())
                            .and(DSL.val("{}", SQLDataType.CLOB).isNotNull())
                            .fetch()
                            .size());
            assertThat(seen).as("execution " + i).isEqualTo(2);
        }
    }
}
