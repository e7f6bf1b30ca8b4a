package io.partywall.database;

import java.util.Map;
import java.util.Optional;

/**
 * A database that is not the embedded one, as the environment describes it. What the environment leaves out comes from the
 * home's credentials, where a migration kept it for this database.
 */
final class Elsewhere implements Logins {

    private static final String ADMIN_URL = "PARTYWALL_DATABASE_URL";
    private static final String APP_URL = "PARTYWALL_APP_URL";
    private static final String PLATFORM_URL = "PARTYWALL_PLATFORM_URL";

    private final Map<String, String> environment;
    private final Home home;

    Elsewhere(Map<String, String> environment, Home home) {
        this.environment = environment;
        this.home = home;
    }

    /** Whether the environment names a database. */
    static boolean isNamed(Map<String, String> environment) {
        return setting(environment, ADMIN_URL).isPresent()
                || setting(environment, APP_URL).isPresent()
                || setting(environment, PLATFORM_URL).isPresent();
    }

    @Override
    public boolean hasAdministrator() {
        return setting(ADMIN_URL).isPresent();
    }

    @Override
    public DatabaseUrl admin() {
        return url(ADMIN_URL)
                .orElseThrow(() -> new DatabaseException("this needs an administrator's login: set " + ADMIN_URL));
    }

    @Override
    public DatabaseUrl app() {
        return url(APP_URL)
                .orElseGet(() -> admin().withLogin(
                                "partywall_app",
                                setting("PARTYWALL_APP_PASSWORD")
                                        .or(() -> kept().map(Credentials::appPassword))
                                        .orElseThrow(() ->
                                                unknown("the password of partywall_app", "PARTYWALL_APP_PASSWORD"))));
    }

    @Override
    public DatabaseUrl platform() {
        return url(PLATFORM_URL)
                .orElseGet(() -> admin().withLogin(
                                "partywall_platform",
                                setting("PARTYWALL_PLATFORM_PASSWORD")
                                        .or(() -> kept().map(Credentials::platformPassword))
                                        .orElseThrow(() -> unknown(
                                                "the password of partywall_platform", "PARTYWALL_PLATFORM_PASSWORD"))));
    }

    @Override
    public String signingKeys() {
        return findSigningKeys().orElseThrow(() -> unknown("the signing keys", "PARTYWALL_SIGNING_KEYS"));
    }

    @Override
    public String keys(KeptKeys which) {
        return findKeys(which).orElseGet(() -> {
            Home created = home.created();
            try (Gate _ = Gate.enter(created)) {
                return created.credentials().obtainKeys(which, target());
            }
        });
    }

    Optional<String> findKeys(KeptKeys which) {
        return setting(which.variable()).or(() -> home.credentials().findKeys(which, target()));
    }

    @Override
    public Optional<Credentials> findCredentials() {
        Optional<String> app = setting("PARTYWALL_APP_PASSWORD").or(() -> kept().map(Credentials::appPassword));
        Optional<String> platform =
                setting("PARTYWALL_PLATFORM_PASSWORD").or(() -> kept().map(Credentials::platformPassword));
        return app.flatMap(a -> platform.flatMap(p -> findSigningKeys().map(k -> new Credentials(a, p, k))));
    }

    @Override
    public Credentials obtainCredentials() {
        return findCredentials().orElseGet(() -> {
            Home created = home.created();
            try (Gate _ = Gate.enter(created)) {
                created.credentials().obtain(target());
            }
            return findCredentials().orElseThrow();
        });
    }

    @Override
    public String describe() {
        return target();
    }

    @Override
    public void beforeExit(Runnable action) {
        Runtime.getRuntime().addShutdownHook(new Thread(action, "partywall-before-exit"));
    }

    @Override
    public void close() {
        // Nothing of a database elsewhere is held.
    }

    private Optional<String> findSigningKeys() {
        return setting("PARTYWALL_SIGNING_KEYS").or(() -> kept().map(Credentials::signingKeys));
    }

    private Optional<Credentials> kept() {
        return home.credentials().find(target());
    }

    private String target() {
        return url(ADMIN_URL)
                .or(() -> url(APP_URL))
                .or(() -> url(PLATFORM_URL))
                .orElseThrow()
                .target();
    }

    private DatabaseException unknown(String what, String variable) {
        return new DatabaseException(what + " at " + target() + " is not known here: set " + variable
                + ", or run ./partywall migrate, which makes it");
    }

    private Optional<DatabaseUrl> url(String name) {
        try {
            return setting(name).map(DatabaseUrl::parse);
        } catch (DatabaseException malformed) {
            throw new DatabaseException(name + ": " + malformed.getMessage(), malformed);
        }
    }

    private Optional<String> setting(String name) {
        return setting(environment, name);
    }

    private static Optional<String> setting(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
