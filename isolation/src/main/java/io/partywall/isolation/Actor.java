package io.partywall.isolation;

import java.util.UUID;
import java.util.regex.Pattern;

/** Who acts in a context: a person, whose membership the database checks, or a named service of the application. */
public sealed interface Actor {

    /** The person with this id, who must be an active member of the tenant. */
    record User(UUID id) implements Actor {
        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** A part of the application that works for a tenant on nobody's behalf, such as {@code import}. */
    record Service(String name) implements Actor {
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

        public Service {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a service is named by lower-case letters, digits and hyphens"
                        + " (at most 40, a letter first), not '" + name + "'");
            }
        }

        @Override
        public String toString() {
            return "service:" + name;
        }
    }

    static Actor user(UUID id) {
        return new User(id);
    }

    static Actor service(String name) {
        return new Service(name);
    }
}
