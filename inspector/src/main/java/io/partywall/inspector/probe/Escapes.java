package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** L7: statements of the application that put policies out of force. */
final class Escapes implements Probe {

    private static final String ID = "L7";

    @Override
    public String title() {
        return "leaving the confinement";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        ground.db().everyApplication().stream()
                .map(Standing::role)
                .filter(Role::superuser)
                .forEach(role -> ground.results()
                        .broken(
                                ID,
                                Severity.CRITICAL,
                                role.object(),
                                "a superuser: no policy, grant or signature binds it",
                                "select rolsuper from pg_roles where rolname = current_user"));
        for (Standing standing : ground.actors()) {
            Identity who = ground.nobody(standing);
            ground.session().inTransaction(() -> {
                become(ground, who);
                replica(ground, who);
                return true;
            });
            for (Target target : ground.targets()) {
                if (target.isTable()) {
                    ground.session().inTransaction(() -> {
                        truncate(ground, who, target);
                        alter(ground, who, target);
                        return true;
                    });
                }
            }
        }
        for (Identity who : ground.ofA()) {
            ground.inTransaction(() -> {
                Shadows.cast(ground, who, ID);
                return true;
            });
        }
    }

    private static void become(Ground ground, Identity who) throws SQLException {
        String object = who.standing().role().object();
        if (!ground.session().isSuperuser()
                && !ground.session().isUser(who.standing().role())) {
            ground.results()
                    .notTried(ID, object, "SET ROLE asks who logged in: connect as a superuser or as this role");
            return;
        }
        Set<Long> owners = new HashSet<>();
        ground.db().tenantTables().map(Relation::owner).forEach(owners::add);
        List<String> refused = new ArrayList<>();
        for (Role role : ground.db().catalogue().roles()) {
            // Attributes are not inherited: a bypassing role has to be become even by who inherits from it.
            boolean worth = (role.unbound() && !role.equals(who.standing().role()))
                    || (owners.contains(role.oid()) && !who.standing().inherits(role.oid()));
            if (worth) {
                Attempt attempt =
                        ground.session().as(who, () -> ground.session().undone("set local role " + role.sql()));
                if (attempt.worked()) {
                    Severity severity = role.unbound() ? Severity.CRITICAL : Severity.HIGH;
                    String what = role.unbound() ? "whom no policy binds" : "who owns tenants' tables";
                    ground.results()
                            .broken(
                                    ID,
                                    severity,
                                    object,
                                    who.role() + " became " + role.name() + ", " + what,
                                    who.script("set local role " + role.sql()));
                } else {
                    refused.add(role.name());
                }
            }
        }
        ground.results().held(ID, object, "became none of the " + refused.size() + " roles that policies do not bind");
    }

    private static void replica(Ground ground, Identity who) throws SQLException {
        String sql = "set local session_replication_role = replica";
        if (ground.session().as(who, () -> ground.session().undone(sql)).worked()) {
            String detail = who.role() + " switched triggers and foreign keys off";
            ground.results().broken(ID, Severity.HIGH, "parameter session_replication_role", detail, who.script(sql));
        } else {
            ground.results().held(ID, "parameter session_replication_role", "refused");
        }
    }

    /** By privilege first; then for a moment, and only if nobody else is at the table. */
    private static void truncate(Ground ground, Identity who, Target target) throws SQLException {
        if (Ground.may(who.standing(), target, Privilege.TRUNCATE)) {
            String sql = "truncate " + target.sql();
            exclusively(ground, who, target, sql, Severity.CRITICAL, "emptied the table of every tenant");
        }
    }

    private static void alter(Ground ground, Identity who, Target target) throws SQLException {
        if (who.standing().owns(target.relation())) {
            String sql = "alter table " + target.sql() + " disable row level security";
            exclusively(ground, who, target, sql, Severity.HIGH, "owns the table and switched row security off");
        }
    }

    private static void exclusively(
            Ground ground, Identity who, Target target, String sql, Severity severity, String what)
            throws SQLException {
        Attempt attempt = ground.session().as(who, () -> {
            ground.session().attempt("set local lock_timeout = 100");
            Attempt lock = ground.session().lockAtOnce(target.sql());
            return lock.undecided() ? lock : ground.session().undone(sql);
        });
        if (attempt.worked()) {
            ground.results().broken(ID, severity, target.sql(), who.role() + " " + what, who.script(sql));
        } else if (attempt.denied()) {
            ground.results().held(ID, target.sql(), "refused: " + attempt.message());
        } else {
            ground.results().notTried(ID, target.sql(), who.role() + " may, but now: " + attempt.message());
        }
    }
}
