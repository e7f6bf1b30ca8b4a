package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Lineage;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** E13. */
final class SecretReadable extends Check {

    private static final Pattern SECRET =
            Pattern.compile("(?!(encrypted|hashed)_)(\\w+_)?(password|passwd|pwd|passphrase"
                    + "|secret|secret_key|api_?key|access_?token|refresh_?token|private_?key)");

    SecretReadable() {
        super(
                "E13",
                Severity.MEDIUM,
                "the application may read a column of secrets",
                "Whoever injects one statement takes them along, and they open other doors than this database.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Lineage.families(
                        db.catalogue(),
                        db.catalogue().relations().stream()
                                .filter(r -> !r.ofExtension())
                                .filter(r -> secrets(db, r).findAny().isPresent()))
                .keySet()
                .forEach(relation -> secrets(db, relation).forEach(column -> add(db, findings, relation, column)));
    }

    private static void add(Database db, Findings findings, Relation relation, Column secret) {
        List<Standing> readers = readers(db, relation, secret);
        String others = db.catalogue().columns(relation).stream()
                .filter(c -> secrets(db, relation).noneMatch(c::equals))
                .filter(c -> readers.stream().anyMatch(s -> s.readsColumn(relation, c.number())))
                .map(Column::sql)
                .collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>();
        String names = readers.stream().map(s -> s.role().sql()).collect(Collectors.joining(", "));
        statements.add("revoke select on " + relation.sql() + " from " + names);
        if (!others.isEmpty()) {
            statements.add("grant select (" + others + ") on " + relation.sql() + " to " + names);
        }
        findings.add(
                "column " + relation.sql() + "." + secret.sql(),
                Database.names(readers) + " may read it",
                "select attname, attacl, relacl from pg_attribute join pg_class c on c.oid = attrelid where attrelid = "
                        + Sql.literal(relation.sql()) + "::regclass and attname = " + Sql.literal(secret.name()),
                Remedy.decide(
                        Step.GRANTS,
                        "Keep a hash instead, or compare it in a function whose owner alone may read it.",
                        statements.toArray(String[]::new)));
    }

    private static Stream<Column> secrets(Database db, Relation relation) {
        return db.catalogue().columns(relation).stream()
                .filter(c -> c.textual() && SECRET.matcher(plain(c.name())).matches())
                .filter(c -> !readers(db, relation, c).isEmpty());
    }

    /** {@code apiKey} as {@code api_key}. */
    private static String plain(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static List<Standing> readers(Database db, Relation relation, Column column) {
        return db.application().stream()
                .filter(s -> !s.owns(relation) && s.readsColumn(relation, column.number()))
                .toList();
    }
}
