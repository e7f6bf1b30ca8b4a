package io.partywall.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.Result;
import org.jooq.SelectConditionStep;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Which part of a list is asked for, by {@code limit} and {@code cursor}. */
public final class Paging {

    /** How many a part has at most. */
    public static final int MOST = 200;

    static final int USUAL = 50;

    private final int limit;
    private final String list;
    private final Cursors cursors;
    private final @Nullable List<String> after;

    Paging(int limit, @Nullable String cursor, String list, Cursors cursors) {
        if (limit < 1 || limit > MOST) {
            throw Refused.of(ProblemType.MALFORMED_REQUEST, "a limit is from 1 to " + MOST + ", unlike " + limit);
        }
        this.limit = limit;
        this.list = list;
        this.cursors = cursors;
        this.after = cursor == null ? null : cursors.read(list, cursor);
    }

    /** The newest first, by ids that tell when they were made. */
    public <R extends Record, T> Page<T> newestFirst(
            SelectConditionStep<R> query, Field<UUID> id, RecordMapper<? super R, T> mapper) {
        return by(query, List.of(id.desc()), mapper);
    }

    /** In this order, which has to be that of no two rows alike, all in one direction, and of fields that are never null. */
    public <R extends Record, T> Page<T> by(
            SelectConditionStep<R> query, List<? extends SortField<?>> order, RecordMapper<? super R, T> mapper) {
        Result<R> rows =
                query.and(behind(order)).orderBy(order).limit(limit + 1).fetch();
        List<T> items = new ArrayList<>();
        rows.stream().limit(limit).forEach(row -> items.add(Objects.requireNonNull(mapper.map(row))));
        return new Page<>(items, rows.size() > limit ? next(rows.get(limit - 1), order) : null);
    }

    private String next(Record last, List<? extends SortField<?>> order) {
        return cursors.write(
                list,
                order.stream()
                        .map(field -> last.get(field.$field(), String.class))
                        .toList());
    }

    private Condition behind(List<? extends SortField<?>> order) {
        if (after == null) {
            return DSL.noCondition();
        }
        Field<?>[] fields = order.stream().map(SortField::$field).toArray(Field[]::new);
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = DSL.val(after.get(i), fields[i].getDataType());
        }
        boolean descending = order.getFirst().getOrder() == org.jooq.SortOrder.DESC;
        return descending
                ? DSL.row(fields).lessThan(DSL.row(values))
                : DSL.row(fields).greaterThan(DSL.row(values));
    }
}
