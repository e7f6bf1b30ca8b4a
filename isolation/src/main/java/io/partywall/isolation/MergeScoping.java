package io.partywall.isolation;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.QOM;

/**
 * Keeps every branch of a MERGE inside the tenant: rows of others never match, and what is inserted carries the tenant.
 * Rows "not matched by source" would be everybody else's too, so those branches get the condition of their own.
 */
final class MergeScoping {

    private final TenantValue tenant;
    private final WriteScoping.Target target;

    MergeScoping(TenantValue tenant, WriteScoping.Target target) {
        this.tenant = tenant;
        this.target = target;
    }

    QOM.Merge<?> confine(QOM.Merge<?> merge) {
        Condition owned = tenant.owns(target.name(), target.tenantColumn());
        return merge.$on(WriteScoping.and(merge.$on(), owned))
                .$whenMatched(merge.$whenMatched().stream()
                        .map(branch -> branch.$updateSet(WriteScoping.assignments(branch.$updateSet(), target, tenant)))
                        .toList())
                .$whenNotMatched(merge.$whenNotMatched().stream()
                        .map(this::confineInsert)
                        .toList());
    }

    private QOM.MergeNotMatched confineInsert(QOM.MergeNotMatched branch) {
        InsertScoping insert = new InsertScoping(tenant, target);
        List<Field<?>> columns = new ArrayList<>(branch.$columns());
        return branch.$columns(insert.withTenant(columns)).$values(insert.confineRows(columns, branch.$values()));
    }
}
