package io.partywall.schema;

import io.partywall.testing.TestDatabase;
import java.util.List;

/** Everything that a database's catalogue says about the platform's schemas, without what differs by chance. */
final class Catalogue {

    private static final String FACTS = """
        with ours as (select oid, nspname, nspowner, nspacl from pg_namespace where nspname in ('app', 'isolation')
        ), relations as (select c.* from pg_class c join ours on ours.oid = c.relnamespace
        ), functions as (select p.* from pg_proc p join ours on ours.oid = p.pronamespace)
        select format('schema %s %s %s', nspname, nspowner::regrole, nspacl) from ours
        union all
        select format('relation %s %s %s %s %s %s %s', c.oid::regclass, c.relkind, c.relowner::regrole, c.relacl,
            c.relrowsecurity, c.relforcerowsecurity, c.reloptions) from relations c
        union all
        select format('column %s %s %s %s %s %s %s', c.oid::regclass, a.attnum, a.attname,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attacl, pg_get_expr(d.adbin, d.adrelid))
            from relations c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and c.relkind in ('r', 'p', 'v')
            left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        union all
        select format('constraint %s %s %s %s', c.oid::regclass, k.conname, k.convalidated, pg_get_constraintdef(k.oid))
            from relations c join pg_constraint k on k.conrelid = c.oid
        union all
        select format('index %s', pg_get_indexdef(c.oid)) from relations c where c.relkind in ('i', 'I')
        union all
        select format('view %s %s', c.oid::regclass, pg_get_viewdef(c.oid)) from relations c where c.relkind = 'v'
        union all
        select format('policy %s %s %s %s %s %s %s', c.oid::regclass, p.polname, p.polcmd, p.polpermissive,
            p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
            from relations c join pg_policy p on p.polrelid = c.oid
        union all
        select format('trigger %s %s', t.tgenabled, pg_get_triggerdef(t.oid))
            from relations c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
        union all
        select format('function %s %s %s', p.proowner::regrole, p.proacl, pg_get_functiondef(p.oid)) from functions p
        union all
        select format('enum %s %s %s', e.enumtypid::regtype, e.enumsortorder, e.enumlabel)
            from pg_enum e join pg_type t on t.oid = e.enumtypid join ours on ours.oid = t.typnamespace
        union all
        select format('comment %s %s %s', c.oid::regclass, d.objsubid, d.description)
            from relations c join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass
        union all
        select format('comment %s %s', p.oid::regprocedure, d.description)
            from functions p join pg_description d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass
        union all
        select format('database %s', array(select a.grantee || ' ' || a.privilege_type
            from pg_database d, aclexplode(d.datacl) a where d.datname = current_database() order by 1))
        order by 1
        """;

    private Catalogue() {}

    static List<String> of(TestDatabase database) {
        return database.query(FACTS);
    }
}
