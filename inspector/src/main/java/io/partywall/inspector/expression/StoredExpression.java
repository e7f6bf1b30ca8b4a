package io.partywall.inspector.expression;

import io.partywall.inspector.expression.Expression.Subquery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a {@code pg_node_tree}, such as {@code pg_policy.polqual}, into an {@link Expression} or a
 * {@link Query}. What it does not know becomes {@link Expression.Other} with its parts: nothing is left out, so whoever
 * judges it errs on the side of suspicion.
 */
public final class StoredExpression {

    private static final long BOOL = 16;
    private static final long INT8 = 20;
    private static final long INT2 = 21;
    private static final long INT4 = 23;
    private static final long TEXT = 25;
    private static final long UNKNOWN = 705;
    private static final long BPCHAR = 1042;
    private static final long VARCHAR = 1043;
    private static final long NAME = 19;
    private static final long UUID = 2950;
    private static final int LENGTH_OF_LENGTH = 4;
    private static final int LENGTH_OF_UUID = 36;

    private StoredExpression() {}

    /** The expression of a policy, a default, a check. */
    public static Expression of(String tree) {
        return expression(NodeParser.parse(tree));
    }

    /** The query of a view's rule: {@code pg_rewrite.ev_action} is a list of one. */
    public static @Nullable Query query(String tree) {
        Object parsed = NodeParser.parse(tree);
        Object first = parsed instanceof List<?> list && !list.isEmpty() ? list.getFirst() : parsed;
        return first instanceof Node node && node.is("QUERY") ? query(node) : null;
    }

    private static List<Expression> expressions(List<Node> nodes) {
        return nodes.stream().map(StoredExpression::expression).toList();
    }

    private static Expression expression(@Nullable Object value) {
        if (value instanceof List<?> list) {
            // The conditions of a WHERE may be kept as a list, which means AND.
            return new Expression.And(
                    list.stream().map(StoredExpression::expression).toList());
        }
        if (!(value instanceof Node node)) {
            return new Expression.Other("", List.of());
        }
        return switch (node.tag()) {
            case "VAR" ->
                new Expression.Column(
                        (int) node.number("varlevelsup"), (int) node.number("varno"), (int) node.number("varattno"));
            case "CONST" -> constant(node);
            case "FUNCEXPR" -> call(node);
            case "OPEXPR" -> new Expression.Operation(node.number("opno"), false, expressions(node.nodes("args")));
            case "DISTINCTEXPR" -> new Expression.Operation(node.number("opno"), true, expressions(node.nodes("args")));
            case "SCALARARRAYOPEXPR" -> {
                List<Expression> arguments = expressions(node.nodes("args"));
                yield new Expression.ArrayComparison(
                        node.number("opno"), node.flag("useOr"), arguments.getFirst(), arguments.getLast());
            }
            case "BOOLEXPR" -> {
                List<Expression> arguments = expressions(node.nodes("args"));
                yield switch (node.atom("boolop")) {
                    case "and" -> new Expression.And(arguments);
                    case "or" -> new Expression.Or(arguments);
                    default -> new Expression.Not(arguments.getFirst());
                };
            }
            case "NULLTEST" -> new Expression.IsNull(expression(node.node("arg")), node.number("nulltesttype") == 1);
            case "BOOLEANTEST" -> is(node);
            case "RELABELTYPE", "COERCEVIAIO", "COERCETODOMAIN", "ARRAYCOERCEEXPR", "CONVERTROWTYPEEXPR" ->
                new Expression.Cast(expression(node.node("arg")), node.number("resulttype"));
            case "COLLATEEXPR" -> expression(node.node("arg"));
            case "COALESCEEXPR", "COALESCE" -> new Expression.Coalesce(expressions(node.nodes("args")));
            case "NULLIFEXPR" -> {
                List<Expression> arguments = expressions(node.nodes("args"));
                yield new Expression.NullIf(arguments.getFirst(), arguments.getLast());
            }
            case "CASEEXPR", "CASE" -> cases(node);
            case "SQLVALUEFUNCTION" -> sessionValue(node);
            case "ARRAYEXPR", "ARRAY" -> new Expression.Array(expressions(node.nodes("elements")));
            case "SUBLINK" -> subquery(node);
            case "AGGREF" -> new Expression.Aggregate(node.number("aggfnoid"), children(node));
            case "PARAM" -> new Expression.Subselected((int) node.number("paramid"));
            default -> new Expression.Other(node.tag(), children(node));
        };
    }

    private static List<Expression> children(Node node) {
        List<Expression> children = new ArrayList<>();
        for (Object field : node.fields().values()) {
            if (field instanceof Node child) {
                children.add(expression(child));
            } else if (field instanceof List<?> list) {
                list.stream().filter(Node.class::isInstance).forEach(item -> children.add(expression(item)));
            }
        }
        return children;
    }

