package io.partywall.isolation;

import org.jooq.CommonTableExpression;
import org.jooq.DMLQuery;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.Statement;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.QOM;

/**
 * Wall 1: confines whatever jOOQ renders to one tenant, statement by statement, before anything is sent.
 *
 * <p>Tables that are read are swapped for their tenant's slice where jOOQ declares them, because the renderer is the one
 * place that every form of FROM, join and sub-query passes, and because a predicate that belongs to the table leaves outer
 * joins their meaning. Statements that write are rewritten as a whole on jOOQ's model ({@link QOM}) when their rendering
 * starts, because what has to change there (column lists, assignments, conflict and merge branches) is spread over clauses
 * that a listener cannot see together. Both work from lists of what is understood: all else is refused.
 *
 * <p>Immutable; what it must remember while it renders lives in jOOQ's context, so it may serve any thread.
 */
final class TenantScoping implements VisitListener {

    private final Access access;
    private final TenantValue tenant;
    private final WriteScoping writes;
    private final TableScoping reads;

    TenantScoping(TenantTables tables, TenantId tenant, Access access) {
        this.access = access;
        this.tenant = new TenantValue(tables, tenant);
        this.writes = new WriteScoping(tables, this.tenant);
        this.reads = new TableScoping(tables, this.tenant);
    }

    @Override
    public void visitStart(VisitContext context) {
        QueryPart part = context.queryPart();
        RenderedScope scope = RenderedScope.of(context.context());
        if (part instanceof Statement) {
            scope.enterStatement();
        }
        if (scope.isUnscoped()) {
            reads.visitUnscoped(context, scope);
            return;
        }
        if (isOurs(part)) {
            return;
        }
        refuseForeignCode(context, part);
        switch (part) {
            case Statement statement -> startStatement(context, scope, statement);
            case CommonTableExpression<?> common -> reads.visitCommonTable(context, scope, common);
            case Table<?> table -> reads.visitTable(context, scope, table);
            case Name name -> reads.visitName(context, scope, name);
            default -> refuseLock(part);
        }
    }

    @Override
    public void visitEnd(VisitContext context) {
        RenderedScope scope = RenderedScope.of(context.context());
        switch (context.queryPart()) {
            case Statement ignored -> scope.leaveStatement();
            case CommonTableExpression<?> common -> scope.leaveDefinition(common, common.getName());
            default -> {}
        }
    }

    private void startStatement(VisitContext context, RenderedScope scope, Statement statement) {
        ScopedSettings.require(context);
        if (access == Access.READ && !JooqInternals.isReading(statement)) {
            throw new IsolationException.ReadOnlyContext("the context may read only, and this statement writes: "
                    + statement.getClass().getSimpleName() + "; ask for " + Access.WRITE
                    + " where the context is issued");
        }
        if (!JooqInternals.isConfinableStatement(statement)) {
            throw Refusals.statement(statement.getClass().getSimpleName());
        }
        if (statement instanceof Select<?> select) {
            refuseRawText(select);
        }
        if (JooqInternals.isWrite(statement) && statement instanceof DMLQuery<?>) {
            QueryPart confined = writes.confine(statement);
            scope.awaitTarget(confined);
            context.queryPart(confined);
        }
    }

    private static void refuseRawText(Select<?> select) {
        String raw = JooqInternals.rawTextOf(select);
        if (raw != null) {
            throw Refusals.plainSql(raw);
        }
        if (select.$intoTable() != null) {
            throw Refusals.statement("select … into");
        }
    }

    private static void refuseForeignCode(VisitContext context, QueryPart part) {
        String template = JooqInternals.foreignTemplate(part, TableScoping.parent(context));
        if (template != null) {
            throw Refusals.plainSql(template);
        }
        if (JooqInternals.isForeignRenderer(part)
                || JooqInternals.isForeignKeyword(part, TableScoping.parent(context))) {
            throw Refusals.plainSql(part + ", a " + part.getClass().getName());
        }
    }

    private static boolean isOurs(QueryPart part) {
        return part instanceof UnscopedSql || part instanceof TenantSlice || part instanceof TenantLiteral;
    }

    private void refuseLock(QueryPart part) {
        if (access == Access.READ && JooqInternals.isRowLock(part)) {
            throw new IsolationException.ReadOnlyContext("the context may read only, and this statement locks rows;"
                    + " ask for " + Access.WRITE + " where the context is issued");
        }
    }
}
