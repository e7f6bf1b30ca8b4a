package io.partywall.isolation;

import org.jooq.SQLDialect;
import org.jooq.VisitContext;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a scope's statements are rendered with. Names are always quoted and never mapped or recased: an
 * unquoted name of jOOQ is text that goes to the server as it is, and a name that changes after it was looked up is another
 * table's.
 */
final class ScopedSettings {

    private ScopedSettings() {}

    static Settings create() {
        return new Settings()
                .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                .withRenderNameCase(RenderNameCase.AS_IS)
                .withRenderSchema(true)
                .withRenderCatalog(false)
                .withExecuteLogging(false);
    }

    /** Settings can be changed under way, so each statement is checked. */
    static void require(VisitContext context) {
        Settings settings = context.settings();
        require(context.family() == SQLDialect.POSTGRES, "the dialect " + context.dialect());
        require(settings.getRenderQuotedNames() == RenderQuotedNames.ALWAYS, "renderQuotedNames");
        require(settings.getRenderNameCase() == RenderNameCase.AS_IS, "renderNameCase");
        require(mapsNothing(settings.getRenderMapping()), "renderMapping");
        require(Boolean.TRUE.equals(settings.isRenderSchema()), "renderSchema");
    }

    private static boolean mapsNothing(@Nullable RenderMapping mapping) {
        return mapping == null || mapping.equals(new RenderMapping());
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IsolationException.UnscopedStatement("in a scope " + what
                    + " must stay as the scope set it: names would not reach the server as checked");
        }
    }
}
