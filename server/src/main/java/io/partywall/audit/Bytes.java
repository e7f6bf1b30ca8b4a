package io.partywall.audit;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes that do not change: hashes, salts, signatures. Equal where they are the same; told in hexadecimal. */
final class Bytes {

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    static Bytes of(byte... value) {
        return new Bytes(value.clone());
    }

    /** {@link IllegalArgumentException} where it is not hexadecimal. */
    static Bytes parse(String hex) {
        return new Bytes(HEX.parseHex(hex));
    }

    static Bytes joined(List<Bytes> parts) {
        byte[] joined = new byte[parts.stream().mapToInt(Bytes::length).sum()];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.value, 0, joined, at, part.length());
            at += part.length();
        }
        return new Bytes(joined);
    }

    int length() {
        return value.length;
    }

    Bytes part(int from, int length) {
        return new Bytes(Arrays.copyOfRange(value, from, from + length));
    }

    byte[] toArray() {
        return value.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HEX.formatHex(value);
    }
}
