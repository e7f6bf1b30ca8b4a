package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** B17. */
final class PublishedRows extends Check {

    PublishedRows() {
        super(
                "B17",
                Severity.MEDIUM,
                "a publication of tenants' rows",
                "The publisher asks no policy: whoever may subscribe receives the rows of every tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.catalogue().publications().stream()
                .filter(published -> !published.filtered())
                .forEach(published -> db.catalogue()
                        .relation(published.relation())
                        .filter(db::isTenantTable)
                        .ifPresent(table -> findings.add(
                                "publication " + Sql.identifier(published.name()),
                                "sends " + (published.allTables() ? "all tables, " : "") + table.sql()
                                        + " without a row filter",
                                "select * from pg_publication_tables where pubname = " + Sql.literal(published.name()),
                                Remedy.decide(
                                        Step.GRANTS,
                                        "Publish each tenant's rows by a row filter (PostgreSQL 15 and later), or make"
                                                + " sure that only a subscriber for all tenants may connect for"
                                                + " replication.",
                                        "drop publication " + Sql.identifier(published.name())))));
    }
}
