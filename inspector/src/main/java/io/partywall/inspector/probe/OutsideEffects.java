package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Trigger;
import io.partywall.inspector.check.Database;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Knows functions whose work a rollback does not undo: they are never called by a probe. */
final class OutsideEffects {

    private static final Pattern CALL =
            Pattern.compile("(\\w+\\.)?(nextval|setval|dblink\\w*|http\\w*|pg_sleep\\w*|lo_\\w+"
                + "|pg_advisory_(un)?lock\\w*|pg_try_advisory_lock\\w*|pg_terminate_backend|pg_cancel_backend|pg_reload_conf"
                + "|pg_rotate_logfile|pg_file_\\w+|pg_switch_wal|pg_create_\\w+|pg_drop_\\w+|pg_background\\w*|cron\\w*"
                + "|pg_logical_emit_message)|(net|cron|aws_\\w+|pgmq|vault)\\.\\w+");

    private static final Pattern NAME = Pattern.compile("([\\w.]+)\\(");

    private final Database db;

    OutsideEffects(Database db) {
        this.db = db;
    }

    /** What the function does, itself or through others, that would stay; empty: nothing that shows. */
    Optional<String> of(Function function) {
        return db.reaches().of(function).functions().stream()
                .flatMap(f -> ofOne(f).stream())
                .findFirst();
    }

    private Optional<String> ofOne(Function function) {
        if (!List.of("sql", "plpgsql").contains(function.language())) {
            return Optional.of(function.object() + " is written in " + function.language());
        }
        if (function.source().mentions("copy") && function.source().mentions("program")) {
            return Optional.of(function.object() + " runs programs");
        }
        if (function.source().mentions("insert") && feedsSequence(function)) {
            return Optional.of(function.object() + " inserts where a sequence would move");
        }
        return Stream.concat(function.source().calls().stream(), insideStrings(function))
                .filter(call -> CALL.matcher(call).matches()
                        || (call.startsWith("pg_advisory_lock") || call.startsWith("pg_try_advisory_lock")))
                .filter(call -> !call.contains("_xact_"))
                .findFirst()
                .map(call -> function.object() + " calls " + call);
    }

    private boolean feedsSequence(Function function) {
        return db.catalogue().relations().stream()
                .filter(r -> db.catalogue().columns(r).stream().anyMatch(Column::sequential))
                .anyMatch(r -> function.source().mentions(r.name()));
    }

    /** What a text that it executes may call. */
    private static Stream<String> insideStrings(Function function) {
        return function.source().executesText()
                ? function.source().strings().stream()
                        .flatMap(text -> NAME.matcher(text).results())
                        .map(call -> call.group(1).toLowerCase(Locale.ROOT))
                : Stream.empty();
    }

    /** What triggers of the table do that would stay. */
    Optional<String> ofTriggers(Relation table) {
        return db.catalogue().triggers(table).stream()
                .filter(Trigger::enabled)
                .flatMap(t -> db.catalogue().function(t.function()).stream())
                .flatMap(f -> of(f).stream())
                .findFirst();
    }

    /** What the column's default does that would stay. */
    Optional<String> ofDefault(Column column) {
        String expression = column.defaultText();
        if (expression == null || column.generated()) {
            return column.identity() ? Optional.of("a sequence would move") : Optional.empty();
        }
        if (expression.contains("nextval(")) {
            return Optional.of("a sequence would move");
        }
        return NAME.matcher(expression)
                .results()
                .flatMap(call -> db.catalogue().functionsNamed(call.group(1).toLowerCase(Locale.ROOT)))
                .flatMap(f -> of(f).stream())
                .findFirst();
    }
}
