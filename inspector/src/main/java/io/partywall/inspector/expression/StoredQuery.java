package io.partywall.inspector.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a stored select: of a sub-select, or of a view. */
final class StoredQuery {

    private StoredQuery() {}

    static Query of(Node node) {
        return parsed(ungrouped(node));
    }

    /** PostgreSQL 18 puts what a query groups by into an entry of FROM: columns of that are put back. */
    private static Node ungrouped(Node query) {
        List<Node> entries = query.nodes("rtable");
        for (int i = 0; i < entries.size(); i++) {
            List<Node> grouped = entries.get(i).nodes("groupexprs");
            if (!grouped.isEmpty()) {
                Map<String, Object> fields = new HashMap<>(query.fields());
                int range = i + 1;
                for (String field : List.of("targetList", "havingQual")) {
                    fields.computeIfPresent(field, (f, value) -> ungrouped(value, 0, range, grouped));
                }
                return new Node(query.tag(), fields);
            }
        }
        return query;
    }

    private static Object ungrouped(Object value, int depth, int range, List<Node> grouped) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> ungrouped(item, depth, range, grouped))
                    .toList();
        }
        if (!(value instanceof Node node)) {
            return value;
        }
        if (depth == 0 && node.is("VAR") && node.number("varlevelsup") == 0 && node.number("varno") == range) {
            int number = (int) node.number("varattno");
            return number >= 1 && number <= grouped.size() ? grouped.get(number - 1) : node;
        }
        Map<String, Object> fields = new HashMap<>();
        int below = node.is("QUERY") ? depth + 1 : depth;
        node.fields().forEach((field, child) -> fields.put(field, ungrouped(child, below, range, grouped)));
        return new Node(node.tag(), fields);
    }

    private static Query parsed(Node node) {
        List<Query.Range> ranges = new ArrayList<>();
        List<Query> nested = new ArrayList<>();
        List<Expression> conditions = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        Map<String, Query> with = new HashMap<>();
        for (Node common : node.nodes("cteList")) {
            Node inner = common.node("ctequery");
            if (inner != null && inner.is("QUERY")) {
                with.put(common.atom("ctename"), of(inner));
            }
        }
        nested.addAll(with.values());
        for (Node entry : node.nodes("rtable")) {
            Node inner = entry.node("subquery");
            Query subquery = inner == null ? null : of(inner);
            if (subquery != null) {
                nested.add(subquery);
            } else if (!entry.atom("ctename").isEmpty() && entry.number("ctelevelsup") == 0) {
                subquery = with.get(entry.atom("ctename"));
            }
            List<Expression> functions = entry.nodes("functions").stream()
                    .map(f -> StoredExpression.expression(f.node("funcexpr")))
                    .toList();
            // A view inside a rule keeps its relation beside the query it stands for.
            ranges.add(new Query.Range(
                    subquery == null || entry.number("relid") != 0 ? entry.number("relid") : 0, subquery, functions));
        }
        Node from = node.node("jointree");
        if (from != null) {
            collect(from, true, conditions, others);
        }
        Node having = node.node("havingQual");
        List<Expression> targets = node.nodes("targetList").stream()
                .filter(target -> !target.flag("resjunk"))
                .map(target -> StoredExpression.expression(target.node("expr")))
                .toList();
        boolean plain = node.node("setOperations") == null;
        Set<Integer> optional = new HashSet<>();
        if (from != null) {
            collectOptional(from, false, optional);
        }
        return new Query(
                ranges,
                conditions,
                targets,
                nested,
                plain,
                others,
                having == null ? List.of() : List.of(StoredExpression.expression(having)),
                optional,
                node.flag("hasAggs")
                        && node.nodes("groupClause").isEmpty()
                        && node.nodes("groupingSets").isEmpty(),
                node.flag("hasWindowFuncs"));
    }

    /** LEFT, FULL and RIGHT are 1 to 3 of {@code JoinType}. */
    private static void collectOptional(Node join, boolean optional, Set<Integer> ranges) {
        if (join.is("RANGETBLREF") && optional) {
            ranges.add((int) join.number("rtindex"));
        }
        join.nodes("fromlist").forEach(item -> collectOptional(item, optional, ranges));
        long type = join.is("JOINEXPR") ? join.number("jointype") : 0;
        Node left = join.node("larg");
        Node right = join.node("rarg");
        if (left != null && right != null) {
            collectOptional(left, optional || type == 2 || type == 3, ranges);
            collectOptional(right, optional || type == 1 || type == 2, ranges);
        }
    }

    /** Conditions of inner joins bind every row; those of outer joins do not. */
    private static void collect(Node join, boolean binding, List<Expression> conditions, List<Expression> others) {
        boolean inner = !join.is("JOINEXPR") || join.number("jointype") == 0;
        Object quals = join.fields().get("quals");
        if (quals instanceof Node || quals instanceof List<?>) {
            (binding && inner ? conditions : others).add(StoredExpression.expression(quals));
        }
        join.nodes("fromlist").forEach(item -> collect(item, binding, conditions, others));
        for (String side : List.of("larg", "rarg")) {
            Node item = join.node(side);
            if (item != null) {
                collect(item, binding && inner, conditions, others);
            }
        }
    }
}
