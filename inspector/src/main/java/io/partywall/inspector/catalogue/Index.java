package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * An index.
 *
 * @param key the numbers of its key columns in order; 0 for an expression
 * @param leaky operators of its first key column that are not leakproof: row security keeps them from using it
 */
public record Index(
        long oid,
        String schema,
        String name,
        long relation,
        boolean unique,
        boolean exclusion,
        boolean primary,
        boolean valid,
        boolean partial,
        String method,
        List<Integer> key,
        List<String> leaky,
        String definition) {

    static List<Index> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select c.oid, n.nspname, c.relname, i.indrelid, i.indisunique, i.indisexclusion, i.indisprimary, i.indisvalid,
                        i.indpred is not null as partial, am.amname,
                        (i.indkey::int2[])[0:i.indnkeyatts - 1]::int8[] as key,
                        (select array_agg(distinct o.oprname::text) from pg_catalog.pg_opclass oc
                            join pg_catalog.pg_amop ao on ao.amopfamily = oc.opcfamily
                            join pg_catalog.pg_operator o on o.oid = ao.amopopr
                            join pg_catalog.pg_proc p on p.oid = o.oprcode
                            where oc.oid = i.indclass[0] and not p.proleakproof and ao.amoppurpose = 's'
                            and ao.amoplefttype = oc.opcintype) as leaky,
                        pg_catalog.pg_get_indexdef(c.oid) as definition
                    from pg_catalog.pg_index i
                    join pg_catalog.pg_class c on c.oid = i.indexrelid
                    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    join pg_catalog.pg_am am on am.oid = c.relam
                    where %s order by n.nspname, c.relname
                """.formatted(Schema.OURS),
                row -> new Index(
                        row.getLong("oid"),
                        Rows.text(row, "nspname"),
                        Rows.text(row, "relname"),
                        row.getLong("indrelid"),
                        row.getBoolean("indisunique"),
                        row.getBoolean("indisexclusion"),
                        row.getBoolean("indisprimary"),
                        row.getBoolean("indisvalid"),
                        row.getBoolean("partial"),
                        Rows.text(row, "amname"),
                        Rows.ints(row, "key"),
                        Rows.texts(row, "leaky"),
                        Rows.text(row, "definition")));
    }

    /** Its qualified name as SQL writes it. */
    public String sql() {
        return Sql.qualified(schema, name);
    }

    /** How a finding names it. */
    public String object() {
        return "index " + sql();
    }

    /** A query that shows its definition. */
    public String query() {
        return "select pg_get_indexdef(" + Sql.oidQuery(schema, name) + ")";
    }
}
