package io.partywall.isolation;

import org.jooq.Context;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.CustomQueryPart;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that belong to the tenant, as a derived table. PostgreSQL flattens it, and a lock on it ({@code for
 * update}) reaches the rows below.
 *
 * <p>INVARIANT: what is rendered comes from the catalogue's names and the scope's tenant, never from the caller's table.
 */
final class TenantSlice extends CustomQueryPart {

    private final QueryPart source;
    private final QueryPart tenantOfRow;
    private final QueryPart tenant;
    private final @Nullable Name alias;
    private final Table<?> replaced;

    /** {@code source} is rendered as it is; without an alias the surroundings supply one. */
    TenantSlice(Table<?> replaced, QueryPart source, QueryPart tenantOfRow, QueryPart tenant, @Nullable Name alias) {
        this.replaced = replaced;
        this.source = source;
        this.tenantOfRow = tenantOfRow;
        this.tenant = tenant;
        this.alias = alias;
    }

    @Override
    public void accept(Context<?> context) {
        RenderedScope scope = RenderedScope.of(context);
        scope.enterUnscoped();
        // jOOQ puts the implicit joins of a path behind the table that bears this mark.
        context.scopeMarkStart(replaced);
        context.sql("(select * from ");
        boolean declared = context.declareTables();
        context.declareTables(true).visit(source).declareTables(declared);
        context.sql(" where ").visit(tenantOfRow).sql(" = ").visit(tenant).sql(')');
        if (alias != null) {
            context.sql(" as ").visit(alias);
        }
        context.scopeMarkEnd(replaced);
        scope.leaveUnscoped();
    }
}
