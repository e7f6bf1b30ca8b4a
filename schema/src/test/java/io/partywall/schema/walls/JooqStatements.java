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
    private final Aim aim;
    private final Table<?> table;
    private final Field<Object> assigned;

    private JooqStatements(DSLContext sql, Aim aim) {
        this.sql = sql;
        this.aim = aim;
        this.table = table(aim.relation());
        this.assigned = field(aim.relation().assigned());
    }

    static Outcome run(DSLContext sql, Operation operation, Aim aim) {
        JooqStatements statements = new JooqStatements(sql, aim);
        if (operation == Operation.SELECT) {
            return statements.select();
        }
        if (aim.needsRoom(operation)) {
            statements.write(Operation.DELETE_EVERYTHING);
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
            case INSERT -> sql.insertInto(table).set(values(aim.fresh())).execute();
            case UPDATE -> sql.update(table).set(unchanged()).where(isPresent()).execute();
            case UPDATE_EVERYTHING -> sql.update(table).set(unchanged()).execute();
            case DELETE -> sql.deleteFrom(table).where(isPresent()).execute();
            case DELETE_EVERYTHING -> sql.deleteFrom(table).execute();
            case UPSERT -> upsert(values(aim.present()));
            case UPSERT_TAKEN_ID -> {
                Map<Field<Object>, Object> values = values(aim.taken());
                // To be filled in by the scope.
                values.remove(field("tenant_id"));
                yield upsert(values);
            }
            case MERGE ->
                sql.mergeInto(table)
                        .using(DSL.selectOne())
                        .on(isPresent())
                        .whenMatchedThenUpdate()
                        .set(unchanged())
                        .whenNotMatchedThenInsert()
                        .set(values(aim.present()))
                        .execute();
            case MERGE_DELETING ->
                sql.mergeInto(table)
                        .using(DSL.selectOne())
                        .on(isPresent())
                        .whenMatchedThenDelete()
                        .execute();
            case MOVE ->
                sql.update(table)
                        .set(Map.of(field("tenant_id"), Tenant.BETA.id().value()))
                        .where(isPresent())
                        .execute();
        };
    }

    private int upsert(Map<Field<Object>, Object> values) {
        return sql.insertInto(table)
                .set(values)
                .onConflict(key())
                .doUpdate()
                .set(Map.of(assigned, DSL.excluded(assigned)))
                .execute();
    }

    private Map<Field<Object>, Field<Object>> unchanged() {
        return Map.of(assigned, assigned);
    }

    private List<Field<Object>> key() {
        return aim.relation().key().stream().map(this::field).toList();
    }

    private Condition isPresent() {
        return DSL.and(key().stream()
                .map(column -> column.eq(value(column, aim.present())))
                .toList());
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
                : Objects.requireNonNull(
                        DSL.val((Object) text, column.getDataType()).getValue());
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
