package io.partywall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that the environment names. Nothing here connects: logins are what it is about. */
class ElsewhereTest {

    @TempDir
    private Path directory;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("PARTYWALL_DATABASE_URL", "postgresql://admin:pw@db:6000/shop?sslmode=require"));

    @Test
    void theAdministratorIsTheOneOfTheUrlAndTheOwnerIsTheSameLoginInTheOwnersRole() {
        try (Database database = open()) {
            assertThat(database.isEmbedded()).isFalse();
            assertThat(database.url(Role.ADMIN).toLibpq())
                    .isEqualTo("postgresql://admin:pw@db:6000/shop?sslmode=require");
            assertThat(database.url(Role.OWNER).toLibpq())
                    .isEqualTo(
                            "postgresql://admin:pw@db:6000/shop?sslmode=require&options=-c%20role%3Dpartywall_owner");
        }
    }

    @Test
    void aLoginThatNobodyKnowsIsRefusedWithTheRemedy() {
        try (Database database = open()) {
            assertThat(database.findCredentials()).isEmpty();
            assertThatThrownBy(() -> database.url(Role.APP))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll("partywall_app", "db:6000/shop", "PARTYWALL_APP_PASSWORD", "migrate");
            assertThatThrownBy(database::signingKeys).hasMessageContaining("PARTYWALL_SIGNING_KEYS");
        }
    }

    @Test
    void theEnvironmentGivesTheLogins() {
        environment.put("PARTYWALL_APP_PASSWORD", "a/b");
        environment.put("PARTYWALL_PLATFORM_URL", "postgresql://platform:x@pooler:6432/shop");
        environment.put("PARTYWALL_SIGNING_KEYS", "k1:AAAA");

        try (Database database = open()) {
            assertThat(database.url(Role.APP).toLibpq())
                    .isEqualTo("postgresql://partywall_app:a%2Fb@db:6000/shop?sslmode=require");
            assertThat(database.url(Role.PLATFORM).toLibpq()).isEqualTo("postgresql://platform:x@pooler:6432/shop");
            assertThat(database.signingKeys()).isEqualTo("k1:AAAA");
        }
    }

    @Test
    void loginsThatAMigrationMadeUpAreKeptForThatDatabaseOnlyAndReadableByTheOwnerOnly() throws Exception {
        Credentials made;
        try (Database database = open()) {
            made = database.obtainCredentials();
        }

        try (Database again = open()) {
            assertThat(again.obtainCredentials()).isEqualTo(made);
            assertThat(again.url(Role.APP).password()).isEqualTo(made.appPassword());
        }
        environment.put("PARTYWALL_DATABASE_URL", "postgresql://admin:pw@db:6000/other");
        try (Database other = open()) {
            assertThat(other.findCredentials()).isEmpty();
        }
        Path file = directory.resolve(".partywall/credentials.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.signingKeys()).matches("k1:[A-Za-z0-9+/]{43}=");
        assertThat(made.toString()).doesNotContain(made.appPassword());
    }

    @Test
    void withoutAnAdministratorTheRuntimeLoginsWorkAndTheRestSaysWhatIsMissing() {
        environment.clear();
        environment.put("PARTYWALL_APP_URL", "postgresql://app:x@pooler/shop");

        try (Database database = open()) {
            assertThat(database.url(Role.APP).host()).isEqualTo("pooler");
            assertThatThrownBy(() -> database.url(Role.OWNER)).hasMessageContaining("PARTYWALL_DATABASE_URL");
        }
    }

    @Test
    void aUrlThatCannotBeReadIsNamedByItsVariable() {
        environment.put("PARTYWALL_DATABASE_URL", "db:6000");

        try (Database database = open()) {
            assertThatThrownBy(() -> database.url(Role.ADMIN))
                    .hasMessageStartingWith("PARTYWALL_DATABASE_URL: cannot read");
        }
    }

    private Database open() {
        return Database.open("test", environment, directory);
    }
}
