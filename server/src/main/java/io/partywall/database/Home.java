package io.partywall.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The directory that holds everything of an installation: {@code PARTYWALL_HOME}, or {@code .partywall} where the command runs. */
record Home(Path directory) {

    /** pg_ctl hands its own path to a shell between double quotes, where these keep their meaning. */
    private static final String UNQUOTABLE = "\"$`\\\n";

    static Home of(Map<String, String> environment, Path workingDirectory) {
        String chosen = environment.getOrDefault("PARTYWALL_HOME", "");
        Path directory = workingDirectory.resolve(chosen.isBlank() ? ".partywall" : chosen);
        return new Home(directory.toAbsolutePath().normalize());
    }

    /** Creates the directory, readable by its owner only, where it is missing, and returns it by its one true path. */
    Home created() {
        if (directory.toString().chars().anyMatch(c -> UNQUOTABLE.indexOf(c) >= 0)) {
            throw new DatabaseException("the embedded PostgreSQL cannot live in " + directory
                    + ": its path holds one of \" $ ` \\ or a line break; choose another with PARTYWALL_HOME");
        }
        try {
            PrivateFiles.createDirectory(directory);
            PrivateFiles.createDirectory(leases());
            PrivateFiles.createDirectory(log());
            Path ignore = directory.resolve(".gitignore");
            if (!Files.exists(ignore)) {
                PrivateFiles.write(ignore, "*\n".getBytes(StandardCharsets.UTF_8));
            }
            return new Home(directory.toRealPath());
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    boolean exists() {
        return Files.isDirectory(leases());
    }

    DatabaseException unusable(Exception failure) {
        return new DatabaseException(
                "cannot use " + directory + ": " + PrivateFiles.reason(failure)
                        + " (PARTYWALL_HOME chooses another directory)",
                failure);
    }

    Path data() {
        return directory.resolve("data");
    }

    Path log() {
        return directory.resolve("log");
    }

    Path leases() {
        return directory.resolve("leases");
    }

    Path gate() {
        return directory.resolve("gate");
    }

    Path kept() {
        return directory.resolve("kept");
    }

    Path port() {
        return directory.resolve("port");
    }

    CredentialsFile credentials() {
        return new CredentialsFile(directory.resolve("credentials.properties"));
    }
}
