package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Schema;
import io.partywall.inspector.catalogue.SettingDefault;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A13. */
final class UnsafeDefault extends Check {

    UnsafeDefault() {
        super(
                "A13",
                Severity.MEDIUM,
                "sessions begin with a protection off",
                "As a replica a session checks no foreign key and fires no trigger; without row_security queries fail"
                    + " instead of being confined; a search path that others may write to finds their objects first.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Defaults.of(db, d -> isSet(d, "session_replication_role", "replica"))
                .forEach((setting, defaults) -> add(db, findings, Severity.HIGH, setting, defaults));
        Defaults.of(db, d -> isSet(d, "row_security", "off") || isSet(d, "row_security", "false"))
                .forEach((setting, defaults) -> add(db, findings, Severity.MEDIUM, setting, defaults));
        Defaults.of(db, d -> d.name().equals("search_path") && !writable(db, d).isEmpty())
                .forEach((setting, defaults) -> findings.add(
                        "setting " + setting,
                        Defaults.said(db, defaults) + ", and the application may create in "
                                + defaults.stream()
                                        .flatMap(d -> writable(db, d).stream())
                                        .map(Schema::name)
                                        .distinct()
                                        .collect(Collectors.joining(", ")),
                        Defaults.query(setting),
                        Remedy.decide(
                                Step.SETTINGS,
                                "Keep the path, but let nobody create in its schemas; or take the path back.",
                                Defaults.resets(db, defaults))));
    }

    private static boolean isSet(SettingDefault given, String name, String value) {
        return given.name().equals(name) && given.value().equalsIgnoreCase(value);
    }

    private static void add(
            Database db, Findings findings, Severity severity, String setting, List<SettingDefault> defaults) {
        findings.add(
                severity,
                "setting " + setting,
                Defaults.said(db, defaults),
                Defaults.query(setting),
                Remedy.mechanical(Step.SETTINGS, Defaults.resets(db, defaults)));
    }

    /** The schemas of a path in which the application may create. */
    private static List<Schema> writable(Database db, SettingDefault path) {
        List<String> names = Arrays.stream(path.value().split(","))
                .map(name -> name.replace("\"", "").strip())
                .toList();
        return db.catalogue().schemas().stream()
                .filter(schema -> db.application().stream()
                        .anyMatch(s -> s.createsIn(schema)
                                && (names.contains(schema.name())
                                        || (names.contains("$user")
                                                && schema.name().equals(s.role().name())))))
                .toList();
    }
}
