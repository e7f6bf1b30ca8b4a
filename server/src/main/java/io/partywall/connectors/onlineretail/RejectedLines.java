package io.partywall.connectors.onlineretail;

import java.nio.file.Path;

/** A file that was to be imported strictly has lines that cannot be read; nothing of it was imported. */
public final class RejectedLines extends RuntimeException {

    RejectedLines(Path file, long count, Path rejects) {
        super(file + ": " + count + (count == 1 ? " line" : " lines") + " cannot be read, nothing was imported (see "
                + rejects + ")");
    }
}
