package io.partywall.dashboards;

import static io.partywall.schema.jooq.Tables.DASHBOARD_WIDGETS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.DashboardWidgets;
import io.partywall.schema.jooq.tables.records.DashboardWidgetsRecord;
import io.partywall.values.FreeJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tiles in the database. Whoever is named as {@code user} is the caller. */
@Component
final class WidgetStore {

    /** Of the defaults, and of what a person has: a dashboard shows at most all of both. */
    private static final int MOST = 100;

    private static final Condition IS_DEFAULT = DASHBOARD_WIDGETS.USER_ID.isNull();

    /** What the user sees: of each type the user's own, or else the default. */
    List<Widget> seen(TenantScope scope, UUID user) {
        DashboardWidgets own = DASHBOARD_WIDGETS.as("own");
        Condition isReplaced = DSL.exists(DSL.selectOne()
                .from(own)
                .where(own.USER_ID.eq(user))
                .and(own.WIDGET_TYPE.eq(DASHBOARD_WIDGETS.WIDGET_TYPE)));
        return list(scope, isOf(user).or(IS_DEFAULT.andNot(isReplaced)));
    }

    List<Widget> list(TenantScope scope, WidgetScope which, UUID user) {
        return list(scope, which == WidgetScope.DEFAULT ? IS_DEFAULT : isOf(user));
    }

    private static List<Widget> list(TenantScope scope, Condition condition) {
        return scope.sql()
                .selectFrom(DASHBOARD_WIDGETS)
                .where(condition)
                .orderBy(DASHBOARD_WIDGETS.POSITION, DASHBOARD_WIDGETS.ID)
                .limit(2 * MOST)
                .fetch(WidgetStore::widget);
    }

    /** Held until the transaction ends. {@link Refused} where there is none, or it is somebody else's. */
    Widget lock(TenantScope scope, UUID id, UUID user) {
        return scope.sql()
                .selectFrom(DASHBOARD_WIDGETS)
                .where(DASHBOARD_WIDGETS.ID.eq(id))
                .and(isOf(user).or(IS_DEFAULT))
                .forUpdate()
                .fetchOptional(WidgetStore::widget)
                .orElseThrow(() -> Refused.notFound("widget", id));
    }

    Widget create(TenantScope scope, WidgetDraft draft, UUID user) {
        boolean isOwn = draft.scopeOrOwn() == WidgetScope.OWN;
        Condition same = isOwn ? isOf(user) : IS_DEFAULT;
        if (scope.sql()
                .fetchExists(DASHBOARD_WIDGETS, same.and(DASHBOARD_WIDGETS.WIDGET_TYPE.eq(draft.widgetType())))) {
            throw Refused.of(
                    ProblemType.CONFLICT,
                    "there is a widget of the type '" + draft.widgetType() + "' already: change it");
        }
        return scope.sql()
                .insertInto(DASHBOARD_WIDGETS)
                .set(DASHBOARD_WIDGETS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(DASHBOARD_WIDGETS.USER_ID, isOwn ? user : null)
                .set(DASHBOARD_WIDGETS.WIDGET_TYPE, draft.widgetType())
                .set(columns(draft, next(scope, same, isOwn ? same.or(IS_DEFAULT) : same)))
                .returning()
                .fetchSingle(WidgetStore::widget);
    }

    /** The position behind all that are seen together. */
    private static int next(TenantScope scope, Condition same, Condition together) {
        Record2<Integer, Integer> found = scope.sql()
                .select(DSL.count().filterWhere(same), DSL.coalesce(DSL.max(DASHBOARD_WIDGETS.POSITION), -1))
                .from(DASHBOARD_WIDGETS)
                .where(together)
                .fetchSingle();
        if (found.value1() >= MOST) {
            throw Refused.of(ProblemType.CONFLICT, "there are " + MOST + " widgets already: remove one")
                    .with("limit", MOST);
        }
        return found.value2() + 1;
    }

    Widget update(TenantScope scope, Widget before, WidgetDraft draft) {
        return scope.sql()
                .update(DASHBOARD_WIDGETS)
                .set(columns(draft, before.position()))
                .where(DASHBOARD_WIDGETS.ID.eq(before.id()))
                .returning()
                .fetchSingle(WidgetStore::widget);
    }

    void delete(TenantScope scope, UUID id) {
        int _ = scope.sql()
                .deleteFrom(DASHBOARD_WIDGETS)
                .where(DASHBOARD_WIDGETS.ID.eq(id))
                .execute();
    }

    private static Condition isOf(UUID user) {
        return DASHBOARD_WIDGETS.USER_ID.eq(user);
    }

    private static Map<Field<?>, @Nullable Object> columns(WidgetDraft draft, int usualPosition) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(DASHBOARD_WIDGETS.POSITION, Objects.requireNonNullElse(draft.position(), usualPosition));
        columns.put(DASHBOARD_WIDGETS.SIZE, draft.sizeOrMedium());
        columns.put(DASHBOARD_WIDGETS.IS_VISIBLE, draft.isVisibleOrNotSaid());
        columns.put(DASHBOARD_WIDGETS.CONFIG, FreeJson.stored(draft.configOrEmpty()));
        return columns;
    }

    private static Widget widget(DashboardWidgetsRecord row) {
        return new Widget(
                row.getId(),
                row.getUserId() == null ? WidgetScope.DEFAULT : WidgetScope.OWN,
                row.getWidgetType(),
                row.getPosition(),
                row.getSize(),
                row.getIsVisible(),
                FreeJson.object(row.getConfig()),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
