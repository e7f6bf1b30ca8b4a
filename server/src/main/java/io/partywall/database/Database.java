package io.partywall.database;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The database that commands work on: the embedded one, or the one that the environment names ({@code
 * PARTYWALL_DATABASE_URL}, or {@code PARTYWALL_APP_URL} and {@code PARTYWALL_PLATFORM_URL} where no administrator is needed).
 * While it is open, the embedded server runs; close it when done. Safe for use by several threads.
 */
public final class Database implements AutoCloseable {

    private static final String AS_OWNER = "-c role=partywall_owner";

    private final Logins logins;
    private final Path home;

    private Database(Logins logins, Path home) {
        this.logins = logins;
        this.home = home;
    }

    /** The database of this process's environment and directory; {@code command} tells others who uses it. */
    public static Database open(String command) {
        return open(command, System.getenv(), Path.of(""));
    }

    /** Like {@link #open(String)} with another environment and working directory. */
    public static Database open(String command, Map<String, String> environment, Path workingDirectory) {
        Home home = Home.of(environment, workingDirectory.toAbsolutePath());
        Logins logins =
                Elsewhere.isNamed(environment) ? new Elsewhere(environment, home) : EmbeddedUse.begin(home, command);
        return new Database(logins, home.directory());
    }

    /** Whether that environment names a database, so that the embedded one is not used. */
    public static boolean isElsewhere(Map<String, String> environment) {
        return Elsewhere.isNamed(environment);
    }

    public boolean isEmbedded() {
        return logins instanceof EmbeddedUse;
    }

    /** Whether an administrator's login is known. */
    public boolean hasAdministrator() {
        return logins.hasAdministrator();
    }

    /** The directory of this installation's files; it need not exist where the database is not the embedded one. */
    public Path home() {
        return home;
    }

    /** How to log in in that role, with the password. A {@link DatabaseException} where the role's password is not known. */
    public DatabaseUrl url(Role role) {
        return switch (role) {
            case ADMIN -> logins.admin();
            case OWNER -> logins.admin().withParameter("options", AS_OWNER);
            case APP -> logins.app();
            case PLATFORM -> logins.platform();
        };
    }

    /** A new connection each time it is asked; no pool. */
    public DataSource dataSource(Role role) {
        return url(role).dataSource();
    }

    /** The keys that sign tenant contexts: {@code k1:<base64>}, several separated by commas. */
    public String signingKeys() {
        return logins.signingKeys();
    }

    /** Keys of this installation: {@code a1:<base64>}; made up and kept in the home where none are known. */
    public String keys(KeptKeys which) {
        return logins.keys(which);
    }

    /** The same, as far as they are known, of the embedded database or of that which the environment names; no server is needed. */
    public static Optional<String> findKeys(KeptKeys which, Map<String, String> environment, Path workingDirectory) {
        Home home = Home.of(environment, workingDirectory.toAbsolutePath());
        return Elsewhere.isNamed(environment)
                ? new Elsewhere(environment, home).findKeys(which)
                : home.credentials().findKeys(which, null);
    }

    /** The runtime roles' secrets, as far as all of them are known. Always for the embedded database. */
    public Optional<Credentials> findCredentials() {
        return logins.findCredentials();
    }

    /** The runtime roles' secrets; made up and kept in the home where they are not known: for migrations, which set them. */
    public Credentials obtainCredentials() {
        return logins.obtainCredentials();
    }

    /**
     * Has the action run when the process is told to end (Ctrl-C, for instance) while this database is open, which stays up
     * until the action has ended. One action; a later one takes its place.
     */
    public void beforeExit(Runnable action) {
        logins.beforeExit(action);
    }

    /** Names the database for a person, without its login. */
    public String describe() {
        return logins.describe();
    }

    /** Gives the embedded server back; the last user's close stops it. */
    @Override
    public void close() {
        logins.close();
    }
}
