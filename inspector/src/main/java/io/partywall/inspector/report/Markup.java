package io.partywall.inspector.report;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Elements of XML and HTML. Texts come in through {@link #text} and {@link #attribute} only, which escape them. */
final class Markup {

    private Markup() {}

    /** A text of several lines. */
    static String text(String text) {
        return escaped(Visible.lines(text));
    }

    /** An attribute with the space before it, on one line. */
    static String attribute(String name, Object value) {
        return " " + name + "=\"" + escaped(Visible.line(String.valueOf(value))) + "\"";
    }

    /** An element; {@code tag} may carry attributes, {@code content} is markup. */
    static String element(String tag, String... content) {
        int space = tag.indexOf(' ');
        return "<" + tag + ">" + String.join("", content) + "</" + (space < 0 ? tag : tag.substring(0, space)) + ">\n";
    }

    static <T> String each(Collection<T> elements, Function<T, String> markup) {
        return elements.stream().map(markup).collect(Collectors.joining());
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
