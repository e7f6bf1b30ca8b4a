package io.partywall.benchmarks.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** KPIs by plain JDBC, through a role that no row security binds: what keeps tenants apart is a condition that each statement has to have. */
final class PlainKpis {

    private static final String COLUMNS =
            "id, name, description, target_value, current_value, unit, category, direction, metric_code,"
                    + " is_active, deleted_at, created_at, updated_at";

    private static final String LIST =
            "select " + COLUMNS + " from app.kpis where tenant_id = ? and deleted_at is null order by id desc limit ?";

    private static final String LIST_FURTHER = "select " + COLUMNS
            + " from app.kpis where tenant_id = ? and deleted_at is null and id < ? order by id desc limit ?";

    private static final String GET = "select " + COLUMNS + " from app.kpis where tenant_id = ? and id = ?";

    private static final String UPDATE = """
        update app.kpis set name = ?, description = ?, target_value = ?, unit = ?, category = ?::app.kpi_category,
            direction = ?::app.kpi_direction, metric_code = ?, is_active = ?
        where tenant_id = ? and id = ?
        returning %s
        """.formatted(COLUMNS);

    private final DataSource pool;

    PlainKpis(DataSource pool) {
        this.pool = pool;
    }

    /** The newest first, those before one of them where it is given. */
    List<PlainKpi> list(UUID tenant, @Nullable UUID before, int limit) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(before == null ? LIST : LIST_FURTHER)) {
            int index = 1;
            statement.setObject(index++, tenant);
            if (before != null) {
                statement.setObject(index++, before);
            }
            statement.setInt(index, limit);
            List<PlainKpi> kpis = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    kpis.add(kpi(rows));
                }
            }
            return kpis;
        }
    }

    Optional<PlainKpi> get(UUID tenant, UUID id) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return one(connection, GET, tenant, id);
        }
    }

    /** Changes one in a transaction; none where there is none. */
    Optional<PlainKpi> change(UUID tenant, UUID id, Function<PlainKpi, PlainKpiDraft> change) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Optional<PlainKpi> current = one(connection, GET + " for no key update", tenant, id);
                if (current.isEmpty()) {
                    connection.rollback();
                    return current;
                }
                PlainKpi changed = update(connection, tenant, id, change.apply(current.get()));
                connection.commit();
                return Optional.of(changed);
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static PlainKpi update(Connection connection, UUID tenant, UUID id, PlainKpiDraft draft)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            statement.setString(1, draft.name().strip());
            statement.setString(2, draft.description());
            statement.setBigDecimal(3, draft.targetValue());
            statement.setString(4, draft.unit());
            statement.setString(5, draft.category().getLiteral());
            statement.setString(6, draft.direction().getLiteral());
            statement.setString(7, draft.metricCode());
            statement.setBoolean(8, draft.isActive());
            statement.setObject(9, tenant);
            statement.setObject(10, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return kpi(row);
            }
        }
    }

    private static Optional<PlainKpi> one(Connection connection, String sql, UUID tenant, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, tenant);
            statement.setObject(2, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(kpi(row)) : Optional.empty();
            }
        }
    }

    private static PlainKpi kpi(ResultSet row) throws SQLException {
        OffsetDateTime deletedAt = row.getObject(11, OffsetDateTime.class);
        return new PlainKpi(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getBigDecimal(4),
                row.getBigDecimal(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getBoolean(10),
                deletedAt == null ? null : deletedAt.toInstant(),
                moment(row, 12),
                moment(row, 13));
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
