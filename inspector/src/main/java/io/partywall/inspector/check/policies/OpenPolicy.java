package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.meaning.Meaning;
import io.partywall.inspector.meaning.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A permissive policy through which an application role comes at rows of other tenants, by a command that it may use. One
 * way past the tenant has one name, the most telling.
 *
 * @param row the check that reports it
 * @param how what opens it, as a clause
 * @param floored whether a RESTRICTIVE policy holds all the same
 */
record OpenPolicy(Policy policy, String row, String how, Set<Command> commands, List<Standing> roles, boolean floored) {

    static List<OpenPolicy> of(Database db) {
        return db.policies()
                .filter(Policy::permissive)
                .filter(p -> !db.isGlobal(Policies.table(db, p)))
                .flatMap(p -> of(db, p))
                .toList();
    }

    private static Stream<OpenPolicy> of(Database db, Policy policy) {
        Relation table = Policies.table(db, policy);
        List<Standing> roles = db.reaching(table).stream()
                .filter(s -> s.isAmong(policy.roles()))
                .toList();
        Set<Command> commands = roles.stream()
                .flatMap(s -> Policies.commands(s, table).stream())
                .filter(policy::covers)
                .collect(Collectors.toCollection(TreeSet::new));
        List<OpenPolicy> open = new ArrayList<>();
        boolean sees = policy.treeOfSeen() != null && commands.stream().anyMatch(c -> c != Command.INSERT);
        if (sees && !db.seen(policy).map(Meaning::confines).orElse(true)) {
            Set<Command> opened = policy.checkTree() == null ? commands : without(commands, Command.INSERT);
            kinds(db.seen(policy).orElseThrow())
                    .forEach(o -> open.add(new OpenPolicy(
                            policy,
                            row(db, policy, roles, opened, o),
                            "using " + how(o),
                            opened,
                            roles,
                            floored(db, table, roles, opened, policy.checkTree() == null))));
            return open.stream();
        }
        Set<Command> writing = commands.stream()
                .filter(c -> c == Command.INSERT || c == Command.UPDATE)
                .collect(Collectors.toCollection(TreeSet::new));
        // Whoever adds a tenant writes into nobody's rows.
        if (!writing.isEmpty()
                && !db.isRoot(table)
                && !db.written(policy).map(Meaning::confines).orElse(true)) {
            Opening opening = db.written(policy).orElseThrow().opening().orElseThrow();
            String row = policy.checkTree() == null
                    ? row(db, policy, roles, writing, opening)
                    : policy.letter() == 'w' ? "C8" : "C7";
            open.add(new OpenPolicy(
                    policy,
                    row,
                    (policy.checkTree() == null ? "using " : "with check ") + how(opening),
                    writing,
                    roles,
                    floored(db, table, roles, writing, true)));
        }
        return open.stream();
    }

    private static Set<Command> without(Set<Command> commands, Command one) {
        return commands.stream().filter(c -> c != one).collect(Collectors.toCollection(TreeSet::new));
    }

    /** One opening of each kind; other columns only where nothing else opens it. */
    private static List<Opening> kinds(Meaning meaning) {
        List<Opening> openings =
                meaning.openings().stream()
                        .collect(Collectors.toMap(Opening::kind, o -> o, (a, b) -> a))
                        .values()
                        .stream()
                        .sorted((a, b) -> a.kind().compareTo(b.kind()))
                        .toList();
        List<Opening> telling = openings.stream()
                .filter(o -> o.kind() != Opening.Kind.OTHER_COLUMNS)
                .toList();
        return telling.isEmpty() ? openings : telling;
    }

    private static String row(
            Database db, Policy policy, List<Standing> roles, Set<Command> commands, Opening opening) {
        return switch (opening.kind()) {
            case UNSET_CONTEXT -> "C13";
            case BYPASS -> "C12";
            case PATTERN -> "C17";
            case LITERAL -> "C18";
            case NULL_TENANT -> "C14";
            case UNBOUND -> inheritedOnly(db, policy, roles) ? "C7c" : "C1";
            case OTHER_COLUMNS ->
                inheritedOnly(db, policy, roles) ? "C7c" : besideConfining(db, policy, roles, commands) ? "C3" : "C2";
        };
    }

    /** Whether it is for a role that they inherit from, and not for the one that confining policies are for. */
    private static boolean inheritedOnly(Database db, Policy policy, List<Standing> roles) {
        boolean named = policy.forPublic()
                || roles.stream().anyMatch(s -> policy.roles().contains(s.role().oid()));
        return !named
                && db.policies()
                        .filter(p -> p.roles().stream().anyMatch(policy.roles()::contains))
                        .noneMatch(p -> Stream.of(db.seen(p), db.written(p))
                                .flatMap(Optional::stream)
                                .anyMatch(Meaning::confines));
    }

    private static boolean besideConfining(Database db, Policy policy, List<Standing> roles, Set<Command> commands) {
        return roles.stream()
                .flatMap(s -> db.policies(Policies.table(db, policy), s).stream())
                .filter(p ->
                        p.permissive() && !p.equals(policy) && commands.stream().anyMatch(p::covers))
                .anyMatch(p -> db.seen(p).map(Meaning::confines).orElse(false));
    }

    private static boolean floored(
            Database db, Relation table, List<Standing> roles, Set<Command> commands, boolean writes) {
        return roles.stream()
                .allMatch(s -> commands.stream()
                        .allMatch(c -> (c == Command.INSERT || db.hasFloor(table, s, c))
                                && (!writes
                                        || (c != Command.INSERT && c != Command.UPDATE)
                                        || Policies.hasWrittenFloor(db, table, s, c))));
    }

    private static String how(Opening opening) {
        String detail = opening.detail();
        return switch (opening.kind()) {
            case UNSET_CONTEXT -> "is true while " + (detail.isEmpty() ? "no context" : detail) + " is not set";
            case BYPASS -> "can be opened by " + (detail.isEmpty() ? "what the session says of itself" : detail);
            case PATTERN -> "takes " + (detail.isEmpty() ? "the context" : detail) + " for a pattern";
            case LITERAL -> "lets a constant tenant through";
            case UNBOUND -> "can be true of every tenant's rows";
            case OTHER_COLUMNS -> "asks for columns other than the tenant only";
            case NULL_TENANT -> "is true of rows without a tenant";
        };
    }
}
