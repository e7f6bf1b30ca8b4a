package io.partywall.connectors.onlineretail;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code <file>.rejected.csv} beside the file: each rejected line with its number, the reason and its own fields. It appears
 * whole when it is {@link #publish() published}, or not at all; where nothing was rejected there is none, and one of an
 * earlier run goes.
 */
public final class RejectFile implements AutoCloseable {

    private static final String SUFFIX = ".rejected.csv";

    private final Path target;
    private @Nullable Path fresh;
    private @Nullable BufferedWriter writer;
    private long count;

    private RejectFile(Path target) {
        this.target = target;
    }

    public static RejectFile of(Path file) {
        return new RejectFile(file.resolveSibling(file.getFileName() + SUFFIX));
    }

    /** Whether the file is one of these, such as {@code *.csv} finds beside the files of a shop. */
    public static boolean isOne(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX);
    }

    public void add(Rejected rejected) {
        try {
            List<String> fields = new ArrayList<>(List.of(Long.toString(rejected.line()), rejected.reason()));
            fields.addAll(rejected.fields());
            writeRecord(opened(), fields);
            count++;
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /** Puts the file in its place, or removes an earlier one where nothing was rejected. The path where there is one now. */
    public @Nullable Path publish() {
        try {
            if (writer == null || fresh == null) {
                Files.deleteIfExists(target);
                return null;
            }
            writer.close();
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            fresh = null;
            return target;
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    public long count() {
        return count;
    }

    /** Drops what was not published. */
    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
            if (fresh != null) {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private BufferedWriter opened() throws IOException {
        if (writer == null) {
            Path directory = target.toAbsolutePath().getParent();
            fresh = Files.createTempFile(directory, "." + target.getFileName(), ".tmp");
            writer = Files.newBufferedWriter(fresh);
            List<String> header = new ArrayList<>(List.of("Line", "Reason"));
            header.addAll(Columns.NAMES);
            writeRecord(writer, header);
        }
        return writer;
    }

    private static void writeRecord(BufferedWriter writer, List<String> fields) throws IOException {
        writer.write(fields.stream().map(RejectFile::quoted).collect(Collectors.joining(",", "", "\n")));
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }

    private UncheckedIOException unwritable(IOException failure) {
        return new UncheckedIOException("cannot write " + target + ": " + failure.getMessage(), failure);
    }
}
