package io.partywall.isolation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.FieldOrRow;
import org.jooq.FieldOrRowOrSelect;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a statement that writes into one that can only write rows of the tenant, on jOOQ's model of the statement. What
 * it reads besides its target (USING, FROM, sub-queries) stays as it is: those tables are sliced where they are rendered.
 */
final class WriteScoping {

    /** The table that a statement writes, the name it goes by there, and its tenant column. */
    record Target(TableName table, Name name, String tenantColumn) {}

    private final TenantTables tables;
    private final TenantValue tenant;

    WriteScoping(TenantTables tables, TenantValue tenant) {
        this.tables = tables;
        this.tenant = tenant;
    }

    /** The statement confined; the same one where it writes a global table. */
    QueryPart confine(QueryPart write) {
        return switch (write) {
            case QOM.Insert<?> insert -> {
                Target target = target(insert.$into());
                yield target == null ? insert : new InsertScoping(tenant, target).confine(insert);
            }
            case QOM.Update<?> update -> confineUpdate(update);
            case QOM.Delete<?> delete -> confineDelete(delete);
            case QOM.Merge<?> merge -> {
                Target target = target(merge.$into());
                yield target == null ? merge : new MergeScoping(tenant, target).confine(merge);
            }
            default ->
                throw new IsolationException.UnscopedStatement("a scope cannot confine this kind of write: "
                        + write.getClass().getSimpleName());
        };
    }

    private QueryPart confineUpdate(QOM.Update<?> update) {
        refuseLimit("update", update.$limit(), update.$orderBy());
        Target target = target(update.$table());
        if (target == null) {
            return update;
        }
        return update.$set(assignments(update.$set(), target, tenant))
                .$where(and(update.$where(), tenant.owns(target.name(), target.tenantColumn())));
    }

    private QueryPart confineDelete(QOM.Delete<?> delete) {
        refuseLimit("delete", delete.$limit(), delete.$orderBy());
        Target target = target(delete.$from());
        if (target == null) {
            return delete;
        }
        return delete.$where(and(delete.$where(), tenant.owns(target.name(), target.tenantColumn())));
    }

    /** jOOQ emulates these by a sub-query on {@code ctid}, which a slice does not have. */
    private static void refuseLimit(String kind, @Nullable Field<?> limit, List<?> orderBy) {
        if (limit != null || !orderBy.isEmpty()) {
            throw new IsolationException.UnscopedStatement(
                    kind + " … order by/limit cannot be confined: select the keys in a sub-query of its where clause");
        }
    }

    private @Nullable Target target(Table<?> written) {
        Table<?> base = Aliases.base(written);
        if (!(base instanceof TableImpl<?>)) {
            throw new IsolationException.UnscopedStatement("a scope writes one table at a time, not " + written);
        }
        TenantTables.Known known = tables.find(Aliases.renderedName(base))
                .orElseThrow(() -> Refusals.unknownTable(Aliases.renderedName(base)));
        String column = known.tenantColumn();
        return column == null ? null : new Target(known.name(), DSL.name(written.getName()), column);
    }

    /** Assignments to existing rows, where the tenant may only be assigned to itself. */
    static Map<FieldOrRow, FieldOrRowOrSelect> assignments(
            Map<? extends FieldOrRow, ? extends FieldOrRowOrSelect> assignments, Target target, TenantValue tenant) {
        Map<FieldOrRow, FieldOrRowOrSelect> confined = new LinkedHashMap<>();
        assignments.forEach((field, value) -> confined.put(
                field,
                tenant.isAssigned(field, target.tenantColumn(), target.table())
                        ? tenant.forUpdate(value, target.table())
                        : value));
        return confined;
    }

    static Condition and(@Nullable Condition given, Condition ours) {
        return given == null ? ours : DSL.and(given, ours);
    }
}
