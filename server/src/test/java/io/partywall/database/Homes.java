package io.partywall.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Homes for tests, with PostgreSQL's programs unpacked once for all of them. */
public final class Homes {

    private static final Path PROGRAMS = unpacked();

    private Homes() {}

    /** A home that has the programs and nothing else. */
    public static Path fresh(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.createSymbolicLink(directory.resolve(PROGRAMS.getFileName()), PROGRAMS);
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Map<String, String> environment(Path home) {
        return Map.of("PARTYWALL_HOME", home.toString());
    }

    static Database open(Path home) {
        return Database.open("test", environment(home), home);
    }

    static EmbeddedServer server(Path home) {
        return EmbeddedServer.of(environment(home), home);
    }

    private static Path unpacked() {
        // In the module's build directory, so that the next run finds it.
        return Binaries.in(new Home(Path.of("target/programs").toAbsolutePath()).created())
                .directory();
    }
}
