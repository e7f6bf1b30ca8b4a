package io.partywall.inspector.report;

/**
 * Texts of a database as they may be shown. A name can hold anything but NUL: what moves a terminal's cursor, turns the
 * direction of writing round or is no XML is written as its number instead.
 */
final class Visible {

    private Visible() {}

    /** In one line. */
    static String line(String text) {
        return visible(text.replace("\r\n", " ").replace('\n', ' ').replace('\t', ' '));
    }

    /** With its line ends; tabs are spaces. */
    static String lines(String text) {
        return visible(text.replace("\r\n", "\n").replace("\t", "    "));
    }

    /** In one line that ends early, after a word, when it would be longer than that. */
    static String atMost(int length, String text) {
        String line = line(text);
        if (line.codePointCount(0, line.length()) <= length) {
            return line;
        }
        int end = line.offsetByCodePoints(0, length - 2);
        int space = line.lastIndexOf(' ', end);
        return line.substring(0, space > end / 2 ? space : end) + " …";
    }

    private static String visible(String text) {
        if (text.codePoints().noneMatch(Visible::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isHidden(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n';
            // Joiners belong to the writing of many languages and to emoji; the other format characters deceive.
            case Character.FORMAT -> c != 0x200c && c != 0x200d;
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> (c & 0xfffe) == 0xfffe;
        };
    }
}
