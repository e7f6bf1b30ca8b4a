package io.partywall.isolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Row;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;

/** Gives every row of an INSERT the tenant, and keeps ON CONFLICT DO UPDATE off the rows of others. */
final class InsertScoping {

    private static final String ROWS = "scoped_rows";

    private final TenantValue tenant;
    private final WriteScoping.Target target;

    InsertScoping(TenantValue tenant, WriteScoping.Target target) {
        this.tenant = tenant;
        this.target = target;
    }

    QOM.Insert<?> confine(QOM.Insert<?> insert) {
        QOM.Insert<?> rows;
        if (insert.$select() != null) {
            rows = confineSelect(insert, insert.$select());
        } else if (insert.$defaultValues()) {
            rows = withRows(insert.$defaultValues(false), List.of(tenantField()), List.of(DSL.row(tenant.constant())));
        } else {
            rows = confineValues(insert);
        }
        return insert.$onDuplicateKeyUpdate() ? confineConflict(rows) : rows;
    }

    private QOM.Insert<?> confineConflict(QOM.Insert<?> insert) {
        return insert.$updateSet(WriteScoping.assignments(insert.$updateSet(), target, tenant))
                .$updateWhere(
                        WriteScoping.and(insert.$updateWhere(), tenant.owns(target.name(), target.tenantColumn())));
    }

    private QOM.Insert<?> confineValues(QOM.Insert<?> insert) {
        List<Field<?>> columns = List.copyOf(insert.$columns());
        if (columns.isEmpty()) {
            throw columnsUnnamed();
        }
        return withRows(insert, withTenant(columns), confineRows(columns, insert.$values()));
    }

    List<Field<?>> withTenant(List<? extends Field<?>> columns) {
        List<Field<?>> all = new ArrayList<>(columns);
        if (tenantIndex(columns) < 0) {
            all.add(tenantField());
        }
        return all;
    }

    List<Row> confineRows(List<? extends Field<?>> columns, List<? extends Row> rows) {
        int index = tenantIndex(columns);
        List<Row> confined = new ArrayList<>();
        for (Row row : rows) {
            List<Field<?>> values = new ArrayList<>(Arrays.asList(row.fields()));
            if (index < 0) {
                values.add(tenant.constant());
            } else {
                values.set(index, tenant.forInsert(values.get(index), target.table()));
            }
            confined.add(DSL.row(values));
        }
        return confined;
    }

    /**
     * The rows come from a derived table that keeps the caller's SELECT whole, so it may be of any form. The tenant is
     * constant whatever the SELECT proposed; what it proposed is judged first, so that nothing is rewritten silently.
     */
    private QOM.Insert<?> confineSelect(QOM.Insert<?> insert, Select<?> select) {
        List<Field<?>> columns = new ArrayList<>(insert.$columns());
        if (columns.isEmpty()) {
            throw columnsUnnamed();
        }
        int index = tenantIndex(columns);
        if (index >= 0) {
            judgeProjection(select, index);
        }
        List<String> names = new ArrayList<>();
        List<SelectField<?>> projection = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            names.add("c" + i);
            projection.add(i == index ? tenant.constant() : DSL.field(DSL.name(ROWS, "c" + i)));
        }
        if (index < 0) {
            columns.add(tenantField());
            projection.add(tenant.constant());
        }
        return insert.$columns(columns)
                .$select(DSL.select(projection).from(select.asTable(ROWS, names.toArray(String[]::new))));
    }

    private void judgeProjection(Select<?> select, int index) {
        List<? extends SelectFieldOrAsterisk> proposed = projection(select);
        if (JooqInternals.isSetOperation(select)
                || index >= proposed.size()
                || !(proposed.get(index) instanceof Field<?> field)) {
            throw new IsolationException.UnscopedStatement("insert into " + target.table()
                    + " takes the tenant column from a select that does not show what it holds: leave "
                    + target.tenantColumn() + " out of the column list, it is filled");
        }
        tenant.forInsert(field, target.table());
    }

    /** A SELECT that names no columns has those of its tables. */
    private static List<? extends SelectFieldOrAsterisk> projection(Select<?> select) {
        return select.$select().isEmpty()
                ? select.$from().stream()
                        .flatMap(table -> Arrays.stream(table.fields()))
                        .toList()
                : select.$select();
    }

    private static QOM.Insert<?> withRows(QOM.Insert<?> insert, List<? extends Field<?>> columns, List<Row> rows) {
        return insert.$columns(columns).$values(rows);
    }

    private int tenantIndex(List<? extends Field<?>> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).getName().equals(target.tenantColumn())) {
                return i;
            }
        }
        return -1;
    }

    private Field<UUID> tenantField() {
        return DSL.field(DSL.name(target.tenantColumn()), UUID.class);
    }

    private IsolationException columnsUnnamed() {
        return new IsolationException.UnscopedStatement(
                "insert into " + target.table() + " without a column list: name the columns");
    }
}
