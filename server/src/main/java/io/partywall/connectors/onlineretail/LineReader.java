package io.partywall.connectors.onlineretail;

import io.partywall.connectors.onlineretail.UnreadableFile.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a text file, LF or CRLF, strictly UTF-8, a byte-order mark skipped. It works on bytes: so a malformed one is
 * told with its line, and a line of plain ASCII costs one copy.
 */
final class LineReader implements AutoCloseable {

    private static final int BUFFER = 1 << 17;
    private static final int LONGEST_LINE = 1 << 24;

    private final Path file;
    private final InputStream input;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private byte[] bytes = new byte[BUFFER];
    private int start;
    private int end;
    private int limit;
    private int next;
    private boolean ascii;
    private long line;
    private long consumed;

    LineReader(Path file) {
        this.file = file;
        try {
            this.input = Files.newInputStream(file);
            skipByteOrderMark();
        } catch (IOException failure) {
            throw cannotBeRead(failure);
        }
    }

    /** Moves to the next line; false at the end of the file. */
    boolean advance() {
        start = next;
        int from = start;
        int seen = 0;
        while (true) {
            for (int i = from; i < limit; i++) {
                byte b = bytes[i];
                if (b == '\n') {
                    return found(i, i + 1, seen);
                }
                if (b == 0) {
                    line++;
                    throw refused(Fault.BINARY, "a NUL byte: this is a binary file, or one in UTF-16");
                }
                seen |= b;
            }
            from = limit - start;
            if (!fill()) {
                return start < limit && found(limit, limit, seen);
            }
        }
    }

    /** The line without its end; throws {@link UnreadableFile} where it is not UTF-8. */
    String text() {
        if (ascii) {
            return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        }
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, start, end - start)).toString();
        } catch (CharacterCodingException malformed) {
            throw refused(Fault.NOT_UTF8, "bytes that are not UTF-8; convert the file first (iconv -t UTF-8)");
        }
    }

    /** Throws {@link UnreadableFile} where the line is not UTF-8. */
    void check() {
        if (!ascii) {
            text();
        }
    }

    /** The number of the line, from 1. */
    long line() {
        return line;
    }

    /** Bytes of the file up to the end of the line. */
    long consumed() {
        return consumed + next;
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException nothingToLose) {
            // Only read from.
        }
    }

    private boolean found(int lineEnd, int nextLine, int seen) {
        line++;
        end = lineEnd > start && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        next = nextLine;
        ascii = seen >= 0;
        return true;
    }

    /** Reads on behind what is there of the line, which moves to the buffer's beginning; false at the end of the file. */
    private boolean fill() {
        int kept = limit - start;
        if (kept >= LONGEST_LINE) {
            line++;
            throw refused(
                    Fault.ENDLESS_LINE, "a line of more than " + (LONGEST_LINE >> 20) + " MiB: this is not a CSV file");
        }
        byte[] target = kept > bytes.length / 2 ? new byte[bytes.length * 2] : bytes;
        System.arraycopy(bytes, start, target, 0, kept);
        bytes = target;
        consumed += start;
        start = 0;
        next = 0;
        limit = kept;
        try {
            int read = input.read(bytes, kept, bytes.length - kept);
            limit += Math.max(read, 0);
            return read > 0;
        } catch (IOException failure) {
            throw cannotBeRead(failure);
        }
    }

    private void skipByteOrderMark() throws IOException {
        limit = input.readNBytes(bytes, 0, 3);
        if (Arrays.equals(bytes, 0, limit, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, 3)) {
            next = 3;
        }
    }

    private UnreadableFile refused(Fault fault, String what) {
        return new UnreadableFile(fault, file, "line " + line + " holds " + what);
    }

    private UnreadableFile cannotBeRead(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> new UnreadableFile(Fault.MISSING, file, "there is no such file");
            case AccessDeniedException _ -> new UnreadableFile(Fault.CANNOT_BE_READ, file, "no permission to read it");
            default -> new UnreadableFile(Fault.CANNOT_BE_READ, file, "cannot be read: " + failure.getMessage());
        };
    }
}
