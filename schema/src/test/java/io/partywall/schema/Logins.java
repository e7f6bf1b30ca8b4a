package io.partywall.schema;

import io.partywall.testing.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;

/** New connections of one role, without a pool that would hold them. */
final class Logins extends PGSimpleDataSource {

    Logins(TestDatabase database, String role) {
        setUrl(database.url(role));
    }
}
