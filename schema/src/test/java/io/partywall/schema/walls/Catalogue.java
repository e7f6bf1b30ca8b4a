package io.partywall.schema.walls;

import static java.util.stream.Collectors.groupingBy;

import io.partywall.schema.walls.Relation.Column;
import io.partywall.schema.walls.Relation.ForeignKey;
import io.partywall.schema.walls.Relation.Kind;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** What the database itself says about its tables, in an order in which they can be filled. */
final class Catalogue {

    /** Has a column tenant_id and is no tenant's: it outlives the tenants that it names. */
    private static final String NO_TENANTS_TABLE = "erasure_ledger";

    private static final String RELATIONS = """
        select c.relname, coalesce(root.relname, c.relname) as root,
            case when c.relispartition then 'PARTITION' when c.relkind = 'v' then 'VIEW' else 'TABLE' end as kind,
            array(select a.attname::text from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place)
                join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
                where i.indrelid = c.oid and i.indisprimary order by place) as key,
            exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                where i.indrelid = c.oid and i.indisunique and i.indnkeyatts = 1 and i.indkey[0] = a.attnum) as one_per_tenant
        from pg_class c left join pg_class root on c.relispartition and root.oid = pg_partition_root(c.oid)
        where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v') and c.relname <> ?
            and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum > 0)
        order by c.relname
        """;

    private static final String COLUMNS = """
        select c.relname, a.attname, format_type(a.atttypid, null) as type, a.attnotnull and not a.atthasdef as required,
            has_column_privilege('partywall_app', c.oid, a.attnum, 'update') and a.attname <> 'tenant_id'
                and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey))
                as updatable,
            array(select e.enumlabel::text from pg_enum e where e.enumtypid = a.atttypid order by e.enumsortorder) as labels
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'app'::regnamespace order by a.attnum
        """;

    private static final String FOREIGN_KEYS = """
        select child.relname, f.conname, parent.relname as parent,
            array(select a.attname::text from unnest(f.conkey) with ordinality as k (attnum, place)
                join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum order by place) as columns,
            array(select a.attname::text from unnest(f.confkey) with ordinality as k (attnum, place)
                join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum order by place) as parent_columns
        from pg_constraint f
            join pg_class child on child.oid = f.conrelid join pg_class parent on parent.oid = f.confrelid
        where f.contype = 'f' and parent.relnamespace = 'app'::regnamespace
            and not parent.relispartition order by f.conname
        """;

    private final Map<String, Relation> relations;

    private Catalogue(Map<String, Relation> relations) {
        this.relations = relations;
    }

    static Catalogue of(TestDatabase database) throws SQLException {
        try (Connection admin = database.admin()) {
            DSLContext sql = DSL.using(admin, SQLDialect.POSTGRES);
            Map<String, List<Record>> columns = byRelation(sql, COLUMNS);
            Map<String, List<Record>> foreignKeys = byRelation(sql, FOREIGN_KEYS);
            Map<String, Relation> found = new LinkedHashMap<>();
            sql.fetch(RELATIONS, NO_TENANTS_TABLE).forEach(row -> {
                String name = row.get("relname", String.class);
                found.put(
                        name,
                        relation(
                                row, columns.getOrDefault(name, List.of()), foreignKeys.getOrDefault(name, List.of())));
            });
            return new Catalogue(parentsFirst(found));
        }
    }

    private static Map<String, List<Record>> byRelation(DSLContext sql, String query) {
        return sql.fetch(query).stream().collect(groupingBy(row -> row.get("relname", String.class)));
    }

    private static Relation relation(Record row, List<Record> columns, List<Record> foreignKeys) {
        return new Relation(
                row.get("relname", String.class),
                Kind.valueOf(row.get("kind", String.class)),
                row.get("root", String.class),
                columns.stream().map(Catalogue::column).toList(),
                texts(row, "key"),
                row.get("one_per_tenant", Boolean.class),
                foreignKeys.stream().map(Catalogue::foreignKey).toList(),
                columns.stream()
                        .filter(column -> column.get("updatable", Boolean.class))
                        .map(column -> column.get("attname", String.class))
                        .toList());
    }

    private static Column column(Record row) {
        return new Column(
                row.get("attname", String.class),
                row.get("type", String.class),
                row.get("required", Boolean.class),
                texts(row, "labels"));
    }

    private static ForeignKey foreignKey(Record row) {
        return new ForeignKey(
                row.get("conname", String.class),
                texts(row, "columns"),
                row.get("parent", String.class),
                texts(row, "parent_columns"));
    }

    private static List<String> texts(Record row, String field) {
        return Arrays.asList(row.get(field, String[].class));
    }

    private static Map<String, Relation> parentsFirst(Map<String, Relation> found) {
        Map<String, Relation> sorted = new LinkedHashMap<>();
        found.values().forEach(relation -> addAfterParents(relation, found, sorted, new HashSet<>()));
        return sorted;
    }

    private static void addAfterParents(
            Relation relation, Map<String, Relation> found, Map<String, Relation> sorted, Set<String> begun) {
        if (!begun.add(relation.name())) {
            return;
        }
        for (ForeignKey key : relation.foreignKeys()) {
            Relation parent = found.get(key.parent());
            if (parent != null) {
                addAfterParents(parent, found, sorted, begun);
            }
        }
        sorted.putIfAbsent(relation.name(), relation);
    }

    List<Relation> relations() {
        return List.copyOf(relations.values());
    }

    List<Relation> tables() {
        return relations.values().stream()
                .filter(relation -> relation.kind() == Kind.TABLE)
                .toList();
    }

    Relation relation(String name) {
        Relation relation = relations.get(name);
        if (relation == null) {
            throw new IllegalArgumentException("no table of tenants: " + name);
        }
        return relation;
    }

    boolean isTenantTable(String name) {
        return relations.containsKey(name);
    }

    /** Keys from one tenant's table to another. */
    List<ForeignKey> tenantKeys(Relation relation) {
        return relation.foreignKeys().stream()
                .filter(key -> relations.containsKey(key.parent()))
                .toList();
    }
}
