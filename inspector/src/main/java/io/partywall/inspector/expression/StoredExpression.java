package io.partywall.inspector.expression;

import io.partywall.inspector.expression.Expression.Subquery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
        return first instanceof Node node && node.is("QUERY") ? StoredQuery.of(node) : null;
    }

    static List<Expression> expressions(List<Node> nodes) {
        return nodes.stream().map(StoredExpression::expression).toList();
    }

    static Expression expression(@Nullable Object value) {
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
                : new Subquery(kind, test == null ? null : expression(test), StoredQuery.of(inner));
    }
}
