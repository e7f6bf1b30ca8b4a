package io.partywall;

import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.TenantId;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.testing.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;

/** Databases of the platform, each a copy of one that was migrated once. */
public final class MigratedDatabase {

    /** What all of them trust. */
    public static final SigningKeys KEYS = SigningKeys.parse(SigningKeys.generate("k1"));

    private static final TestDatabase TEMPLATE = migrated();

    private MigratedDatabase() {}

    private static TestDatabase migrated() {
        TestDatabase database = TestDatabase.create();
        try (var administrator = database.pool("postgres", 2)) {
            Migrations.of(administrator)
                    .trusting(KEYS)
                    .password(Roles.APP, TestDatabase.PASSWORD)
                    .password(Roles.PLATFORM, TestDatabase.PASSWORD)
                    .run();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        database.execute("select app.keep_job_history(30)");
        return database;
    }

    /** Without tenants. */
    public static TestDatabase copy() {
        TestDatabase copy = TestDatabase.copyOf(TEMPLATE);
        // What a database itself grants is not copied with it.
        copy.execute("revoke create, temporary on database " + copy.name() + " from public");
        return copy;
    }

    /** A new tenant with that name and slug, whose work may begin. */
    public static TenantId tenant(TestDatabase database, String name) {
        UUID id = UUID.randomUUID();
        database.execute("insert into app.tenants (id, name, slug, status) values ('%s', '%s', '%s', 'ACTIVE')"
                .formatted(id, name, name));
        return new TenantId(id);
    }
}
