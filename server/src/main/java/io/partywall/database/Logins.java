package io.partywall.database;

import java.util.Optional;

/** Where a database is, and how each role logs in there. */
sealed interface Logins extends AutoCloseable permits EmbeddedUse, Elsewhere {

    boolean hasAdministrator();

    DatabaseUrl admin();

    DatabaseUrl app();

    DatabaseUrl platform();

    String signingKeys();

    String keys(KeptKeys which);

    Optional<Credentials> findCredentials();

    Credentials obtainCredentials();

    /** Names the database for a person, without its login. */
    String describe();

    /** Has the action run when the process is told to end, before the database is given back. */
    void beforeExit(Runnable action);

    @Override
    void close();
}
