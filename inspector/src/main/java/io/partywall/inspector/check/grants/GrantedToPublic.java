package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Grant;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Lineage;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** E5, with E1 to E4 for what PUBLIC holds. */
final class GrantedToPublic extends Check {

    private static final Set<String> BOUND_BY_POLICIES = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    GrantedToPublic() {
        super(
                "E5",
                Severity.HIGH,
                "a table of tenants is granted to everybody",
                "What PUBLIC holds, every login of the server holds, now and later: those too that nobody thought of"
                        + " when the policies were written.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Lineage.families(
                        db.catalogue(),
                        Tables.ofTenants(db)
                                .filter(t -> !db.reaching(t).isEmpty()
                                        && granted(db, t).findAny().isPresent()))
                .forEach((table, family) -> findings.add(
                        table.sql(),
                        "PUBLIC holds " + granted(db, table).collect(Collectors.joining(", ")),
                        "select grantor::regrole, privilege_type from pg_class, aclexplode(relacl) where oid = "
                                + Sql.literal(table.sql()) + "::regclass and grantee = 0 union all select"
                                + " grantor::regrole, privilege_type from pg_attribute, aclexplode(attacl) where"
                                + " attrelid = " + Sql.literal(table.sql()) + "::regclass and grantee = 0",
                        Remedy.mechanical(
                                Step.GRANTS,
                                family.stream().flatMap(t -> statements(db, t)).toArray(String[]::new))));
    }

    private static Stream<String> granted(Database db, Relation table) {
        return db.catalogue().grants().stream()
                .filter(g -> g.relation() == table.oid() && g.grantee() == Role.PUBLIC)
                .map(Grant::privilege)
                .sorted();
    }

    /** The application keeps what policies bound. */
    private static Stream<String> statements(Database db, Relation table) {
        String kept = granted(db, table)
                .filter(BOUND_BY_POLICIES::contains)
                .map(p -> p.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return Stream.concat(
                Stream.of("revoke all on " + table.sql() + " from public"),
                kept.isEmpty()
                        ? Stream.empty()
                        : Stream.of("grant " + kept + " on " + table.sql() + " to " + Walls.roles(db)));
    }
}
