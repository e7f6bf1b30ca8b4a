package io.partywall.isolation;

import org.jooq.Context;
import org.jooq.SQL;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;

/** Plain SQL whose author said that the scope need not confine it; row-level security still does. */
final class UnscopedSql extends CustomQueryPart implements SQL {

    private final SQL template;

    private UnscopedSql(SQL template) {
        this.template = template;
    }

    /** A statement or a fragment; {@code {0}} stands for a query part among the bindings, and {@code ?} for a value. */
    static SQL of(String sql, Object... bindings) {
        return new UnscopedSql(DSL.sql(sql, bindings));
    }

    @Override
    public void accept(Context<?> context) {
        RenderedScope scope = RenderedScope.of(context);
        scope.enterUnscoped();
        context.visit(template);
        scope.leaveUnscoped();
    }
}
