package io.partywall.isolation;

import java.util.Optional;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Swaps tables for slices where a statement declares them, and makes what refers to them elsewhere fit. */
final class TableScoping {

    private final TenantTables tables;
    private final TenantValue tenant;

    TableScoping(TenantTables tables, TenantValue tenant) {
        this.tables = tables;
        this.tenant = tenant;
    }

    /** Where a WITH clause defines it, the name begins to exist; where FROM names it, it must exist. */
    void visitCommonTable(VisitContext context, RenderedScope scope, CommonTableExpression<?> common) {
        if (context.context().declareCTE()) {
            scope.enterDefinition(common, common.getName(), isRecursive(context));
        } else if (context.context().declareTables() && !scope.isCommonTable(common.getName())) {
            throw Refusals.unknownTable(common.getQualifiedName());
        }
    }

    void visitTable(VisitContext context, RenderedScope scope, Table<?> table) {
        boolean declared = context.context().declareTables();
        if (!declared && table instanceof TableImpl<?>) {
            refer(context, scope, table);
        } else if (declared && table instanceof QOM.SampleTable<?> sample) {
            sample(context, scope, sample);
        } else if (declared && table instanceof TableImpl<?> declaredTable) {
            declare(context, scope, declaredTable);
        } else if (declared && !JooqInternals.isTableExpression(table)) {
            throw Refusals.statement(table.getClass().getSimpleName());
        }
    }

    /** A field named by schema, table and column: the slice has left the schema behind. */
    void visitName(VisitContext context, RenderedScope scope, Name name) {
        if (name.parts().length != 3 || context.context().declareTables()) {
            return;
        }
        Name table = DSL.name(name.parts()[0], name.parts()[1]);
        tenantTable(table).ifPresent(known -> {
            scope.useBareName(known.name());
            context.queryPart(DSL.name(known.name().name(), name.last()));
        });
    }

    /** Plain SQL stays as it is, but for the fields it takes from the scoped statement around it. */
    void visitUnscoped(VisitContext context, RenderedScope scope) {
        if (context.queryPart() instanceof TableImpl<?> table && parent(context) instanceof Field<?>) {
            refer(context, scope, table);
        }
    }

    private void declare(VisitContext context, RenderedScope scope, TableImpl<?> table) {
        if (Aliases.isAlias(table) || JooqInternals.isFunctionCall(table)) {
            return;
        }
        Name name = Aliases.renderedName(table);
        if (name.parts().length == 1 && scope.isCommonTable(table.getName())) {
            return;
        }
        TenantTables.Known known = tables.find(name).orElseThrow(() -> Refusals.unknownTable(name));
        boolean aliased = isBelowAlias(context);
        if (!aliased) {
            scope.useBareName(known.name());
        }
        if (known.isGlobal() || scope.takeTarget(container(context))) {
            context.queryPart(qualified(known));
        } else {
            context.queryPart(slice(
                    table,
                    qualified(known),
                    known,
                    aliased ? null : DSL.name(known.name().name())));
        }
    }

    private void sample(VisitContext context, RenderedScope scope, QOM.SampleTable<?> sample) {
        Table<?> base = Aliases.base(sample.$table());
        TenantTables.Known known = tables.find(Aliases.renderedName(base))
                .orElseThrow(() -> Refusals.unknownTable(Aliases.renderedName(base)));
        if (!known.isGlobal()) {
            if (!Aliases.isAlias(sample.$table())) {
                scope.useBareName(known.name());
            }
            QueryPart sampled = withTable(sample, DSL.table(qualified(known)));
            context.queryPart(
                    slice(base, sampled, known, DSL.name(sample.$table().getName())));
        }
    }

    @SuppressWarnings("unchecked") // the sample is only rendered, and no row type shows in SQL
    private static <R extends Record> QueryPart withTable(QOM.SampleTable<R> sample, Table<?> table) {
        return sample.$table((Table<R>) table);
    }

    private void refer(VisitContext context, RenderedScope scope, Table<?> table) {
        Name name = Aliases.renderedName(table);
        if (!Aliases.isAlias(table) && name.parts().length > 1) {
            tenantTable(name).ifPresent(known -> {
                scope.useBareName(known.name());
                context.queryPart(DSL.name(known.name().name()));
            });
        }
    }

    private TenantSlice slice(Table<?> replaced, QueryPart source, TenantTables.Known known, @Nullable Name alias) {
        String column = known.tenantColumn();
        if (column == null) {
            throw new IllegalArgumentException(known.name() + " is global and has no slices");
        }
        return new TenantSlice(replaced, source, DSL.name(column), tenant.constant(), alias);
    }

    private Optional<TenantTables.Known> tenantTable(Name name) {
        return tables.find(name).filter(known -> !known.isGlobal());
    }

    private static Name qualified(TenantTables.Known known) {
        return DSL.name(known.name().schema(), known.name().name());
    }

    private static boolean isRecursive(VisitContext context) {
        QueryPart[] parts = context.queryParts();
        for (int i = parts.length - 1; i >= 0; i--) {
            if (parts[i] instanceof QOM.With with) {
                return with.$recursive();
            }
        }
        return false;
    }

    private static boolean isBelowAlias(VisitContext context) {
        return JooqInternals.isAlias(parent(context));
    }

    /** What the visited part stands in; itself, where it stands alone. */
    static QueryPart parent(VisitContext context) {
        QueryPart[] parts = context.queryParts();
        return parts[Math.max(0, parts.length - 2)];
    }

    /** What the table, with its alias if it has one, stands in directly. */
    private static QueryPart container(VisitContext context) {
        QueryPart[] parts = context.queryParts();
        int i = parts.length - 2;
        while (i > 0 && isAliasing(parts[i])) {
            i--;
        }
        return i < 0 ? context.queryPart() : parts[i];
    }

    private static boolean isAliasing(QueryPart part) {
        return JooqInternals.isAlias(part) || (part instanceof Table<?> table && Aliases.isAlias(table));
    }
}
