package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Finds out how one acts for a tenant: which role, with which settings. A guess is right when the tenant's own rows show; of
 * several the one that shows them in most tables, and then the one that shows the fewest of others.
 */
final class Identities {

    private static final int MOST_TABLES = 12;

    private final Ground ground;
    private final ProbeOptions options;

    private record Try(Identity identity, int own, int others) {}

    Identities(Ground ground, ProbeOptions options) {
        this.ground = ground;
        this.options = options;
    }

    /** Who acts for the tenant; empty where nothing that was tried shows its rows. In a transaction. */
    List<Identity> of(String tenant) throws SQLException {
        List<Map<String, String>> contexts = options.context().isPresent()
                ? List.of(options.context().get().settings(tenant))
                : ground.guess().of(tenant);
        List<Target> asked = asked(tenant);
        List<Try> tries = new ArrayList<>();
        for (Standing standing : ground.actors()) {
            for (Map<String, String> context : contexts.isEmpty() ? List.of(Map.<String, String>of()) : contexts) {
                Try one = measure(ground.somebody(standing, tenant, context), asked);
                tries.add(one);
                if (one.own() == asked.size() && !ground.byRole()) {
                    break;
                }
            }
        }
        return ground.byRole() ? best(tries) : everyRole(tries, tenant);
    }

    private static List<Identity> best(List<Try> tries) {
        return tries.stream()
                .filter(t -> t.own() > 0)
                .min(Comparator.comparing((Try t) -> -t.own()).thenComparing(Try::others))
                .map(t -> List.of(t.identity()))
                .orElse(List.of());
    }

    /** Each role with what shows it most; a role that is shown nothing with what did best for another. */
    private List<Identity> everyRole(List<Try> tries, String tenant) {
        List<Try> good = tries.stream()
                .filter(t -> t.own() > 0)
                .sorted(Comparator.comparing(t -> -t.own()))
                .toList();
        if (good.isEmpty()) {
            return List.of();
        }
        return ground.actors().stream()
                .map(standing -> good.stream()
                        .filter(t -> t.identity().standing().equals(standing))
                        .findFirst()
                        .map(Try::identity)
                        .orElseGet(() -> ground.somebody(
                                standing, tenant, good.getFirst().identity().settings())))
                .toList();
    }

    private List<Target> asked(String tenant) throws SQLException {
        List<Target> asked = new ArrayList<>();
        for (Target target : ground.targets()) {
            boolean counts = target.relation().kind() == Relation.Kind.VIEW || target.isTable();
            if (counts
                    && asked.size() < MOST_TABLES
                    && target.ownership().filter(Ownership::direct).isPresent()) {
                boolean hasRows = target.isTable()
                        ? ground.rowOf(target, tenant).isPresent()
                        : !ground.tenants().made();
                if (hasRows) {
                    asked.add(target);
                }
            }
        }
        return asked;
    }

    private Try measure(Identity identity, List<Target> asked) throws SQLException {
        return ground.session().as(identity, () -> {
            int own = 0;
            int others = 0;
            for (Target target : asked) {
                Ownership owned = target.ownership().orElseThrow();
                if (Ground.may(identity.standing(), target, Privilege.SELECT)) {
                    String some = "select exists (select from " + target.sql() + " t0 where " + owned.tenant();
                    own += ground.session()
                                    .attempt(some + " = ?)", identity.tenant())
                                    .yes()
                            ? 1
                            : 0;
                    others += ground.session()
                                    .attempt(some + " <> ?)", identity.tenant())
                                    .yes()
                            ? 1
                            : 0;
                }
            }
            return new Try(identity, own, others);
        });
    }
}
