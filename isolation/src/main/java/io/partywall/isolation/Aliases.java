package io.partywall.isolation;

import org.jooq.Name;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** jOOQ gives a table an alias in two ways, by a wrapper and by a copy of a generated class; both come out the same here. */
@SuppressWarnings("ReferenceEquality") // jOOQ calls tables equal that render alike
final class Aliases {

    private Aliases() {}

    static boolean isAlias(Table<?> table) {
        return base(table) != table;
    }

    /** The table below its aliases. */
    static Table<?> base(Table<?> table) {
        Table<?> base = table;
        for (Table<?> below = table; below != null; below = below(base)) {
            base = below;
        }
        return base;
    }

    /**
     * The name that jOOQ renders for a table without an alias. It is not its {@code getQualifiedName()}: generated classes
     * only tell their schema by {@code getSchema()}.
     */
    static Name renderedName(Table<?> table) {
        Schema schema = table.getSchema();
        return schema == null || schema.getName().isEmpty()
                ? DSL.name(table.getName())
                : DSL.name(schema.getName(), table.getName());
    }

    private static @Nullable Table<?> below(Table<?> table) {
        return switch (table) {
            case QOM.TableAlias<?> alias -> alias.$aliased();
            case TableImpl<?> copy -> JooqInternals.aliasedBy(copy);
            default -> null;
        };
    }
}
