package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Grant;
import io.partywall.inspector.catalogue.Membership;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Lineage;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A11. */
final class PassesRightsOn extends Check {

    PassesRightsOn() {
        super(
                "A11",
                Severity.MEDIUM,
                "the application may pass rights on",
                "With ADMIN OPTION or GRANT OPTION it can hand a role or a table to anybody, past the review of"
                        + " migrations.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        memberships(db, findings);
        Lineage.families(
                        db.catalogue(),
                        Stream.concat(db.tenantTables(), db.root().stream())
                                .filter(t -> grantable(db, t).findAny().isPresent()))
                .forEach((table, family) -> findings.add(
                        table.sql(),
                        grantable(db, table)
                                .map(g -> db.catalogue().role(g.grantee()).name() + " holds " + g.privilege()
                                        + " with GRANT OPTION")
                                .collect(Collectors.joining("; ")),
                        "select grantee::regrole, privilege_type from pg_class, aclexplode(relacl) where oid = "
                                + Sql.literal(table.sql()) + "::regclass and is_grantable union all select"
                                + " grantee::regrole, privilege_type from pg_attribute, aclexplode(attacl) where"
                                + " attrelid = " + Sql.literal(table.sql()) + "::regclass and is_grantable",
                        Remedy.mechanical(
                                Step.GRANTS,
                                family.stream()
                                        .flatMap(t -> grantable(db, t)
                                                .map(g -> "revoke grant option for "
                                                        + g.privilege().toLowerCase(Locale.ROOT)
                                                        + " on " + t.sql() + " from "
                                                        + db.catalogue()
                                                                .role(g.grantee())
                                                                .sql()))
                                        .toArray(String[]::new))));
    }

    private static void memberships(Database db, Findings findings) {
        Catalogue catalogue = db.catalogue();
        for (Membership membership : catalogue.memberships()) {
            Role member = catalogue.role(membership.member());
            Role role = catalogue.role(membership.role());
            boolean held = !member.unbound()
                    || db.application().stream().anyMatch(s -> s.role().equals(member));
            if (membership.admin()
                    && held
                    && db.application().stream().anyMatch(s -> s.inherits(member.oid()) || s.canBecome(member.oid()))) {
                findings.add(
                        "membership " + member.sql() + " in " + role.sql(),
                        member.name() + " may make anybody a member of " + role.name(),
                        "select roleid::regrole, member::regrole, admin_option from pg_auth_members where admin_option"
                                + " and roleid = " + Sql.literal(role.sql()) + "::regrole and member = "
                                + Sql.literal(member.sql()) + "::regrole",
                        Remedy.mechanical(
                                Step.ROLES,
                                Memberships.revocations(catalogue, membership, "admin option for ")
                                        .toArray(String[]::new)));
            }
        }
    }

    private static Stream<Grant> grantable(Database db, Relation table) {
        return db.catalogue().grants().stream()
                .filter(g -> g.relation() == table.oid() && g.grantable())
                .filter(g -> db.application().stream().anyMatch(s -> !s.owns(table) && s.inherits(g.grantee())));
    }
}
