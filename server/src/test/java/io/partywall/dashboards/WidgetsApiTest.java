package io.partywall.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dashboards over HTTP. */
class WidgetsApiTest {

    private static final String ALL = "/api/dashboard/widgets";

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("dashboards");
    private final Client admin = api.member(tenant, Role.ADMIN);
    private final Client member = api.member(tenant, Role.MEMBER);

    @Test
    void aWidgetIsAddedChangedAndRemoved() {
        Answer created = member.post(ALL, "{\"widget_type\": \"revenue_trend\", \"config\": {\"days\": 30}}")
                .is(201);
        assertThat(created.header("Location")).hasValue(ALL + "/" + created.at("/id"));
        assertThat(created.at("/scope")).isEqualTo("OWN");
        assertThat(created.at("/size")).isEqualTo("MEDIUM");
        assertThat(created.at("/position")).isEqualTo("0");
        assertThat(created.at("/is_visible")).isEqualTo("true");
        assertThat(member.get(ALL).is(200).json().at("/items/0")).isEqualTo(created.json());
        String path = ALL + "/" + created.at("/id");
        Answer changed = member.patch(
                        path, "{\"size\": \"LARGE\", \"is_visible\": false, \"config\": {\"unit\": \"EUR\"}}")
                .is(200);
        assertThat(changed.at("/size")).isEqualTo("LARGE");
        assertThat(changed.at("/is_visible")).isEqualTo("false");
        assertThat(changed.at("/config/days")).isEqualTo("30");
        assertThat(changed.at("/config/unit")).isEqualTo("EUR");
        assertThat(member.patch(path, "{\"config\": null}").is(200).at("/config"))
                .isEqualTo("{}");
        assertThat(member.delete(path).is(204).text()).isEmpty();
        member.delete(path).is(404);
        assertThat(types(member, ALL)).isEmpty();
    }

    @Test
    void aPersonsOwnWidgetStandsInPlaceOfTheDefault() {
        Answer trend = standard("trend");
        Answer _ = standard("goals");
        assertThat(types(member, ALL)).containsExactly("trend", "goals");
        Answer own = member.post(ALL, "{\"widget_type\": \"trend\"}").is(201);
        assertThat(own.at("/position")).isEqualTo("2");
        assertThat(types(member, ALL)).containsExactly("goals", "trend");
        assertThat(member.get(ALL).json().at("/items/1")).isEqualTo(own.json());
        assertThat(types(member, ALL + "?scope=own")).containsExactly("trend");
        assertThat(types(member, ALL + "?scope=default")).containsExactly("trend", "goals");
        assertThat(types(admin, ALL)).containsExactly("trend", "goals");
        assertThat(types(admin, ALL + "?scope=own")).isEmpty();
        member.delete(ALL + "/" + own.at("/id")).is(204);
        assertThat(member.get(ALL).json().at("/items/0")).isEqualTo(trend.json());
    }

    @Test
    void widgetsAreOrderedByTheirPosition() {
        for (String type : List.of("a", "b", "c")) {
            member.post(ALL, "{\"widget_type\": \"" + type + "\"}").is(201);
        }
        member.patch(ALL + "/" + member.get(ALL).at("/items/2/id"), "{\"position\": 0}")
                .is(200);
        assertThat(types(member, ALL)).containsExactly("a", "c", "b");
    }

    @Test
    void whatEverybodySeesIsNotEverybodysToChange() {
        String path = ALL + "/" + standard("trend").at("/id");
        Answer refused = member.post(ALL, "{\"widget_type\": \"goals\", \"scope\": \"DEFAULT\"}")
                .is(403)
                .isProblem("forbidden");
        assertThat(refused.at("/permission")).isEqualTo("tenant:write");
        member.patch(path, "{\"size\": \"LARGE\"}").is(403).isProblem("forbidden");
        member.delete(path).is(403).isProblem("forbidden");
        assertThat(types(member, ALL)).containsExactly("trend");
        admin.patch(path, "{\"size\": \"LARGE\"}").is(200);
        admin.delete(path).is(204);
    }

    @Test
    void anotherPersonsWidgetIsMissing() {
        String path =
                ALL + "/" + member.post(ALL, "{\"widget_type\": \"trend\"}").at("/id");
        Client owner = api.member(tenant, Role.OWNER);
        owner.patch(path, "{\"size\": \"LARGE\"}").is(404).isProblem("not-found");
        owner.delete(path).is(404);
        assertThat(types(owner, ALL)).isEmpty();
        Client stranger = api.member(api.tenant("other"), Role.OWNER);
        stranger.patch(path, "{\"size\": \"LARGE\"}").is(404);
        stranger.delete(path).is(404);
        assertThat(member.get(ALL).at("/items/0/size")).isEqualTo("MEDIUM");
    }

