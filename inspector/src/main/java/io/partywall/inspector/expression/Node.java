package io.partywall.inspector.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of PostgreSQL's tree: its tag, such as {@code OPEXPR}, and its fields: atoms, nodes, lists, bytes. */
record Node(String tag, Map<String, Object> fields) {

    boolean is(String wanted) {
        return tag.equals(wanted);
    }

    @Nullable
    Node node(String field) {
        return fields.get(field) instanceof Node node ? node : null;
    }

    List<Node> nodes(String field) {
        if (fields.get(field) instanceof List<?> list) {
            return list.stream()
                    .filter(Node.class::isInstance)
                    .map(Node.class::cast)
                    .toList();
        }
        return List.of();
    }

    String atom(String field) {
        return fields.get(field) instanceof String atom ? atom : "";
    }

    long number(String field) {
        String atom = atom(field);
        return atom.isEmpty() || !(Character.isDigit(atom.charAt(0)) || atom.charAt(0) == '-')
                ? 0
                : Long.parseLong(atom);
    }

    boolean flag(String field) {
        return atom(field).equals("true");
    }

    byte[] bytes(String field) {
        return fields.get(field) instanceof byte[] bytes ? bytes : new byte[0];
    }
}