    private static Expression constant(Node node) {
        if (node.flag("constisnull")) {
            return new Expression.Constant(null, true);
        }
        byte[] bytes = node.bytes("constvalue");
        long type = node.number("consttype");
        if (type == BOOL) {
            return new Expression.Constant(bytes.length > 0 && bytes[0] != 0, true);
        }
        if (type == INT2 || type == INT4 || type == INT8) {
            long number = 0;
            int size = type == INT2 ? 2 : type == INT4 ? 4 : 8;
            for (int i = Math.min(size, bytes.length) - 1; i >= 0; i--) {
                number = number << 8 | (bytes[i] & 0xff);
            }
            int unused = 64 - 8 * size;
            return new Expression.Constant(number << unused >> unused, true);
        }
        if (type == TEXT || type == VARCHAR || type == BPCHAR) {
            // Four bytes of length come first.
            return new Expression.Constant(
                    new String(bytes, Math.min(4, bytes.length), Math.max(0, bytes.length - 4), StandardCharsets.UTF_8),
                    true);
        }
        if (type == UNKNOWN || type == NAME) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.indexOf('\0');
            return new Expression.Constant(end < 0 ? text : text.substring(0, end), true);
        }
        if (type == UUID && bytes.length == 16) {
            String digits = HexFormat.of().formatHex(bytes);
            return new Expression.Constant(
                    digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"), true);
        }
        return new Expression.Constant(null, false);
    }

    private static Expression call(Node node) {
        List<Expression> arguments = expressions(node.nodes("args"));
        long format = node.number("funcformat");
        boolean cast = (format == 1 || format == 2) && !arguments.isEmpty() && !cuts(node, arguments);
        return cast
                ? new Expression.Cast(arguments.getFirst(), node.number("funcresulttype"))
                : new Expression.Call(node.number("funcid"), arguments);
    }

    /** {@code varchar(8)}: what is shorter than a UUID may be the beginning of several tenants. */
    private static boolean cuts(Node node, List<Expression> arguments) {
        long type = node.number("funcresulttype");
        return (type == VARCHAR || type == BPCHAR)
                && arguments.size() > 1
                && arguments.get(1) instanceof Expression.Constant(Object length, boolean known)
                && length instanceof Long number
                && number - LENGTH_OF_LENGTH < LENGTH_OF_UUID;
    }

    private static Expression is(Node node) {
        Expression value = expression(node.node("arg"));
        return switch ((int) node.number("booltesttype")) {
            case 0 -> new Expression.Is(value, true, false);
            case 1 -> new Expression.Is(value, true, true);
            case 2 -> new Expression.Is(value, false, false);
            case 3 -> new Expression.Is(value, false, true);
            case 4 -> new Expression.Is(value, null, false);
            default -> new Expression.Is(value, null, true);
        };
    }

    private static Expression cases(Node node) {
        Node compared = node.node("arg");
        List<Expression> conditions = new ArrayList<>();
        List<Expression> results = new ArrayList<>();
        for (Node when : node.nodes("args")) {
            Expression condition = expression(when.node("expr"));
            conditions.add(compared == null ? condition : replaceTested(condition, expression(compared)));
            results.add(expression(when.node("result")));
        }
        Node otherwise = node.node("defresult");
        results.add(otherwise == null ? new Expression.Constant(null, true) : expression(otherwise));
        return new Expression.Case(conditions, results);
    }

    /** {@code CASE x WHEN 1} keeps x apart: {@code CASETESTEXPR = 1}. */
    private static Expression replaceTested(Expression condition, Expression tested) {
        if (condition instanceof Expression.Operation(long operator, boolean distinct, List<Expression> parts)) {
            return new Expression.Operation(
                    operator,
                    distinct,
                    parts.stream().map(p -> replaceTested(p, tested)).toList());
        }
        if (condition instanceof Expression.Cast(Expression value, long type)) {
            return new Expression.Cast(replaceTested(value, tested), type);
        }
        return condition instanceof Expression.Other(String tag, List<Expression> parts)
                        && tag.equals("CASETESTEXPR")
                        && parts.isEmpty()
                ? tested
                : condition;
    }

    /** CURRENT_ROLE, CURRENT_USER, USER and SESSION_USER are 9 to 12 of {@code SQLValueFunctionOp}. */
    private static Expression sessionValue(Node node) {
        long operation = node.number("op");
        return operation >= 9 && operation <= 12
                ? new Expression.SessionUser()
                : new Expression.Other("SQLVALUEFUNCTION", List.of());
    }

    private static Expression subquery(Node node) {
        Node inner = node.node("subselect");
        Subquery.Kind kind =
                switch ((int) node.number("subLinkType")) {
                    case 0 -> Subquery.Kind.EXISTS;
                    case 1 -> Subquery.Kind.ALL;
                    case 2 -> Subquery.Kind.ANY;
                    case 4 -> Subquery.Kind.SCALAR;
                    case 6 -> Subquery.Kind.ARRAY;
                    default -> Subquery.Kind.OTHER;
                };
        Node test = node.node("testexpr");
        return inner == null
                ? new Expression.Other("SUBLINK", List.of())
                : new Subquery(kind, test == null ? null : expression(test), query(inner));
    }

    private static Query query(Node node) {
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
                with.put(common.atom("ctename"), query(inner));
            }
        }
        nested.addAll(with.values());
        for (Node entry : node.nodes("rtable")) {
            Node inner = entry.node("subquery");
            Query subquery = inner == null ? null : query(inner);
            if (subquery != null) {
                nested.add(subquery);
            } else if (!entry.atom("ctename").isEmpty() && entry.number("ctelevelsup") == 0) {
                subquery = with.get(entry.atom("ctename"));
            }
            List<Expression> functions = entry.nodes("functions").stream()
                    .map(f -> expression(f.node("funcexpr")))
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
                .map(target -> expression(target.node("expr")))
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
                having == null ? List.of() : List.of(expression(having)),
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
            (binding && inner ? conditions : others).add(expression(quals));
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
