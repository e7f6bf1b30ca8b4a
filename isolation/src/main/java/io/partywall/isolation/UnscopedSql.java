package io.partywall.isolation;

import org.jooq.Context;
import org.jooq.SQL;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;

/**
 * Plain SQL whose author said that the scope need not confine it; row-level security still does. What stands inside it is
 * rendered as it is. jOOQ takes no {@link SQL} but its own, so the mark travels as the only part of one.
 */
final class UnscopedSql extends CustomQueryPart {

    private final SQL template;

    private UnscopedSql(SQL template) {
        this.template = template;
    }

    /** A statement or a fragment; {@code {0}} stands for a query part among the bindings, and {@code ?} for a value. */
    static SQL of(String sql, Object... bindings) {
        return DSL.sql("{0}", new UnscopedSql(DSL.sql(sql, bindings)));
    }

    @Override
    public void accept(Context<?> context) {
        RenderedScope scope = RenderedScope.of(context);
        scope.enterUnscoped();
        context.visit(template);
        scope.leaveUnscoped();
    }
}
