package io.partywall.inspector.check.performance;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Index;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Indexes of tenants' tables. */
final class TenantKeys {

    private TenantKeys() {}

    /** The word that builds an index without locking out writers, where PostgreSQL can. */
    static String concurrently(Relation table) {
        return table.kind() == Relation.Kind.PARTITIONED_TABLE ? "" : "concurrently ";
    }

    /** The indexes of tables of tenants, but of partitions, which go with their parent's. */
    static Stream<Index> ofTenantTables(Database db) {
        return db.tenantTables().filter(t -> !t.partition()).flatMap(t -> db.catalogue().indexes(t).stream());
    }

    static Relation table(Database db, Index index) {
        return db.catalogue().relation(index.relation()).orElseThrow();
    }

    static int tenantOf(Database db, Index index) {
        return db.tenantColumnOf(table(db, index)).map(Column::number).orElse(0);
    }

    /** Columns by their numbers, as SQL lists them. */
    static String columns(Database db, Relation table, List<Integer> numbers) {
        return numbers.stream()
                .flatMap(n -> db.catalogue().column(table, n).stream())
                .map(Column::sql)
                .collect(Collectors.joining(", "));
    }
}
