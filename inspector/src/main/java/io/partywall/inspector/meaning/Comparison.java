package io.partywall.inspector.meaning;

import io.partywall.inspector.catalogue.Relation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares values as far as the situation tells them apart. */
final class Comparison {

    private final Question question;

    Comparison(Question question) {
        this.question = question;
    }

    Truths distinct(Value left, Value right) {
        if (left.isNull() && right.isNull()) {
            return Truths.FALSE;
        }
        if ((left.isNull() && !right.canBeNull()) || (right.isNull() && !left.canBeNull())) {
            return Truths.TRUE;
        }
        Truths equal = equal(left, right);
        return new Truths(equal.canBeFalse() || equal.canBeNull(), equal.canBeTrue(), false);
    }

    /** INVARIANT: FALSE only where the two differ for certain in this question.situation. */
    Truths equal(Value left, Value right) {
        if (left.isNull() || right.isNull()) {
            return Truths.NULL;
        }
        if (left instanceof Value.Fixed(Object l) && right instanceof Value.Fixed(Object r)) {
            return Truths.of(l.equals(r));
        }
        if (left.equals(right) && !(left instanceof Value.Setting || left instanceof Value.Unknown)) {
            return left.canBeNull() ? new Truths(true, false, true) : Truths.TRUE;
        }
        // The empty text is what is left of a context that is not set; no tenant is called that.
        if ((left instanceof Value.Tenant && isNobody(right)) || (right instanceof Value.Tenant && isNobody(left))) {
            return Truths.FALSE;
        }
        // Nor is a member called that; what is looked up by it is not found.
        Value empty = new Value.Fixed("");
        if (question.situation == Situation.NO_CONTEXT
                && ((left.equals(empty) && looksUp(right)) || (right.equals(empty) && looksUp(left)))) {
            return Truths.FALSE;
        }
        if (right instanceof Value.Context && !(left instanceof Value.Context)) {
            return equal(right, left);
        }
        if (left instanceof Value.Context(Set<String> settings)) {
            return switch (right) {
                case Value.Tenant tenant -> {
                    question.note(settings);
                    yield Truths.of(question.situation == Situation.OWN_ROW);
                }
                case Value.OfRow column
                when identifies(column) -> {
                    question.note(settings);
                    yield question.situation == Situation.OWN_ROW ? new Truths(true, true, true) : Truths.NOT_TRUE;
                }
                case Value.OfSubquery column -> {
                    question.note(settings);
                    yield question.contextDiffers && column.depth() <= question.contextDepth
                            ? Truths.NOT_TRUE
                            : Truths.ANY;
                }
                // A context that is set is not the empty text.
                case Value.Fixed(Object constant) when constant.equals("") -> Truths.FALSE;
                case Value.Fixed constant -> new Truths(true, true, false);
                default -> Truths.ANY;
            };
        }
        boolean links = question.linkDiffers && (links(left, right) || links(right, left));
        return links ? Truths.NOT_TRUE : Truths.ANY;
    }

    /** A list that the context says, and the one tenant that is looked for there. */
    static boolean contains(Value list, Value element) {
        return list instanceof Value.Context && element instanceof Value.Tenant;
    }

    private boolean links(Value inner, Value outer) {
        return inner instanceof Value.OfSubquery column
                && column.depth() > question.linkDepth
                && (isOfRow(outer) || (outer instanceof Value.OfSubquery other && other.depth() <= question.linkDepth))
                && belongs(column, outer);
    }

    /** Whether the rows with that value of a column belong to the one row outside that has it: by the tenant, or by a key. */
    boolean belongs(Value.OfSubquery inner, Value outer) {
        boolean cut = inner.column() == 0
                || (outer instanceof Value.OfRow row && row.column() == 0)
                || (outer instanceof Value.OfSubquery other && other.column() == 0);
        boolean tenants =
                outer instanceof Value.Tenant || question.surroundings.isTenantColumn(inner.relation(), inner.column());
        return !cut
                && (tenants
                        || isKey(inner.relation(), inner.column(), inner)
                        || (outer instanceof Value.OfRow row && isKey(row.relation(), row.column(), null))
                        || (outer instanceof Value.OfSubquery other && isKey(other.relation(), other.column(), null)));
    }

