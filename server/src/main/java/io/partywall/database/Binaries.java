package io.partywall.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive on the class path into {@code postgresql-<version>/} of the home:
 * under another name first, so that the directory is there whole or not at all.
 */
record Binaries(Path directory) {

    private static final String VERSION = readVersion();

    /** The programs of this build's version; unpacks them where they are missing. The caller holds the home's gate. */
    static Binaries in(Home home) {
        Path directory = home.directory().resolve("postgresql-" + VERSION);
        if (!Files.isDirectory(directory)) {
            try {
                unpack(home, directory);
            } catch (IOException failure) {
                throw home.unusable(failure);
            }
        }
        return new Binaries(directory);
    }

    static String version() {
        return VERSION;
    }

    static String major() {
        return VERSION.substring(0, VERSION.indexOf('.'));
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static void unpack(Home home, Path directory) throws IOException {
        PrivateFiles.deleteLeftovers(home.directory(), "unpacking-");
        Path unpacking = home.directory().resolve("unpacking-" + UUID.randomUUID());
        try (InputStream archive = archive();
                TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(archive, 1 << 17))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (needed(entry.getName())) {
                    unpack(tar, entry, unpacking);
                }
            }
            PrivateFiles.moveDirectory(unpacking, directory);
        } finally {
            if (Files.exists(unpacking)) {
                PrivateFiles.deleteTree(unpacking);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("an entry of the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(root.resolve(entry.getName()).getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & 0100) != 0) {
                target.toFile().setExecutable(true, false);
            }
        }
    }

    /** What is for building against PostgreSQL is not needed to run it. */
    private static boolean needed(String name) {
        return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("/include/");
    }

    private static InputStream archive() throws IOException {
        String name = "postgres-" + system() + "-" + architecture() + ".txz";
        @Nullable InputStream resource = Binaries.class.getResourceAsStream("/" + name);
        if (resource == null) {
            throw new DatabaseException("there is no embedded PostgreSQL for this machine (" + name
                    + " is not in the build): set PARTYWALL_DATABASE_URL to a PostgreSQL 15-18 of your own");
        }
        return new XZInputStream(new BufferedInputStream(resource, 1 << 16), -1, false, BasicArrayCache.getInstance());
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : "linux";
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }

    private static String readVersion() {
        try (InputStream resource = Binaries.class.getResourceAsStream("postgresql.properties")) {
            Properties properties = new Properties();
            properties.load(resource);
            String version = properties.getProperty("version");
            return version.replaceFirst("\\.0$", "");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
