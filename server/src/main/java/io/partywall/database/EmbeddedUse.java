package io.partywall.database;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One command's use of the embedded server, from its lease to the moment when it gives it back: the last one out stops the server. */
final class EmbeddedUse implements Logins {

    private final Home home;
    private final Lease lease;
    private final PostmasterFile server;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread onExit = new Thread(this::exit, "partywall-database-release");
    private volatile Runnable beforeExit = () -> {};

    private EmbeddedUse(Home home, Lease lease, PostmasterFile server) {
        this.home = home;
        this.lease = lease;
        this.server = server;
    }

    static EmbeddedUse begin(Home wanted, String holder) {
        Home home = wanted.created();
        try (Gate _ = Gate.enter(home)) {
            Lease lease = Lease.take(home, holder);
            try {
                EmbeddedUse use = new EmbeddedUse(home, lease, EmbeddedServer.started(home));
                Runtime.getRuntime().addShutdownHook(use.onExit);
                return use;
            } catch (RuntimeException failure) {
                lease.giveBack();
                throw failure;
            }
        }
    }

    @Override
    public boolean hasAdministrator() {
        return true;
    }

    @Override
    public DatabaseUrl admin() {
        return login("partywall_admin", home.credentials().adminPassword());
    }

    @Override
    public DatabaseUrl app() {
        return login("partywall_app", obtainCredentials().appPassword());
    }

    @Override
    public DatabaseUrl platform() {
        return login("partywall_platform", obtainCredentials().platformPassword());
    }

    @Override
    public String signingKeys() {
        return obtainCredentials().signingKeys();
    }

    @Override
    public String keys(KeptKeys which) {
        return home.credentials().findKeys(which, null).orElseGet(() -> {
            try (Gate _ = Gate.enter(home)) {
                return home.credentials().obtainKeys(which, null);
            }
        });
    }

    @Override
    public Optional<Credentials> findCredentials() {
        return Optional.of(obtainCredentials());
    }

    @Override
    public Credentials obtainCredentials() {
        return home.credentials().embedded();
    }

    @Override
    public String describe() {
        return "the embedded PostgreSQL " + Binaries.version() + " of " + home.directory();
    }

    private DatabaseUrl login(String user, String password) {
        return new DatabaseUrl(user, password, "127.0.0.1", server.port(), "partywall", new LinkedHashMap<>());
    }

    @Override
    public void close() {
        if (release()) {
            try {
                Runtime.getRuntime().removeShutdownHook(onExit);
            } catch (IllegalStateException exiting) {
                // The hook runs already and finds nothing left to do.
            }
        }
    }

    @Override
    public void beforeExit(Runnable action) {
        beforeExit = action;
    }

    private void exit() {
        try {
            beforeExit.run();
        } finally {
            release();
        }
    }

    private boolean release() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        if (!home.exists()) {
            lease.giveBack();
            return true;
        }
        try (Gate _ = Gate.enter(home)) {
            lease.giveBack();
            if (!Files.exists(home.kept()) && Lease.holders(home).isEmpty()) {
                new Server(home).stop();
            }
        }
        return true;
    }
}
