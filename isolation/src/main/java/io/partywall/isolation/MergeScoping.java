package io.partywall.isolation;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.QOM;

/**
 * Keeps every branch of a MERGE inside the tenant: rows of others never match, and what is inserted carries the tenant.
 * "Not matched by source" would be the rows of everybody else, and jOOQ's model does not let us narrow it: refused.
 */
final class MergeScoping {

    private final TenantValue tenant;
    private final WriteScoping.Target target;

    MergeScoping(TenantValue tenant, WriteScoping.Target target) {
        this.tenant = tenant;
        this.target = target;
    }

    QOM.Merge<?> confine(QOM.Merge<?> merge) {
        if (!merge.$whenNotMatchedBySource().isEmpty()) {
            throw new IsolationException.UnscopedStatement("merge into " + target.table()
                    + " … when not matched by source would reach every tenant's rows: use an update or delete"
                    + " of its own");
        }
        Condition owned = tenant.owns(target.name(), target.tenantColumn());
        return merge.$on(WriteScoping.and(merge.$on(), owned))
                .$whenMatched(
                        merge.$whenMatched().stream().map(this::confineUpdate).toList())
                .$whenNotMatched(merge.$whenNotMatched().stream()
                        .map(this::confineInsert)
                        .toList());
    }

    private QOM.MergeMatched confineUpdate(QOM.MergeMatched branch) {
        return branch.$delete()
                ? branch
                : branch.$updateSet(WriteScoping.assignments(branch.$updateSet(), target, tenant));
    }

    private QOM.MergeNotMatched confineInsert(QOM.MergeNotMatched branch) {
        InsertScoping insert = new InsertScoping(tenant, target);
        List<Field<?>> columns = new ArrayList<>(branch.$columns());
        return branch.$columns(insert.withTenant(columns)).$values(insert.confineRows(columns, branch.$values()));
    }
}
