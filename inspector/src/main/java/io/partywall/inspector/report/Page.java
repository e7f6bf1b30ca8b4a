package io.partywall.inspector.report;

/** Lines for a terminal. Its texts must be {@link Visible}. */
final class Page {

    static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();
    private final boolean colours;

    Page(boolean colours) {
        this.colours = colours;
    }

    void blank() {
        text.append('\n');
    }

    /** One line, however long. */
    void line(int indent, Style style, String line) {
        text.append(" ".repeat(indent))
                .append(colours ? style.around(line) : line)
                .append('\n');
    }

    /** A text, wrapped between words; what follows the first line stands below its beginning, not below the label. */
    void paragraph(int indent, String label, String words) {
        String margin = " ".repeat(indent + label.length());
        text.append(" ".repeat(indent)).append(label);
        int column = margin.length();
        boolean first = true;
        for (String word : words.strip().split(" ", -1)) {
            int length = word.codePointCount(0, word.length());
            if (!first && column + 1 + length > WIDTH) {
                text.append('\n').append(margin);
                column = margin.length();
                first = true;
            }
            text.append(first ? "" : " ").append(word);
            column += length + (first ? 0 : 1);
            first = false;
        }
        text.append('\n');
    }

    String text() {
        return text.toString();
    }
}
