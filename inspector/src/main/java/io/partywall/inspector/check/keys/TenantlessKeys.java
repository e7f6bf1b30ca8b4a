package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Index;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Unique keys of tenants' tables that the tenant is no part of, by what their values tell. */
final class TenantlessKeys {

    private static final Pattern RANDOM = Pattern.compile("uuid|random|nanoid|ulid|cuid|ksuid");

    private TenantlessKeys() {}

    /** What a key's values are. */
    enum Kind {
        /** Meant to be known or chosen: an address, a number on paper. */
        NATURAL,
        /** Counted up: guessable, but nobody chooses them. */
        COUNTED,
        /** Neither to be guessed nor to be chosen. */
        RANDOM
    }

    record Key(Relation table, Index index, Kind kind) {}

    /** Those of tables that the application, or a policy, has to do with. */
    static Stream<Key> of(Database db) {
        return db.tenantTables()
                .filter(table -> !table.partition())
                .filter(table -> table.rowSecurity() || !db.reaching(table).isEmpty())
                .flatMap(table -> db.catalogue().indexes(table).stream()
                        .filter(index -> index.unique() || index.exclusion())
                        .filter(index -> !hasTenant(db, table, index))
                        .map(index -> new Key(table, index, kind(db, table, index))));
    }

    private static boolean hasTenant(Database db, Relation table, Index index) {
        return db.tenantColumnOf(table)
                .filter(tenant -> index.key().contains(tenant.number())
                        || (index.key().contains(0) && index.definition().contains(tenant.name())))
                .isPresent();
    }

    private static Kind kind(Database db, Relation table, Index index) {
        List<Column> columns = index.key().stream()
                .flatMap(number -> db.catalogue().column(table, number).stream())
                .toList();
        if (columns.stream().anyMatch(column -> isRandom(db, table, column))) {
            return Kind.RANDOM;
        }
        if (columns.size() == 1 && index.key().size() == 1) {
            Column column = columns.getFirst();
            if (column.sequential() || (index.primary() && column.type().matches("smallint|integer|bigint"))) {
                return Kind.COUNTED;
            }
            // Without a default, the application makes it: no id that it takes from the user is called that.
            if (index.primary() && column.textual() && column.name().equalsIgnoreCase("id")) {
                return Kind.RANDOM;
            }
        }
        return Kind.NATURAL;
    }

    /** A UUID, unless it names one of a few rows that all tenants know. */
    private static boolean isRandom(Database db, Relation table, Column column) {
        String filled = Optional.ofNullable(column.defaultText()).orElse("").toLowerCase(Locale.ROOT);
        boolean ofShared = db.catalogue()
                .foreignKeys(table)
                .filter(key -> key.positionOf(column.number()) >= 0)
                .flatMap(key -> db.catalogue().relation(key.target()).stream())
                .anyMatch(target -> !db.hasTenantColumn(target.oid()) && !db.isConfined(target.oid()));
        return (column.type().equals("uuid") && !ofShared)
                || RANDOM.matcher(filled).find();
    }
}
