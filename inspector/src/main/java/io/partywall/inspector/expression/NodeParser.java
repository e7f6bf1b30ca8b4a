package io.partywall.inspector.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text of a {@code pg_node_tree}: {@code {TAG :field value …}}, where a value is an atom, a node, a list in
 * parentheses, or the bytes of a constant in brackets. The form has not changed from PostgreSQL 8 to 18; tags and fields
 * have, so unknown ones are kept and not judged here. Source: PostgreSQL's {@code outfuncs.c} and {@code read.c}.
 */
final class NodeParser {

    private static final String NOTHING = "<>";

    private final String text;
    private int at;

    private NodeParser(String text) {
        this.text = text;
    }

    /** A node, a list of nodes, or an atom. */
    static Object parse(String tree) {
        return new NodeParser(tree).value();
    }

    private Object value() {
        skipSpace();
        return switch (text.charAt(at)) {
            case '{' -> node();
            case '(' -> list();
            default -> constantOrAtom();
        };
    }

    private Node node() {
        at++;
        String tag = token();
        Map<String, Object> fields = new LinkedHashMap<>();
        skipSpace();
        while (text.charAt(at) != '}') {
            String field = token();
            skipSpace();
            // A field without a value is followed by the next field or the end.
            char next = text.charAt(at);
            Object value = next == ':' || next == '}' ? "" : value();
            fields.put(field.substring(1), value);
            skipSpace();
        }
        at++;
        return new Node(tag, fields);
    }

    private List<Object> list() {
        at++;
        List<Object> items = new ArrayList<>();
        skipSpace();
        while (text.charAt(at) != ')') {
            items.add(value());
            skipSpace();
        }
        at++;
        return items;
    }

    /** An atom, or a constant's value: its length, then its bytes in brackets. */
    private Object constantOrAtom() {
        String atom = token();
        int before = at;
        skipSpace();
        if (at < text.length() && text.charAt(at) == '[') {
            at++;
            List<Integer> bytes = new ArrayList<>();
            skipSpace();
            while (text.charAt(at) != ']') {
                bytes.add(Integer.parseInt(token()));
                skipSpace();
            }
            at++;
            byte[] value = new byte[bytes.size()];
            for (int i = 0; i < value.length; i++) {
                value[i] = bytes.get(i).byteValue();
            }
            return value;
        }
        at = before;
        return atom.equals(NOTHING) ? "" : atom;
    }

    private String token() {
        skipSpace();
        StringBuilder token = new StringBuilder();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        if (quoted) {
            at++;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                token.append(text.charAt(at + 1));
                at += 2;
                continue;
            }
            if (quoted ? c == '"' : c == ' ' || c == '\n' || c == '\t' || "(){}[]".indexOf(c) >= 0) {
                break;
            }
            token.append(c);
            at++;
        }
        if (quoted) {
            at++;
        }
        return token.toString();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
