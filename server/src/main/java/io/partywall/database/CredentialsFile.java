package io.partywall.database;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code credentials.properties}, readable by its owner only: the embedded database's secrets by plain names, those of other
 * databases prefixed by {@code host:port/database}. It is replaced as a whole, so that a crash leaves the old or the new one.
 */
final class CredentialsFile {

    private static final String ADMIN = "partywall_admin.password";
    private static final String APP = "partywall_app.password";
    private static final String PLATFORM = "partywall_platform.password";
    private static final String KEYS = "signing.keys";

    private final Path file;

    CredentialsFile(Path file) {
        this.file = file;
    }

    /** What is known about a database elsewhere. */
    Optional<Credentials> find(String database) {
        return credentials(load(), prefix(database));
    }

    /** What is known about a database elsewhere, made up and kept where nothing is. The caller holds the home's gate. */
    Credentials obtain(String database) {
        return find(database).orElseGet(() -> {
            Credentials made = Credentials.random();
            Properties properties = load();
            put(properties, prefix(database), made);
            store(properties);
            return made;
        });
    }

    /** Keys of the embedded database, or of one elsewhere. */
    Optional<String> findKeys(KeptKeys which, @Nullable String database) {
        return Optional.ofNullable(load().getProperty(prefix(database) + which.property()));
    }

    /** The same, made up and kept where there are none. The caller holds the home's gate. */
    String obtainKeys(KeptKeys which, @Nullable String database) {
        return findKeys(which, database).orElseGet(() -> {
            String made = Credentials.randomKey(which);
            Properties properties = load();
            properties.setProperty(prefix(database) + which.property(), made);
            store(properties);
            return made;
        });
    }

    private static String prefix(@Nullable String database) {
        return database == null ? "" : database + " ";
    }

    boolean holdsEmbedded() {
        return load().containsKey(ADMIN);
    }

    /** Makes the embedded database's secrets up, where there are none. The caller holds the home's gate. */
    void createEmbedded() {
        Properties properties = load();
        if (!properties.containsKey(ADMIN)) {
            properties.setProperty(ADMIN, Credentials.randomPassword());
            put(properties, "", Credentials.random());
            store(properties);
        }
    }

    String adminPassword() {
        return required(load().getProperty(ADMIN), ADMIN);
    }

    Credentials embedded() {
        return credentials(load(), "").orElseThrow(() -> incomplete(APP + ", " + PLATFORM + " or " + KEYS));
    }

    private static Optional<Credentials> credentials(Properties properties, String prefix) {
        String app = properties.getProperty(prefix + APP);
        String platform = properties.getProperty(prefix + PLATFORM);
        String keys = properties.getProperty(prefix + KEYS);
        return app == null || platform == null || keys == null
                ? Optional.empty()
                : Optional.of(new Credentials(app, platform, keys));
    }

    private static void put(Properties properties, String prefix, Credentials credentials) {
        properties.setProperty(prefix + APP, credentials.appPassword());
        properties.setProperty(prefix + PLATFORM, credentials.platformPassword());
        properties.setProperty(prefix + KEYS, credentials.signingKeys());
    }

    private String required(@Nullable String value, String name) {
        if (value == null) {
            throw incomplete(name);
        }
        return value;
    }

    private DatabaseException incomplete(String name) {
        return new DatabaseException(file + " does not hold " + name
                + ": restore that file, or remove its directory to begin with an empty database");
    }

    private Properties load() {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new DatabaseException("cannot read " + file + ": " + PrivateFiles.reason(unreadable), unreadable);
            }
        }
        return properties;
    }

    private void store(Properties properties) {
        StringWriter text = new StringWriter();
        try {
            properties.store(text, "Secrets of Partywall's databases. Keep this file with the data, and to yourself.");
            PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            throw new DatabaseException("cannot write " + file + ": " + PrivateFiles.reason(unwritable), unwritable);
        }
    }
}
