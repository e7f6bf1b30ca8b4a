package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A constraint of a table.
 *
 * @param kind {@code p} primary key, {@code u} unique, {@code x} exclusion, {@code f} foreign key, {@code c} check
 * @param target the referenced table of a foreign key, otherwise 0
 * @param onDelete {@code a} no action, {@code r} restrict, {@code c} cascade, {@code n} set null, {@code d} set default
 * @param inherited whether it comes from a partitioned parent's
 * @param enforced whether the triggers of a foreign key are enabled (always true for others)
 */
public record Constraint(
        long oid,
        String name,
        long relation,
        char kind,
        List<Integer> columns,
        long target,
        List<Integer> targetColumns,
        char onDelete,
        char onUpdate,
        boolean validated,
        boolean inherited,
        long index,
        boolean enforced,
        String definition) {

    static List<Constraint> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select k.oid, k.conname, k.conrelid, k.contype, k.conkey::int8[] as conkey, k.confrelid,
                        k.confkey::int8[] as confkey, k.confdeltype, k.confupdtype, k.convalidated,
                        k.conparentid <> 0 as inherited, k.conindid,
                        not exists (select from pg_catalog.pg_trigger t where t.tgconstraint = k.oid and t.tgisinternal
                            and t.tgenabled = 'D') as enforced,
                        pg_catalog.pg_get_constraintdef(k.oid) as definition
                    from pg_catalog.pg_constraint k
                    join pg_catalog.pg_class c on c.oid = k.conrelid
                    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    where k.contype in ('p', 'u', 'x', 'f', 'c') and %s order by k.conrelid, k.conname
                """.formatted(Schema.OURS),
                row -> new Constraint(
                        row.getLong("oid"),
                        Rows.text(row, "conname"),
                        row.getLong("conrelid"),
                        Rows.letter(row, "contype"),
                        Rows.ints(row, "conkey"),
                        row.getLong("confrelid"),
                        Rows.ints(row, "confkey"),
                        Rows.letter(row, "confdeltype"),
                        Rows.letter(row, "confupdtype"),
                        row.getBoolean("convalidated"),
                        row.getBoolean("inherited"),
                        row.getLong("conindid"),
                        row.getBoolean("enforced"),
                        Rows.text(row, "definition")));
    }

    public boolean isForeignKey() {
        return kind == 'f';
    }

    /** Its name as SQL writes it. */
    public String sql() {
        return Sql.identifier(name);
    }

    /** Where among its columns that number stands, from 0; -1 when it does not. */
    public int positionOf(int number) {
        return columns.indexOf(number);
    }
}
