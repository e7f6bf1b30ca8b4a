package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** D3. */
final class OtherTenantType extends Check {

    OtherTenantType() {
        super(
                "D3",
                Severity.MEDIUM,
                "a tenant column of another type",
                "Keys cannot tie it to the other tables, and each comparison needs a cast that may change the value or"
                        + " keep an index from use.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        List<Relation> tables = db.wholeTenantTables().toList();
        usualType(db, tables)
                .ifPresent(usual -> tables.forEach(table -> db.tenantColumnOf(table)
                        .filter(column -> column.typeOid() != usual.typeOid())
                        .ifPresent(column -> findings.add(
                                Keys.object(table, column),
                                column.name() + " is " + column.type() + ", elsewhere " + usual.type(),
                                Keys.query(table, column),
                                Remedy.advice("Change it to " + usual.type()
                                        + "; policies, keys and indexes on it have to be dropped before and made"
                                        + " again after, in one transaction.")))));
    }

    /** That of more than half of the tables; the root's between two halves. */
    private static Optional<Column> usualType(Database db, List<Relation> tables) {
        List<Column> columns = tables.stream()
                .flatMap(table -> db.tenantColumnOf(table).stream())
                .toList();
        return Stream.concat(
                        columns.stream()
                                .filter(column -> columns.stream()
                                                        .filter(other -> other.typeOid() == column.typeOid())
                                                        .count()
                                                * 2
                                        > columns.size()),
                        db.root().flatMap(db::tenantColumnOf).stream())
                .findFirst();
    }
}
