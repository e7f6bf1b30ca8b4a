package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Membership;
import io.partywall.inspector.check.Database;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who belongs to a role. */
final class Members {

    private Members() {}

    /** The role and all who are members of it, directly or through others. */
    static Set<Long> of(Database db, long role) {
        Set<Long> members = new LinkedHashSet<>(Set.of(role));
        Deque<Long> open = new ArrayDeque<>(members);
        while (!open.isEmpty()) {
            long next = open.removeFirst();
            db.catalogue().memberships().stream()
                    .filter(m -> m.role() == next)
                    .map(Membership::member)
                    .filter(members::add)
                    .forEach(open::add);
        }
        return members;
    }
}
