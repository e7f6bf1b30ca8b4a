package io.partywall.cli;

import io.partywall.access.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The password of a demonstration's people: made up once, and kept where only its owner reads. */
final class DemoPassword {

    private static final int LENGTH = 16;

    private DemoPassword() {}

    static String of(Path home) {
        Path file = home.resolve("demo").resolve("password");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, Tokens.random().substring(0, LENGTH), StandardOpenOption.WRITE);
            }
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            throw new UserError(
                    "cannot keep the password of the demonstration in " + file + ": " + failure.getMessage());
        }
    }
}
