package io.partywall.isolation;

import java.util.UUID;
import org.jooq.Context;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The tenant as a constant of the statement's text.
 *
 * <p>INVARIANT: never a bind value, nor any other parameter of jOOQ's. Callers may exchange those by position after the
 * statement was judged ({@code batch(query).bind(…)}, {@code query.bind(…)}): the tenant could be exchanged for another, and
 * the callers' own positions would shift.
 */
final class TenantLiteral extends CustomField<UUID> {

    private final TenantId tenant;

    TenantLiteral(TenantId tenant) {
        super(DSL.name("tenant"), SQLDataType.UUID);
        this.tenant = tenant;
    }

    TenantId tenant() {
        return tenant;
    }

    @Override
    public void accept(Context<?> context) {
        context.sql("cast('").sql(tenant.toString()).sql("' as uuid)");
    }
}
