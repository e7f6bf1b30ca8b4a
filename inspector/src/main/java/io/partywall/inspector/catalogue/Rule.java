package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A rewrite rule: of a view ({@code _RETURN}) its query, of others what replaces a command.
 *
 * @param tree the node tree of its action
 * @param reads OIDs of the relations that it depends on
 * @param nothing whether it does nothing instead, as for an append-only table
 */
public record Rule(String name, long relation, boolean ofView, String tree, List<Long> reads, boolean nothing) {

    /** Its name as SQL writes it. */
    public String sql() {
        return Sql.identifier(name);
    }

    static List<Rule> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select r.rulename, r.ev_class, r.rulename = '_RETURN' as of_view, r.ev_action::text as tree,
                        case when r.rulename <> '_RETURN'
                            then pg_catalog.pg_get_ruledef(r.oid) like '%% DO INSTEAD NOTHING;' end as nothing,
                        (select array_agg(distinct d.refobjid::int8) from pg_catalog.pg_depend d
                            where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
                            and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> r.ev_class) as reads
                    from pg_catalog.pg_rewrite r
                    join pg_catalog.pg_class c on c.oid = r.ev_class
                    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    where %s order by r.ev_class, r.rulename
                """.formatted(Schema.OURS),
                row -> new Rule(
                        Rows.text(row, "rulename"),
                        row.getLong("ev_class"),
                        row.getBoolean("of_view"),
                        Rows.text(row, "tree"),
                        Rows.longs(row, "reads"),
                        row.getBoolean("nothing")));
    }
}