    /** Whether the column is a key, or of one whose other columns are compared too; what is no table cannot be asked. */
    private boolean isKey(long oid, int number, Value.@Nullable OfSubquery compared) {
        Optional<Relation> relation =
                question.surroundings.catalogue().relation(oid).filter(Relation::isTable);
        if (relation.isEmpty()) {
            return true;
        }
        boolean unique = question.surroundings
                .catalogue()
                .column(relation.get(), number)
                .filter(c -> c.type().equals("uuid"))
                .isPresent();
        return question.surroundings.catalogue().indexes(relation.get()).stream()
                .filter(i -> i.unique() && !i.partial() && i.key().contains(number))
                .anyMatch(i -> unique
                        || i.key().stream()
                                .allMatch(c -> c == number
                                        || (compared != null
                                                && question.linked.contains(new Value.OfSubquery(
                                                        oid, compared.range(), c, compared.depth())))));
    }

    private boolean identifies(Value.OfRow column) {
        return question.anyColumnIdentifies
                ? !question.written || namesTenant(column)
                : !question.written && isMember(column);
    }

    /** Of a row that is question.written, the column that references the tenants has to be asked, where there is one. */
    private boolean namesTenant(Value.OfRow column) {
        List<Integer> tenants = question.surroundings.catalogue().relation(column.relation()).stream()
                .flatMap(question.surroundings.catalogue()::foreignKeys)
                .filter(k -> k.columns().size() == 1
                        && question.surroundings.isTenantColumn(
                                k.target(), k.targetColumns().getFirst()))
                .map(k -> k.columns().getFirst())
                .toList();
        return tenants.isEmpty() || tenants.contains(column.column());
    }

    /** What no tenant is called: what is left of a context that is not set, and the customary numbers for none. */
    private static boolean isNobody(Value value) {
        return value instanceof Value.Fixed(Object constant)
                && (constant.equals("")
                        || constant.equals("00000000-0000-0000-0000-000000000000")
                        || (constant instanceof Long number && number <= 0));
    }

    private boolean looksUp(Value value) {
        return value instanceof Value.OfSubquery || (value instanceof Value.OfRow column && isMember(column));
    }

    /** Whether rows are known by it and the tenant, as memberships are: whoever asks for his own sees his own. */
    private boolean isMember(Value.OfRow column) {
        return column.relation() != 0
                && question.surroundings.catalogue().relation(column.relation()).stream()
                        .flatMap(r -> question.surroundings.catalogue().constraints(r).stream())
                        .filter(k -> k.kind() == 'p' || k.kind() == 'u')
                        .filter(k -> k.columns().size() == 2 && k.columns().contains(column.column()))
                        .anyMatch(k -> k.columns().stream()
                                .anyMatch(number -> question.surroundings.isTenantColumn(column.relation(), number)));
    }

    static boolean isOfRow(Value value) {
        return value instanceof Value.Tenant || value instanceof Value.OfRow;
    }

    static Truths otherwise(String operator, Value left, Value right) {
        if (left.isNull() || right.isNull()) {
            return Truths.NULL;
        }
        if (left instanceof Value.Fixed(Object l) && right instanceof Value.Fixed(Object r)) {
            Optional<Integer> order = order(l, r);
            if (order.isPresent()) {
                return switch (operator) {
                    case "<>" -> Truths.of(order.get() != 0);
                    case "<" -> Truths.of(order.get() < 0);
                    case "<=" -> Truths.of(order.get() <= 0);
                    case ">" -> Truths.of(order.get() > 0);
                    case ">=" -> Truths.of(order.get() >= 0);
                    default -> Truths.ANY;
                };
            }
        }
        boolean total = !left.canBeNull() && !right.canBeNull();
        return total ? new Truths(true, true, false) : Truths.ANY;
    }

    private static Optional<Integer> order(Object left, Object right) {
        return switch (left) {
            case Long l when right instanceof Long r -> Optional.of(l.compareTo(r));
            // Texts are ordered by a collation that is not known here; only whether they differ is.
            case String l when right instanceof String r && l.equals(r) -> Optional.of(0);
            default -> Optional.empty();
        };
    }
}
