package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table, a view, a foreign table or a sequence.
 *
 * @param parents the tables that it inherits from or is a partition of
 * @param rows how many rows the planner expects; -1 when it was never counted
 * @param accessMethod {@code heap}, or what an extension brings; empty where it has no storage
 */
public record Relation(
        long oid,
        long schemaOid,
        String schema,
        String name,
        Kind kind,
        long owner,
        boolean rowSecurity,
        boolean forced,
        boolean partition,
        List<Long> parents,
        double rows,
        boolean securityInvoker,
        boolean securityBarrier,
        boolean ofExtension,
        String accessMethod) {

    /** What kind of relation it is. */
    public enum Kind {
        TABLE('r'),
        PARTITIONED_TABLE('p'),
        VIEW('v'),
        MATERIALIZED_VIEW('m'),
        FOREIGN_TABLE('f'),
        SEQUENCE('S');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        static Kind of(char letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no relation of kind " + letter);
        }
    }

    static List<Relation> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select c.oid, n.oid as schema_oid, n.nspname, c.relname, c.relkind, c.relowner, c.relrowsecurity,
                        c.relforcerowsecurity, c.relispartition, c.reltuples, coalesce(am.amname, '') as amname,
                        (select array_agg(i.inhparent::int8 order by i.inhseqno) from pg_catalog.pg_inherits i
                            where i.inhrelid = c.oid) as parents,
                        exists (select from pg_catalog.pg_options_to_table(c.reloptions) o
                            where o.option_name = 'security_invoker' and o.option_value::boolean) as invoker,
                        exists (select from pg_catalog.pg_options_to_table(c.reloptions) o
                            where o.option_name = 'security_barrier' and o.option_value::boolean) as barrier,
                        exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass
                            and d.objid = c.oid and d.deptype = 'e') as of_extension
                    from pg_catalog.pg_class c
                    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    left join pg_catalog.pg_am am on am.oid = c.relam
                    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and %s
                    order by n.nspname, c.relname
                """.formatted(Schema.OURS),
                row -> new Relation(
                        row.getLong("oid"),
                        row.getLong("schema_oid"),
                        Rows.text(row, "nspname"),
                        Rows.text(row, "relname"),
                        Kind.of(Rows.letter(row, "relkind")),
                        row.getLong("relowner"),
                        row.getBoolean("relrowsecurity"),
                        row.getBoolean("relforcerowsecurity"),
                        row.getBoolean("relispartition"),
                        Rows.longs(row, "parents"),
                        row.getDouble("reltuples"),
                        row.getBoolean("invoker"),
                        row.getBoolean("barrier"),
                        row.getBoolean("of_extension"),
                        Rows.text(row, "amname")));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Relation relation && relation.oid == oid;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(oid);
    }

    /** An ordinary or a partitioned table: the kinds that policies can bind. */
    public boolean isTable() {
        return kind == Kind.TABLE || kind == Kind.PARTITIONED_TABLE;
    }

    /** Its qualified name as SQL writes it, which is also how a finding names it. */
    public String sql() {
        return Sql.qualified(schema, name);
    }

    /** A query that shows what the catalogue says of it. */
    public String query() {
        return "select oid::regclass, relkind, relowner::regrole, relrowsecurity, relforcerowsecurity, relacl,"
                + " reloptions from pg_class where oid = " + oidQuery();
    }

    /** A sub-select that is its OID: unlike a cast to regclass, also for those who may not enter its schema. */
    public String oidQuery() {
        return Sql.oidQuery(schema, name);
    }
}
