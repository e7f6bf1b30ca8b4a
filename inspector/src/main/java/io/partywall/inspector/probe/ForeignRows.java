package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation.Kind;
import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.Optional;

/** L4: what one tenant sees of the others, everywhere where it can look. */
final class ForeignRows implements Probe {

    private static final String ID = "L4";

    @Override
    public String title() {
        return "reading another tenant's rows";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        for (Identity who : ground.ofA()) {
            for (Target target : ground.targets()) {
                if (Ground.may(who.standing(), target, Privilege.SELECT)) {
                    ground.inTransaction(() -> {
                        look(ground, who, target);
                        return true;
                    });
                }
            }
            for (Function function : ground.rowFunctions(who.standing())) {
                ground.inTransaction(() -> {
                    call(ground, who, function);
                    return true;
                });
            }
        }
    }

    private static void look(Ground ground, Identity who, Target target) throws SQLException {
        if (target.relation().kind() == Kind.FOREIGN_TABLE) {
            ground.results().notTried(ID, target.sql(), "it is on another server");
            return;
        }
        if (target.ownership().isEmpty()) {
            withoutTenant(ground, who, target);
            return;
        }
        Optional<SampleRow> theirs = ground.rowOf(target, ground.b());
        Optional<SampleRow> mine = ground.rowOf(target, ground.a());
        Sight sight = Sight.of(ground, who, target);
        if (sight.leaks()) {
            String detail =
                    who.role() + " in the context of " + who.tenant() + " sees " + sight.count() + " rows of others";
            ground.results().broken(ID, Severity.CRITICAL, target.sql(), detail, sight.query());
        } else if (sight.denied()) {
            ground.results().held(ID, target.sql(), "refused: " + sight.reason());
        } else if (sight.others() < 0) {
            ground.results().notTried(ID, target.sql(), sight.reason());
        } else if (target.isTable() && theirs.isEmpty()) {
            ground.results().notTried(ID, target.sql(), ground.fixture().reason(target.relation()));
        } else if (sight.own() == 0 && mine.isPresent()) {
            String why = who.role() + " sees none of its own rows either: the context did not open it";
            ground.results().notTried(ID, target.sql(), why);
        } else {
            ground.results().held(ID, target.sql(), "sees " + own(ground, who, target, sight) + " and no other's");
        }
    }

    private static String own(Ground ground, Identity who, Target target, Sight sight) throws SQLException {
        if (!target.isTable()) {
            return sight.own() + " rows of its own";
        }
        Ownership owned = target.ownership().orElseThrow();
        Attempt all = ground.session()
                .attempt(
                        "select count(*) from (select from " + owned.from(ground.db()) + " where " + owned.tenant()
                                + " = ? limit " + (Session.MOST_ROWS + 1) + ") few",
                        who.tenant());
        return sight.own() + (all.worked() ? " of " + all.number() : "") + " rows of its own";
    }

    /** A materialised view is one result for everybody; of other relations without a tenant noninterference can tell. */
    private static void withoutTenant(Ground ground, Identity who, Target target) throws SQLException {
        boolean stored = target.relation().kind() == Kind.MATERIALIZED_VIEW;
        boolean ofTenants =
                ground.db().catalogue().readBy(target.relation()).stream().anyMatch(ground.db()::isTenantTable);
        Attempt seen =
                ground.session().as(who, () -> ground.session().attempt("select 1 from " + target.sql() + " limit 1"));
        if (stored && ofTenants && seen.count() > 0) {
            String detail = who.role() + " reads what was computed from every tenant's rows";
            ground.results()
                    .broken(ID, Severity.CRITICAL, target.sql(), detail, who.script("select * from " + target.sql()));
        } else if (seen.denied()) {
            ground.results().held(ID, target.sql(), "refused: " + seen.message());
        } else {
            ground.results().notTried(ID, target.sql(), "nothing tells whose its rows are; L10 compares them");
        }
    }

    private static void call(Ground ground, Identity who, Function function) throws SQLException {
        Optional<String> stays = ground.outside().of(function);
        if (stays.isPresent()) {
            ground.results().notTried(ID, function.object(), "not called: " + stays.get());
            return;
        }
        Sight sight = Sight.of(ground, who, function);
        if (sight.leaks()) {
            String detail = who.role() + " in the context of " + who.tenant() + " gets " + sight.count()
                    + " rows of others from it";
            ground.results().broken(ID, Severity.CRITICAL, function.object(), detail, sight.query());
        } else if (sight.others() == 0) {
            ground.results().held(ID, function.object(), "returns " + sight.own() + " rows of its own and no other's");
        } else {
            ground.results().notTried(ID, function.object(), sight.reason());
        }
    }
}
