package io.partywall.isolation;

import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.FieldOrRow;
import org.jooq.Name;
import org.jooq.Param;
import org.jooq.Row;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** The scope's tenant, as it appears in statements, and the judge of what others propose in its place. */
final class TenantValue {

    private enum Verdict {
        OWN,
        ABSENT,
        FOREIGN,
        UNKNOWABLE
    }

    private final TenantTables tables;
    private final TenantId tenant;

    TenantValue(TenantTables tables, TenantId tenant) {
        this.tables = tables;
        this.tenant = tenant;
    }

    Field<UUID> constant() {
        return new TenantLiteral(tenant);
    }

    /** The row that goes by {@code name} belongs to the tenant. */
    Condition owns(Name name, String tenantColumn) {
        return DSL.field(name.append(tenantColumn), UUID.class).eq(constant());
    }

    /** What a new row gets, where {@code proposed} stood for it: the tenant, or a refusal. */
    Field<UUID> forInsert(Field<?> proposed, TableName table) {
        return switch (judge(proposed)) {
            case OWN, ABSENT -> constant();
            case FOREIGN -> throw foreign("insert into", table);
            case UNKNOWABLE -> throw unknowable(proposed, table);
        };
    }

    /** What an existing row gets: it may be told the tenant that it has, and nothing else. */
    Field<UUID> forUpdate(Object proposed, TableName table) {
        Verdict verdict = proposed instanceof Field<?> field ? judge(field) : Verdict.UNKNOWABLE;
        return switch (verdict) {
            case OWN -> constant();
            case ABSENT, FOREIGN -> throw foreign("update of", table);
            case UNKNOWABLE -> throw unknowable(proposed, table);
        };
    }

    /** Whether assigning to {@code target} touches the tenant column; a row that holds the column among others is refused. */
    boolean isAssigned(FieldOrRow target, String tenantColumn, TableName table) {
        if (target instanceof Row row) {
            for (Field<?> field : row.fields()) {
                if (field.getName().equals(tenantColumn)) {
                    throw unknowable(row, table);
                }
            }
        }
        return target instanceof Field<?> field && field.getName().equals(tenantColumn);
    }

    private Verdict judge(Field<?> proposed) {
        return switch (proposed) {
            case TenantLiteral literal -> literal.tenant().equals(tenant) ? Verdict.OWN : Verdict.FOREIGN;
            case QOM.FieldAlias<?> alias -> judge(alias.$aliased());
            case QOM.Excluded<?> excluded -> isTenantColumn(excluded.$field()) ? Verdict.OWN : Verdict.UNKNOWABLE;
            case QOM.Default<?> ignored -> Verdict.ABSENT;
            case Param<?> param -> judgeConstant(param);
            default -> isTenantColumn(proposed) ? Verdict.OWN : Verdict.UNKNOWABLE;
        };
    }

    private Verdict judgeConstant(Param<?> param) {
        Object value = databaseValue(param);
        if (value == null) {
            return Verdict.ABSENT;
        }
        return value.toString().equalsIgnoreCase(tenant.toString()) ? Verdict.OWN : Verdict.FOREIGN;
    }

    private static <T> @Nullable Object databaseValue(Param<T> param) {
        Converter<?, ? super T> converter = param.getConverter();
        return converter.to(param.getValue());
    }

    /** A tenant column of a tenant's table: wherever a scoped statement reads it, it holds the scope's tenant. */
    private boolean isTenantColumn(Field<?> field) {
        if (!(field instanceof TableField<?, ?> column) || column.getTable() == null) {
            return false;
        }
        Table<?> base = Aliases.base(column.getTable());
        return base instanceof TableImpl<?>
                && tables.find(Aliases.renderedName(base))
                        .filter(known -> column.getName().equals(known.tenantColumn()))
                        .isPresent();
    }

    private IsolationException foreign(String action, TableName table) {
        return new IsolationException.ForeignTenant(
                action + " " + table + " names another tenant than the scope's, " + tenant + ": leave the column out");
    }

    private static IsolationException unknowable(Object proposed, TableName table) {
        return new IsolationException.UnscopedStatement("a write to " + table
                + " computes the tenant column (" + proposed
                + "), so nobody can tell whose row it becomes: leave the column"
                + " out, it is filled");
    }
}
