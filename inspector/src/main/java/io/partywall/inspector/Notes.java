package io.partywall.inspector;

import io.partywall.inspector.check.Database;
import java.util.ArrayList;
import java.util.List;

/** What is true of every database, or cannot be seen in a catalogue: said, but no finding. */
final class Notes {

    private Notes() {}

    static List<String> of(Database db) {
        List<String> notes = new ArrayList<>();
        String others = String.join(
                ", ",
                db.catalogue().roles().stream()
                        .filter(r -> r.canLogin() && r.unbound() && !r.predefined())
                        .filter(r -> db.everyApplication().stream()
                                .noneMatch(s -> s.role().equals(r)))
                        .map(r -> r.name())
                        .toList());
        if (!others.isEmpty()) {
            notes.add("A16 No policy binds these logins, which are not the application's: " + others + ".");
        }
        return List.copyOf(notes);
    }
}
