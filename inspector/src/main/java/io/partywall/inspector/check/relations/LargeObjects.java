package io.partywall.inspector.check.relations;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;

/** B20. */
final class LargeObjects extends Check {

    LargeObjects() {
        super(
                "B20",
                Severity.HIGH,
                "large objects beside the walls",
                "Large objects have no tenant and no policies: whoever knows or guesses a number and has the owner's"
                        + " rights reads it.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        boolean compatible = db.server().setting("lo_compat_privileges").equals("on");
        if (db.tenantTables().findAny().isPresent()
                && (compatible || db.server().largeObjects())) {
            findings.add(
                    "database",
                    compatible
                            ? "lo_compat_privileges is on: everybody reads and writes every large object"
                            : "there are large objects",
                    "select 'large object ' || oid as what, lomowner::regrole::text as value from"
                            + " pg_largeobject_metadata union all select name, setting from pg_settings"
                            + " where name = 'lo_compat_privileges' and setting = 'on'",
                    Remedy.advice(
                            "Keep blobs in a bytea column of a table with policies, or in an object store under a key"
                                    + " of the tenant; leave lo_compat_privileges off."));
        }
    }
}
