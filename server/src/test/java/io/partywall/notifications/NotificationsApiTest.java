package io.partywall.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Notifications over HTTP. */
class NotificationsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("notified");
    private final Client member = api.member(tenant, Role.MEMBER);

    /** As the platform sends it. */
    private String notify(TenantId where, Client whom, String kind, String subject) {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        api.database().execute("""
            insert into app.notifications (tenant_id, id, user_id, kind, subject, body, link)
            values ('%s', '%s', '%s', '%s', '%s', 'Look at it.', '/kpis')
            """.formatted(where, id, whom.get("/api/me").at("/id"), kind, subject));
        return "/api/notifications/" + id;
    }

    private static List<String> subjects(Answer list) {
        return StreamSupport.stream(list.is(200).json().at("/items").spliterator(), false)
                .map(item -> item.at("/subject").stringValue())
                .toList();
    }

    @Test
    void aMemberReadsItsNotificationsTheNewestFirst() {
        String first = notify(tenant, member, "alert", "Revenue fell");
        notify(tenant, member, "import", "The import is done");
        Answer list = member.get("/api/notifications");
        assertThat(subjects(list)).containsExactly("The import is done", "Revenue fell");
        Answer one = member.get(first).is(200);
        assertThat(one.json()).isEqualTo(list.json().at("/items/1"));
        assertThat(one.at("/kind")).isEqualTo("alert");
        assertThat(one.at("/body")).isEqualTo("Look at it.");
        assertThat(one.at("/link")).isEqualTo("/kpis");
        assertThat(one.at("/read_at")).isEqualTo("null");
        assertThat(one.at("/delivered_at")).isEqualTo("null");
    }

    @Test
    void notificationsAreFilteredByKindAndByWhetherTheyAreRead() {
        member.post(notify(tenant, member, "alert", "Revenue fell") + "/read").is(200);
        notify(tenant, member, "alert", "Orders fell");
        notify(tenant, member, "import", "The import is done");
        assertThat(subjects(member.get("/api/notifications?unread=true")))
                .containsExactly("The import is done", "Orders fell");
        assertThat(subjects(member.get("/api/notifications?unread=false"))).containsExactly("Revenue fell");
        assertThat(subjects(member.get("/api/notifications?kind=alert")))
                .containsExactly("Orders fell", "Revenue fell");
        assertThat(subjects(member.get("/api/notifications?kind=alert&unread=true")))
                .containsExactly("Orders fell");
        member.get("/api/notifications?unread=maybe").is(400).isProblem("malformed-request");
    }

    @Test
    void whatWasReadStaysReadSinceThen() {
        String path = notify(tenant, member, "alert", "Revenue fell");
        Answer read = member.post(path + "/read").is(200);
        assertThat(read.at("/read_at")).isNotEqualTo("null");
        assertThat(member.post(path + "/read").is(200).json()).isEqualTo(read.json());
        assertThat(member.get(path).json()).isEqualTo(read.json());
    }

    @Test
    void allAreMarkedAsReadAtOnceAndCounted() {
        Client colleague = api.member(tenant, Role.MEMBER);
        String theirs = notify(tenant, colleague, "alert", "Theirs");
        member.post(notify(tenant, member, "alert", "Read before") + "/read").is(200);
        notify(tenant, member, "alert", "One");
        notify(tenant, member, "alert", "Two");
        assertThat(member.post("/api/notifications/read-all").is(200).at("/read"))
                .isEqualTo("2");
        assertThat(member.post("/api/notifications/read-all").is(200).at("/read"))
                .isEqualTo("0");
        assertThat(subjects(member.get("/api/notifications?unread=true"))).isEmpty();
        assertThat(colleague.get(theirs).at("/read_at")).isEqualTo("null");
    }

    @Test
    void nobodyReadsANotificationToSomebodyElse() {
        String path = notify(tenant, member, "alert", "Revenue fell");
        for (Role role : List.of(Role.OWNER, Role.ADMIN, Role.MEMBER)) {
            Client colleague = api.member(tenant, role);
            colleague.get(path).is(404).isProblem("not-found");
            colleague.post(path + "/read").is(404).isProblem("not-found");
            assertThat(subjects(colleague.get("/api/notifications"))).isEmpty();
            assertThat(colleague.post("/api/notifications/read-all").is(200).at("/read"))
                    .isEqualTo("0");
        }
        assertThat(member.get(path).at("/read_at")).isEqualTo("null");
    }

    @Test
    void aNotificationStaysInItsTenantAlsoForTheOneItIsTo() {
        TenantId other = api.tenant("other");
        String me = member.get("/api/me").at("/id");
        api.database()
                .execute(
                        "insert into app.tenant_members (tenant_id, id, user_id, role) values ('%s', '%s', '%s', 'OWNER')"
                                .formatted(other, UuidCreator.getTimeOrderedEpoch(), me));
        Client there = member.with("Partywall-Tenant", other.toString());
        String path = notify(tenant, member, "alert", "Revenue fell");
        String thereToo = notify(other, member, "alert", "Orders fell");
        assertThat(subjects(there.get("/api/notifications"))).containsExactly("Orders fell");
        there.get(path).is(404);
        there.post(path + "/read").is(404);
        assertThat(there.post("/api/notifications/read-all").is(200).at("/read"))
                .isEqualTo("1");
        assertThat(member.get(path).at("/read_at")).isEqualTo("null");
        member.get(thereToo).is(404);
    }

    @Test
    void aViewerReadsItsNotificationsAndDoesNotMarkThem() {
        Client viewer = api.member(tenant, Role.VIEWER);
        String path = notify(tenant, viewer, "alert", "Revenue fell");
        assertThat(subjects(viewer.get("/api/notifications"))).containsExactly("Revenue fell");
        viewer.post(path + "/read").is(403).isProblem("forbidden");
        viewer.post("/api/notifications/read-all").is(403).isProblem("forbidden");
        assertThat(viewer.get(path).at("/read_at")).isEqualTo("null");
    }

    @Test
    void peopleNeitherWriteNorDeleteNotifications() {
        String path = notify(tenant, member, "alert", "Revenue fell");
        Client owner = api.member(tenant, Role.OWNER);
        owner.post("/api/notifications", "{\"kind\": \"alert\", \"subject\": \"Mine\"}")
                .is(405);
        member.patch(path, "{\"subject\": \"Mine\"}").is(405).isProblem("method-not-allowed");
        member.delete(path).is(405).isProblem("method-not-allowed");
        assertThat(member.get(path).at("/subject")).isEqualTo("Revenue fell");
    }

    @Test
    void notificationsAreReadPageByPageByTheirMemberOnly() {
        for (int i = 0; i < 3; i++) {
            notify(tenant, member, "alert", "Alert " + i);
        }
        Answer first = member.get("/api/notifications?limit=2&unread=true");
        assertThat(subjects(first)).containsExactly("Alert 2", "Alert 1");
        String rest = "/api/notifications?limit=2&unread=true&cursor=" + first.at("/next");
        assertThat(subjects(member.get(rest))).containsExactly("Alert 0");
        assertThat(subjects(api.member(tenant, Role.OWNER).get(rest))).isEmpty();
    }
}