    @Test
    void aTenantSeesNoDefaultOfAnother() {
        String path = ALL + "/" + standard("trend").at("/id");
        Client stranger = api.member(api.tenant("other"), Role.OWNER);
        assertThat(types(stranger, ALL)).isEmpty();
        assertThat(types(stranger, ALL + "?scope=default")).isEmpty();
        stranger.delete(path).is(404);
    }

    @Test
    void aViewerSeesTheDefaultsAndDoesNotWrite() {
        Answer _ = standard("trend");
        Client viewer = api.member(tenant, Role.VIEWER);
        assertThat(types(viewer, ALL)).containsExactly("trend");
        viewer.post(ALL, "{\"widget_type\": \"goals\"}").is(403).isProblem("forbidden");
    }

    @Test
    void aPersonHasOneWidgetOfAType() {
        member.post(ALL, "{\"widget_type\": \"trend\"}").is(201);
        member.post(ALL, "{\"widget_type\": \"trend\"}").is(409).isProblem("conflict");
        Answer _ = standard("trend");
        admin.post(ALL, "{\"widget_type\": \"trend\", \"scope\": \"DEFAULT\"}").is(409);
        admin.post(ALL, "{\"widget_type\": \"trend\"}").is(201);
    }

    @Test
    void aDashboardHasAnEnd() {
        for (int i = 0; i < 100; i++) {
            member.post(ALL, "{\"widget_type\": \"type-" + i + "\"}").is(201);
        }
        member.post(ALL, "{\"widget_type\": \"one-more\"}").is(409).isProblem("conflict");
        assertThat(types(member, ALL)).hasSize(100);
    }

    @Test
    void whatCannotBeAWidgetIsRefused() {
        refused("{}", "/widget_type");
        refused("{\"widget_type\": \"No Type\"}", "/widget_type");
        refused("{\"widget_type\": \"trend\", \"position\": -1}", "/position");
        refused("{\"widget_type\": \"trend\", \"position\": 1.5}", "/position");
        refused("{\"widget_type\": \"trend\", \"size\": \"HUGE\"}", "/size");
        refused("{\"widget_type\": \"trend\", \"scope\": \"ALL\"}", "/scope");
        refused("{\"widget_type\": \"trend\", \"user_id\": \"00000000-0000-7000-8000-000000000000\"}", "/user_id");
        refused("{\"widget_type\": \"trend\", \"config\": []}", "/config");
        refused("{\"widget_type\": \"trend\", \"config\": {\"a\": \"" + "ä".repeat(8_192) + "\"}}", "/config");
        member.get(ALL + "?scope=mine").is(400).isProblem("malformed-request");
        String path =
                ALL + "/" + member.post(ALL, "{\"widget_type\": \"trend\"}").at("/id");
        assertThat(member.patch(path, "{\"widget_type\": \"goals\"}").is(422).at("/errors/0/pointer"))
                .isEqualTo("/widget_type");
        assertThat(admin.patch(ALL + "/" + standard("goals").at("/id"), "{\"scope\": \"OWN\"}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/scope");
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        Answer created = member.post(ALL, "{\"widget_type\": \"trend\"}").is(201);
        String path = ALL + "/" + created.at("/id");
        Client stale = member.with("If-Match", created.header("ETag").orElseThrow());
        stale.patch(path, "{\"position\": 3}").is(200);
        stale.patch(path, "{\"position\": 4}").is(412).isProblem("precondition-failed");
        stale.delete(path).is(412);
        assertThat(member.get(ALL).at("/items/0/position")).isEqualTo("3");
    }

    private Answer standard(String type) {
        return admin.post(ALL, "{\"widget_type\": \"" + type + "\", \"scope\": \"DEFAULT\"}")
                .is(201);
    }

    private void refused(String widget, String pointer) {
        assertThat(member.post(ALL, widget).is(422).isProblem("invalid").at("/errors/0/pointer"))
                .isEqualTo(pointer);
    }

    private static List<String> types(Client client, String list) {
        return client.get(list)
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.get("widget_type").stringValue())
                .toList();
    }
}
