package io.partywall.inspector.catalogue;

import io.partywall.inspector.expression.SourceText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function or procedure that is not PostgreSQL's own.
 *
 * @param signature qualified name and argument types: {@code public.f(uuid)}
 * @param volatility {@code i} immutable, {@code s} stable, {@code v} volatile
 * @param parallel {@code s} safe, {@code r} restricted, {@code u} unsafe
 * @param settings what SET clauses pin, as {@code name=value}
 * @param returnsRows whether it returns a set
 * @param arguments how many arguments must be given
 */
public record Function(
        long oid,
        long schemaOid,
        String schema,
        String name,
        String signature,
        long owner,
        String language,
        boolean trustedLanguage,
        boolean securityDefiner,
        boolean leakproof,
        char volatility,
        char parallel,
        List<String> settings,
        boolean returnsRows,
        boolean procedure,
        boolean trigger,
        int arguments,
        boolean ofExtension,
        SourceText source) {

    static List<Function> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select p.oid, n.oid as schema_oid, n.nspname, p.proname, p.oid::pg_catalog.regprocedure::text as signature,
                        p.proowner, l.lanname, l.lanpltrusted or l.lanname in ('c', 'internal') as trusted, p.prosecdef,
                        p.proleakproof, p.provolatile, p.proparallel, p.proconfig, p.proretset, p.prokind = 'p' as procedure,
                        p.prorettype in ('trigger'::pg_catalog.regtype, 'event_trigger'::pg_catalog.regtype) as is_trigger,
                        p.pronargs - p.pronargdefaults as arguments,
                        exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_proc'::regclass
                            and d.objid = p.oid and d.deptype = 'e') as of_extension,
                        case when l.lanname in ('c', 'internal') then ''
                            else coalesce(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc) end as source
                    from pg_catalog.pg_proc p
                    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                    join pg_catalog.pg_language l on l.oid = p.prolang
                    where %s order by n.nspname, p.proname, p.oid
                """.formatted(Schema.OURS),
                row -> new Function(
                        row.getLong("oid"),
                        row.getLong("schema_oid"),
                        Rows.text(row, "nspname"),
                        Rows.text(row, "proname"),
                        Rows.text(row, "signature"),
                        row.getLong("proowner"),
                        Rows.text(row, "lanname"),
                        row.getBoolean("trusted"),
                        row.getBoolean("prosecdef"),
                        row.getBoolean("proleakproof"),
                        Rows.letter(row, "provolatile"),
                        Rows.letter(row, "proparallel"),
                        Rows.texts(row, "proconfig"),
                        row.getBoolean("proretset"),
                        row.getBoolean("procedure"),
                        row.getBoolean("is_trigger"),
                        row.getInt("arguments"),
                        row.getBoolean("of_extension"),
                        SourceText.of(Rows.text(row, "source"))));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Function function && function.oid == oid;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(oid);
    }

    /** Its qualified name as SQL writes it, without arguments. */
    public String sql() {
        return Sql.qualified(schema, name);
    }

    /** The search path that it pins. */
    public Optional<String> searchPath() {
        return settings.stream()
                .filter(s -> s.startsWith("search_path="))
                .map(s -> s.substring("search_path=".length()))
                .findFirst();
    }

    /** {@code function} or {@code procedure}, as ALTER wants it. */
    public String word() {
        return procedure ? "procedure" : "function";
    }

    /** How a finding names it. */
    public String object() {
        return "function " + signature;
    }

    /** A query that shows its definition. */
    public String query() {
        return "select pg_get_functiondef(" + Sql.literal(signature) + "::regprocedure)";
    }
}
