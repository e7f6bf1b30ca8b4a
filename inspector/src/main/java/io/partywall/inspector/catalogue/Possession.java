package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Something that a role owns, by itself or by inheritance: but schemas and databases, default rights, large objects, and what
 * goes with another object, such as the sequence of a column.
 *
 * @param relation its OID where it is a relation, otherwise 0
 * @param type such as {@code function}, as ALTER writes it
 * @param name qualified and quoted
 */
public record Possession(long owner, long relation, String type, String name) {

    static List<Possession> read(Connection connection, Role role) throws SQLException {
        return Rows.read(
                connection,
                """
                select d.refobjid as owner, case when d.classid = 'pg_catalog.pg_class'::regclass then d.objid else 0 end as relation, i.type,
                        i.identity
                    from pg_catalog.pg_shdepend d
                    cross join lateral pg_catalog.pg_identify_object(d.classid, d.objid, d.objsubid) i
                    where d.deptype = 'o' and d.refclassid = 'pg_catalog.pg_authid'::regclass
                    and d.dbid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
                    and d.classid not in ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_default_acl'::regclass,
                        'pg_catalog.pg_user_mapping'::regclass, 'pg_catalog.pg_largeobject_metadata'::regclass)
                    and not exists (select from pg_catalog.pg_depend e where e.classid = d.classid and e.objid = d.objid
                        and e.objsubid = 0 and e.deptype in ('i', 'a', 'e'))
                    and coalesce(i.schema, '') !~ '^pg_(temp|toast)' and pg_has_role(?, d.refobjid, 'USAGE')
                    order by i.type, i.identity
                """,
                row -> new Possession(
                        row.getLong("owner"),
                        row.getLong("relation"),
                        Rows.text(row, "type"),
                        Rows.text(row, "identity")),
                role.name());
    }
}
