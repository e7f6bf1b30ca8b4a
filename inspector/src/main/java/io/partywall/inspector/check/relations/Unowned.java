package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables without a tenant, and without policies that find one in another way. */
final class Unowned {

    private static final int FEWEST_COLUMNS = 3;

    private Unowned() {}

    /** Those of them that the application reaches and that nobody declared to be no tenant's. */
    static Stream<Relation> tables(Database db) {
        return db.tenantColumn().isEmpty()
                ? Stream.empty()
                : db.catalogue().relations().stream()
                        .filter(table -> table.isTable() && !table.ofExtension())
                        .filter(table -> !db.hasTenantColumn(table.oid()) && !db.isGlobal(table))
                        .filter(table -> table.rowSecurity()
                                || db.catalogue().policies(table).isEmpty())
                        .filter(table -> !Parts.isOpen(db, table) && !reachesParent(db, table))
                        .filter(table -> !readers(db, table).isEmpty());
    }

    private static boolean reachesParent(Database db, Relation table) {
        return table.parents().stream()
                .flatMap(parent -> db.catalogue().relation(parent).stream())
                .anyMatch(parent -> !db.reaching(parent).isEmpty());
    }

    /** The roles whom no policy confines in what they may do with the table's rows. */
    static List<Standing> readers(Database db, Relation table) {
        return db.reaching(table).stream()
                .filter(role -> Stream.of(Command.values())
                        .anyMatch(command -> role.privileges(table).contains(Privilege.valueOf(command.name()))
                                && !db.isConfined(table, role, command)))
                .toList();
    }

    /** The tenants' table that it is a copy of: it has all of its columns but the tenant. */
    static Optional<Relation> original(Database db, Relation table) {
        Set<String> own = columns(db, table);
        return db.wholeTenantTables()
                .filter(original -> {
                    Set<String> all = columns(db, original);
                    db.tenantColumnOf(original).ifPresent(tenant -> all.remove(described(tenant)));
                    return all.size() >= FEWEST_COLUMNS && own.containsAll(all);
                })
                .findFirst();
    }

    private static Set<String> columns(Database db, Relation table) {
        return db.catalogue().columns(table).stream()
                .map(Unowned::described)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String described(Column column) {
        return column.sql() + " " + column.type();
    }
}
