package io.partywall.isolation.noninterference;

import io.partywall.isolation.TenantScope;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.ParserException;

/** The same SQL as jOOQ's own statements, as far as its parser reads it: they are scoped like any that code builds. */
final class ThroughJooq {

    private static final DSLContext PARSING =
            DSL.using(SQLDialect.POSTGRES, new Settings().withParseDialect(SQLDialect.POSTGRES));

    private ThroughJooq() {}

    static boolean parses(String sql) {
        try {
            PARSING.parser().parseQuery(sql);
            return true;
        } catch (ParserException unknown) {
            return false;
        }
    }

    static List<String> run(TenantScope scope, String sql) {
        Query query = PARSING.parser().parseQuery(sql);
        if (query instanceof ResultQuery<?> asking) {
            Result<? extends Record> rows = scope.sql().fetch(asking);
            return rows.map(row -> Outcome.row(row.intoList()));
        }
        return List.of("changed " + scope.sql().execute(query));
    }
}
