package io.partywall.benchmarks;

import io.partywall.benchmarks.Shop.Tenant;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** The statements that are measured, written once for all ways. What is read is read to the last value, and checked. */
final class Statements {

    private static final AtomicLong EVENT = new AtomicLong();

    private final boolean namesTenant;
    private final String readOne;
    private final String read;
    private final String aggregate;
    private final String join;
    private final String insert;
    private final String insertMany;
    private final String update;

    Statements(Way way) {
        namesTenant = way.namesTenant();
        String mine = namesTenant ? " and k.tenant_id = ?" : "";
        String kpis = way.schema() + ".kpis";
        String columns = "select k.id, k.day, k.name, k.value from " + kpis + " k ";
        readOne = columns + "where k.id = ?" + mine;
        read = columns + "where k.id >= ? and k.id < ?" + mine + " order by k.id";
        aggregate = "select count(*), sum(k.value), max(k.day) from " + kpis + " k where true" + mine;
        join = "select k.id, c.name, k.value from " + kpis + " k join " + way.schema() + ".channels c"
                + " on c.tenant_id = k.tenant_id and c.id = k.channel_id where k.id >= ? and k.id < ?" + mine
                + " order by k.id";
        insert = "insert into " + way.schema() + ".events (tenant_id, id, kind, value) values (?, ?, ?, ?)";
        insertMany = "insert into " + way.schema() + ".events (tenant_id, id, kind, value) select ?, e.id, e.kind,"
                + " e.value from unnest(?::bigint[], ?::text[], ?::numeric[]) e"
                + " (id, kind, value)";
        update = "update " + kpis + " k set value = k.value + ? where k.id = ?" + mine;
    }

    void readOne(Connection connection, Tenant tenant, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(readOne)) {
            statement.setLong(1, id);
            nameTenant(statement, 2, tenant);
            drain(statement, 1);
        }
    }

    void read(Connection connection, Tenant tenant, long from, int rows) throws SQLException {
        range(read, connection, tenant, from, rows);
    }

    void join(Connection connection, Tenant tenant, long from, int rows) throws SQLException {
        range(join, connection, tenant, from, rows);
    }

    private void range(String sql, Connection connection, Tenant tenant, long from, int rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from);
            statement.setLong(2, from + rows);
            nameTenant(statement, 3, tenant);
            drain(statement, rows);
        }
    }

    void aggregate(Connection connection, Tenant tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(aggregate)) {
            nameTenant(statement, 1, tenant);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                expect(Shop.ROWS_OF_A_TENANT, result.getInt(1));
            }
        }
    }

    void insert(Connection connection, Tenant tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            bindEvent(statement, tenant);
            expect(1, statement.executeUpdate());
        }
    }

    void insertBatch(Connection connection, Tenant tenant, int rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int i = 0; i < rows; i++) {
                bindEvent(statement, tenant);
                statement.addBatch();
            }
            expect(rows, statement.executeBatch().length);
        }
    }

    void insertMany(Connection connection, Tenant tenant, int rows) throws SQLException {
        Object[] ids = new Object[rows];
        Object[] kinds = new Object[rows];
        Object[] values = new Object[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = EVENT.incrementAndGet();
            kinds[i] = "order_line";
            values[i] = BigDecimal.TEN;
        }
        try (PreparedStatement statement = connection.prepareStatement(insertMany)) {
            statement.setObject(1, tenant.uuid());
            statement.setArray(2, connection.createArrayOf("bigint", ids));
            statement.setArray(3, connection.createArrayOf("text", kinds));
            statement.setArray(4, connection.createArrayOf("numeric", values));
            expect(rows, statement.executeUpdate());
        }
    }

    private static void bindEvent(PreparedStatement statement, Tenant tenant) throws SQLException {
        statement.setObject(1, tenant.uuid());
        statement.setLong(2, EVENT.incrementAndGet());
        statement.setString(3, "order_line");
        statement.setBigDecimal(4, BigDecimal.TEN);
    }

    void update(Connection connection, Tenant tenant, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setBigDecimal(1, BigDecimal.ONE);
            statement.setLong(2, id);
            nameTenant(statement, 3, tenant);
            expect(1, statement.executeUpdate());
        }
    }

    private void nameTenant(PreparedStatement statement, int index, Tenant tenant) throws SQLException {
        if (namesTenant) {
            statement.setObject(index, tenant.uuid());
        }
    }

    static void drain(PreparedStatement statement, int rows) throws SQLException {
        int read = 0;
        try (ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                for (int column = 1; column <= columns; column++) {
                    result.getObject(column);
                }
                read++;
            }
        }
        expect(rows, read);
    }

    static void expect(int wanted, int found) {
        if (found != wanted) {
            throw new IllegalStateException("a measurement saw " + found + " rows instead of " + wanted);
        }
    }
}
