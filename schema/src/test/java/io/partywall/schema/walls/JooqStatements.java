package io.partywall.schema.walls;

import io.partywall.schema.jooq.App;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultDataType;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** Operations through jOOQ, on the generated classes where there are any. */
final class JooqStatements {

    private final DSLContext sql;
    private final Row present;
    private final Row fresh;
    private final Table<?> table;
    private final Field<Object> assigned;

    private JooqStatements(DSLContext sql, Row present, Row fresh) {
        this.sql = sql;
        this.present = present;
        this.fresh = fresh;
        this.table = table(present.relation());
        this.assigned = field(present.relation().assigned());
    }

    static Outcome run(DSLContext sql, Operation operation, Row present, Row fresh) {
        JooqStatements statements = new JooqStatements(sql, present, fresh);
        if (operation == Operation.SELECT) {
            return statements.select();
        }
        if (operation == Operation.INSERT && present.relation().onePerTenant()) {
            statements.write(Operation.DELETE);
        }
        return new Outcome.Wrote(statements.write(operation));
    }

    private Outcome select() {
        Set<String> seen = new TreeSet<>();
        sql.select(field("tenant_id"), field("id"))
                .from(table)
                .forEach(row -> seen.add(row.value1() + "/" + row.value2()));
        return new Outcome.Saw(seen);
    }

    private int write(Operation operation) {
        return switch (operation) {
            case SELECT -> throw new IllegalArgumentException("writes nothing: " + operation);
            case INSERT -> sql.insertInto(table).set(values(fresh)).execute();
            case UPDATE ->
                sql.update(table).set(Map.of(assigned, assigned)).where(isPresent()).execute();
            case UPDATE_EVERYTHING -> sql.update(table).set(Map.of(assigned, assigned)).execute();
            case DELETE -> sql.deleteFrom(table).where(isPresent()).execute();
            case DELETE_EVERYTHING -> sql.deleteFrom(table).execute();
            case UPSERT ->
                sql.insertInto(table)
                        .set(values(present))
                        .onConflict(key())
                        .doUpdate()
                        .set(Map.of(assigned, DSL.excluded(assigned)))
                        .execute();
            case MERGE ->
                sql.mergeInto(table)
                        .using(DSL.selectOne())
                        .on(isPresent())
                        .whenMatchedThenUpdate()
                        .set(Map.of(assigned, assigned))
                        .whenNotMatchedThenInsert()
                        .set(values(present))
                        .execute();
            case MERGE_DELETING ->
                sql.mergeInto(table)
                        .using(DSL.selectOne())
                        .on(isPresent())
                        .whenMatchedThenDelete()
                        .execute();
            case MOVE ->
                sql.update(table)
                        .set(field("tenant_id"), (Object) Tenant.BETA.id().value())
                        .where(isPresent())
                        .execute();
        };
    }

    private List<Field<Object>> key() {
        return present.relation().key().stream().map(this::field).toList();
    }

    private Condition isPresent() {
        return DSL.and(
                key().stream().map(column -> column.eq(value(column, present))).toList());
    }

    private Map<Field<Object>, Object> values(Row row) {
        Map<Field<Object>, Object> values = new LinkedHashMap<>();
        row.values().keySet().forEach(name -> values.put(field(name), value(field(name), row)));
        return values;
    }

    private static Object value(Field<Object> column, Row row) {
        String text = row.value(column.getName());
        // Of some types, such as ranges, jOOQ knows no more than the name.
        return column.getType() == Object.class
                ? DSL.val(text).cast(column.getDataType())
                : Objects.requireNonNull(DSL.val((Object) text, column.getDataType()).getValue());
    }

    @SuppressWarnings("unchecked") // values are converted to the column's own type
    private Field<Object> field(String name) {
        Field<?> field = table.field(name);
        if (field == null) {
            throw new IllegalStateException("the generated class of " + table + " has no " + name);
        }
        return (Field<Object>) field;
    }

    private static Table<?> table(Relation relation) {
        Table<?> generated = App.APP.getTable(relation.name());
        return generated != null ? generated : new Undeclared(relation);
    }

    /** A table that no class was generated for, such as a partition. */
    private static final class Undeclared extends TableImpl<Record> {
        Undeclared(Relation relation) {
            super(DSL.name(relation.name()), App.APP);
            for (Relation.Column column : relation.columns()) {
                createField(DSL.name(column.name()), type(column));
            }
        }

        private static DataType<?> type(Relation.Column column) {
            return column.labels().isEmpty()
                    ? DefaultDataType.getDataType(SQLDialect.POSTGRES, column.type())
                    : SQLDataType.OTHER;
        }
    }
}
