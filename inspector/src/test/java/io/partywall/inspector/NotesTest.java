package io.partywall.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotesTest {

    @Test
    void whatStaysIsSaidWhereItApplies() {
        try (Audited db = Audited.with("")) {
            assertThat(ids(db)).containsExactly("A16", "F5", "F6", "F7", "F9", "K4", "K5", "K6");

            db.execute("""
                create table events (tenant_id uuid) partition by list (tenant_id);
                create subscription from_elsewhere connection 'dbname=nowhere' publication p
                    with (connect = false, enabled = false, slot_name = none);
                do $$ begin execute format('alter database %I set log_statement = mod', current_database()); end $$;
                """);
            assertThat(ids(db)).containsExactly("A16", "B18", "F5", "F6", "F7", "F9", "F14", "K4", "K5", "K6", "P10");
            db.execute("drop subscription from_elsewhere");
        }
    }

    private static List<String> ids(Audited db) {
        return db.report().notes().stream()
                .map(note -> note.substring(0, note.indexOf(' ')))
                .toList();
    }
}
