package io.partywall.schema.walls;

import static java.util.stream.Collectors.joining;

import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Sees all tenants' rows from inside any transaction, what it has not committed included: a function of the superuser's,
 * since only inside can be told what a statement did before it is rolled back.
 */
final class Witness {

    private Witness() {}

    static void install(TestDatabase database, Catalogue catalogue) {
        String hashes = catalogue.tables().stream()
                // With ctid, so that an update to the same values shows as well.
                .map("""
                    select hashtextextended(tableoid::text || t.ctid || t, 0) as hash from app.%s t
                    where besides is null or t.tenant_id <> besides\
                    """::formatted)
                .collect(joining(" union all "));
        database.execute("""
            create schema if not exists witness;
            grant usage on schema witness to public;
            create or replace function witness.fingerprint(besides uuid) returns numeric
            language plpgsql security definer set search_path = pg_catalog as $$
            begin
                return (select sum(hash::numeric) from (%s) hashes);
            end $$\
            """.formatted(hashes));
    }

    /** A fingerprint of all tenants' rows but the given one's. */
    static String fingerprint(Connection connection, @Nullable Tenant besides) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select witness.fingerprint(?::uuid)")) {
            statement.setString(1, besides == null ? null : besides.id().toString());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
