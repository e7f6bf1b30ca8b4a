package io.partywall.inspector.check.channels;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Trigger;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** F11. */
final class RowsInNotify extends Check {

    RowsInNotify() {
        super(
                "F11",
                Severity.MEDIUM,
                "rows are sent to whoever listens",
                "NOTIFY asks no policy: every session of the database may LISTEN and receives the rows of all"
                        + " tenants.");
    }

    private static final String WHOLE_ROW =
            "(?:(?:row_to_json|to_jsonb?|hstore|json_build_array|jsonb_build_array|concat|format) \\( (?:[^;]*?"
                    + " )?(?:new|old)(?= [,):])|(?:^|[ (])(?:new|old) : : |row \\( (?:new|old) \\. \\*)";
    private static final Pattern SENT = Pattern.compile("(?:pg_notify \\(|notify )([^;]*)");
    private static final Pattern KEPT = Pattern.compile("(\\w+) (?:[\\w.]+ )?(?:: =|default) (?:(?!;).)*?" + WHOLE_ROW
            + "|" + WHOLE_ROW + "(?:(?!;).)*? into (\\w+)");

    @Override
    public void inspect(Database db, Findings findings) {
        Set<Function> asked = db.tenantTables()
                .flatMap(t -> db.catalogue().triggers(t).stream())
                .filter(Trigger::enabled)
                .flatMap(t -> db.catalogue().function(t.function()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        asked.stream()
                .filter(f -> sendsRows(f.source().normalized()))
                .forEach(f -> findings.add(
                        f.object(),
                        "a trigger on a table of tenants sends whole rows by NOTIFY",
                        f.query(),
                        Remedy.advice("Send the key alone and let the listener read the row under its own context.")));
    }

    private static boolean sendsRows(String source) {
        Set<String> rows = new HashSet<>();
        Matcher kept = KEPT.matcher(source);
        while (kept.find()) {
            rows.add(kept.group(1) != null ? kept.group(1) : kept.group(2));
        }
        Matcher sent = SENT.matcher(source);
        while (sent.find()) {
            String payload = sent.group(1);
            if (Pattern.compile(WHOLE_ROW).matcher(payload).find()
                    || rows.stream().anyMatch(List.of(payload.split(" "))::contains)) {
                return true;
            }
        }
        return false;
    }
}
