package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation.
 *
 * @param type the type as SQL writes it
 * @param textual whether the type is of the string category, or bytea, json, jsonb
 * @param identity whether it is GENERATED AS IDENTITY
 * @param defaultTree the node tree of its default, null without one
 */
public record Column(
        long relation,
        int number,
        String name,
        long typeOid,
        String type,
        boolean textual,
        boolean notNull,
        boolean identity,
        boolean generated,
        @Nullable String defaultTree,
        @Nullable String defaultText) {

    static List<Column> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select a.attrelid, a.attnum, a.attname, a.atttypid, pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
                        t.typcategory = 'S' or t.typname in ('bytea', 'json', 'jsonb') as textual,
                        a.attnotnull, a.attidentity <> '' as identity, a.attgenerated <> '' as generated,
                        d.adbin::text as default_tree, pg_catalog.pg_get_expr(d.adbin, d.adrelid) as default_text
                    from pg_catalog.pg_attribute a
                    join pg_catalog.pg_class c on c.oid = a.attrelid
                    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    join pg_catalog.pg_type t on t.oid = a.atttypid
                    left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f') and %s
                    order by a.attrelid, a.attnum
                """.formatted(Schema.OURS),
                row -> new Column(
                        row.getLong("attrelid"),
                        row.getInt("attnum"),
                        Rows.text(row, "attname"),
                        row.getLong("atttypid"),
                        Rows.text(row, "type"),
                        row.getBoolean("textual"),
                        row.getBoolean("attnotnull"),
                        row.getBoolean("identity"),
                        row.getBoolean("generated"),
                        Rows.optional(row, "default_tree"),
                        Rows.optional(row, "default_text")));
    }

    /** Its name as SQL writes it. */
    public String sql() {
        return Sql.identifier(name);
    }

    /** Whether a sequence feeds it. */
    public boolean sequential() {
        return identity || (defaultText != null && defaultText.startsWith("nextval("));
    }
}
