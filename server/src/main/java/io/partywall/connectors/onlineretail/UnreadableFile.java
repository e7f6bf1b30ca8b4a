package io.partywall.connectors.onlineretail;

import java.nio.file.Path;

/** The file as a whole is refused; nothing of it is to be taken. The message is one line that names the file and the fault. */
public final class UnreadableFile extends RuntimeException {

    /** What is wrong with it. */
    public enum Fault {
        MISSING,
        DIRECTORY,
        NOT_A_FILE,
        CANNOT_BE_READ,
        EMPTY,
        BINARY,
        NOT_UTF8,
        WRONG_HEADER,
        ENDLESS_LINE
    }

    private final Fault fault;

    UnreadableFile(Fault fault, Path file, String what) {
        super(file + ": " + what);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
