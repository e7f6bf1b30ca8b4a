package io.partywall.schema.walls;

import io.partywall.schema.walls.Outcome.Refusal;
import io.partywall.schema.walls.Outcome.Refused;
import io.partywall.schema.walls.Outcome.Saw;
import io.partywall.schema.walls.Outcome.Wrote;
import io.partywall.schema.walls.Relation.Kind;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to come of a trial: the specification of the walls. */
final class Expectation {

    /**
     * What the application may do to its own tenant's rows, where that is not everything but MOVE. A table that is added with
     * narrower grants is entered here, by somebody who means it.
     */
    private static final Map<String, Set<Operation>> GRANTED = Map.of(
            "audit_logs", // the database writes it
            EnumSet.of(Operation.SELECT),
            "audit_checkpoints",
            EnumSet.of(Operation.SELECT),
            "jobs", // from there on they are the queue's
            EnumSet.of(Operation.SELECT, Operation.INSERT),
            "finished_jobs",
            EnumSet.of(Operation.SELECT),
            "job_shares",
            EnumSet.of(Operation.SELECT),
            "stated_events",
            EnumSet.of(
                    Operation.SELECT,
                    Operation.INSERT,
                    Operation.DELETE,
                    Operation.DELETE_EVERYTHING,
                    Operation.MERGE_DELETING));

    private final Walls walls;
    private final Ground ground;

    Expectation(Walls walls, Ground ground) {
        this.walls = walls;
        this.ground = ground;
    }

    Outcome of(Trial trial) {
        Refusal refusal = trial.way() == Way.JOOQ ? refusedInJava(trial) : null;
        if (refusal == null && walls == Walls.ALL && !isGranted(trial)) {
            refusal = Refusal.GRANTS;
        }
        if (refusal == null && hasBadSignature(trial.situation()) && !isClosed(trial)) {
            refusal = Refusal.SIGNATURE;
        }
        return refusal != null ? new Refused(refusal) : insideWalls(trial);
    }

    /** Wall 1 looks before anything is sent. */
    private static @Nullable Refusal refusedInJava(Trial trial) {
        Situation situation = trial.situation();
        Operation operation = trial.operation();
        if (!situation.isIssued()) {
            return Refusal.NO_CONTEXT;
        }
        if (situation == Situation.READERS && operation != Operation.SELECT) {
            return Refusal.READ_ONLY;
        }
        if (trial.relation().kind() == Kind.PARTITION) {
            return Refusal.UNKNOWN_TABLE;
        }
        boolean namesAnother = operation == Operation.MOVE
                ? situation.claimed() != Tenant.BETA
                : operation.bringsRow() && situation.claimed() != situation.aim();
        return namesAnother ? Refusal.FOREIGN_TENANT : null;
    }

    private static boolean isGranted(Trial trial) {
        return trial.relation().kind() != Kind.PARTITION
                && trial.operation() != Operation.MOVE
                && GRANTED.getOrDefault(trial.relation().name(), EnumSet.allOf(Operation.class))
                        .contains(trial.operation());
    }

    private static boolean hasBadSignature(Situation situation) {
        return situation == Situation.FORGED || situation == Situation.EXPIRED || situation == Situation.MIXED;
    }

    /** A partition has no policies of its own: whoever reaches it by a mistaken grant finds nothing and adds nothing. */
    private static boolean isClosed(Trial trial) {
        return trial.relation().kind() == Kind.PARTITION;
    }

    /** Row security shows the tenant's rows and nobody else's; what it does not show cannot be changed. */
    private Outcome insideWalls(Trial trial) {
        Situation situation = trial.situation();
        Tenant tenant = isClosed(trial) ? null : inside(situation);
        boolean mayWrite = situation != Situation.READERS;
        int reached = tenant == situation.aim() ? 1 : 0;
        int all = tenant == null ? 0 : ground.rows(trial.relation(), tenant).size();
        return switch (trial.operation()) {
            case SELECT -> new Saw(tenant == null ? Set.of() : ground.rows(trial.relation(), tenant));
            case INSERT, UPSERT, MERGE -> reached == 1 && mayWrite ? new Wrote(1) : new Refused(Refusal.ROW_SECURITY);
            case UPSERT_TAKEN_ID -> tenant != null && mayWrite ? new Wrote(1) : new Refused(Refusal.ROW_SECURITY);
            case DELETE -> new Wrote(mayWrite ? reached : 0);
            case DELETE_EVERYTHING -> new Wrote(mayWrite ? all : 0);
            case UPDATE, MERGE_DELETING -> visible(reached, mayWrite);
            case UPDATE_EVERYTHING -> visible(all, mayWrite);
            case MOVE -> visible(reached, false);
        };
    }

    /** A row that is visible and may not be written is an error, and one that is not visible is not there. */
    private static Outcome visible(int rows, boolean mayWrite) {
        return rows == 0 || mayWrite ? new Wrote(rows) : new Refused(Refusal.ROW_SECURITY);
    }

    /** The tenant whose rows the database shows in this situation, when its signature is good. */
    private static @Nullable Tenant inside(Situation situation) {
        return switch (situation) {
            case RIGHT, READERS, ANOTHERS -> situation.claimed();
            default -> null;
        };
    }
}
