package io.partywall.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tenants, their members and invitations over HTTP. */
class TenantsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final String email = ServedApi.unique("owner") + "@example.com";
    private final Client owner = api.logIn(api.person(email));
    private final String slug = ServedApi.unique("acme");

    private Client inTenant(Client client) {
        return client.with("Partywall-Tenant", slug);
    }

    private Answer create() {
        return owner.post(
                "/api/tenants",
                "{\"name\": \"Acme\", \"slug\": \"%s\", \"time_zone\": \"Europe/Berlin\", \"currency\": \"EUR\"}"
                        .formatted(slug));
    }

    /** A new person, who has accepted an invitation with this role. */
    private Client join(String role) {
        String address = ServedApi.unique("guest") + "@example.com";
        inTenant(owner)
                .post("/api/invitations", "{\"email\": \"%s\", \"role\": \"%s\"}".formatted(address, role))
                .is(201);
        Client guest = api.logIn(api.person(address));
        guest.post("/api/invitations/accept", "{\"token\": \"" + api.mails().token(address) + "\"}")
                .is(200);
        return guest.with("Partywall-Tenant", slug);
    }

    private String memberId(Client client) {
        String person = client.get("/api/me").at("/id");
        return inTenant(owner)
                .get("/api/members?limit=200")
                .json()
                .at("/items")
                .valueStream()
                .filter(member -> member.get("user_id").stringValue().equals(person))
                .findFirst()
                .orElseThrow()
                .get("id")
                .stringValue();
    }

    @Test
    void whoMakesATenantOwnsIt() {
        Answer made = create().is(201);
        assertThat(made.header("Location")).hasValue("/api/tenants/" + slug);
        assertThat(owner.get("/api/me").at("/tenants/0/role")).isEqualTo("OWNER");
        assertThat(owner.get("/api/tenants/" + slug).is(200).json()).isEqualTo(made.json());
        create().is(409).isProblem("conflict");
    }

    @Test
    void aTenantIsChangedByItsAdministrators() {
        create().is(201);
        owner.patch("/api/tenants/" + slug, "{\"name\": \"Acme & Sons\", \"week_starts_on\": 7}")
                .is(200);
        assertThat(owner.get("/api/tenants/" + slug).at("/name")).isEqualTo("Acme & Sons");
        assertThat(owner.patch("/api/tenants/" + slug, "{\"time_zone\": \"Mars/Olympus\"}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/time_zone");
        join("MEMBER").patch("/api/tenants/" + slug, "{\"name\": \"Mine\"}").is(403);
        owner.patch("/api/tenants/" + slug, "{\"max_users\": 1000}").is(422);
        owner.patch("/api/tenants/" + slug, "{\"status\": \"ACTIVE\"}").is(422);
    }

    @Test
    void whoHasNotProvenAnAddressMakesNoTenant() {
        api.database().execute("update app.users set email_verified = false where email = '" + email + "'");
        create().is(403).isProblem("email-not-verified");
    }

    @Test
    void anotherTenantIsMissing() {
        create().is(201);
        Client stranger = api.logIn(api.person(ServedApi.unique("stranger") + "@example.com"));
        Answer foreign = stranger.get("/api/tenants/" + slug).is(404);
        Answer missing = stranger.get("/api/tenants/nobodys").is(404);
        assertThat(foreign.at("/detail").replace(slug, "?"))
                .isEqualTo(missing.at("/detail").replace("nobodys", "?"));
        stranger.with("Partywall-Tenant", slug).get("/api/kpis").is(404);
    }

    @Test
    void whoHasSeveralTenantsNamesOne() {
        create().is(201);
        owner.get("/api/kpis").is(200);
        owner.post("/api/tenants", "{\"name\": \"Other\", \"slug\": \"%s\"}".formatted(ServedApi.unique("other")))
                .is(201);
        owner.get("/api/kpis").is(400).isProblem("malformed-request");
        inTenant(owner).get("/api/kpis").is(200);
    }

    @Test
    void aViewerIsInvitedAndReads() {
        create().is(201);
        Client viewer = join("VIEWER");
        viewer.get("/api/kpis").is(200);
        viewer.get("/api/members").is(200);
        assertThat(viewer.post("/api/kpis", "{\"name\": \"Mine\"}").is(403).at("/permission"))
                .isEqualTo("kpis:write");
        viewer.get("/api/invitations").is(403);
        viewer.get("/api/api-keys").is(403);
    }

    @Test
    void anInvitationIsForItsAddressOnce() {
        create().is(201);
        String address = ServedApi.unique("guest") + "@example.com";
        inTenant(owner)
                .post("/api/invitations", "{\"email\": \"%s\", \"role\": \"ADMIN\"}".formatted(address))
                .is(201);
        String body = "{\"token\": \"" + api.mails().token(address) + "\"}";
        api.logIn(api.person(ServedApi.unique("thief") + "@example.com"))
                .post("/api/invitations/accept", body)
                .is(422);
        Client guest = api.logIn(api.person(address));
        guest.post("/api/invitations/accept", body).is(200);
        guest.post("/api/invitations/accept", body).is(422);
        inTenant(owner)
                .post("/api/invitations", "{\"email\": \"%s\", \"role\": \"ADMIN\"}".formatted(address))
                .is(409);
    }

    @Test
    void anInvitationThatIsTakenBackOrTooOldOpensNothing() {
        create().is(201);
        String address = ServedApi.unique("guest") + "@example.com";
        String invite = "{\"email\": \"%s\", \"role\": \"MEMBER\"}".formatted(address);
        Answer first = inTenant(owner).post("/api/invitations", invite).is(201);
        String firstBody = "{\"token\": \"" + api.mails().token(address) + "\"}";
        Client guest = api.logIn(api.person(address));
        Answer second = inTenant(owner).post("/api/invitations", invite).is(201);
        guest.post("/api/invitations/accept", firstBody).is(422);
        inTenant(owner).get("/api/invitations/" + first.at("/id")).is(404);
        inTenant(owner).delete("/api/invitations/" + second.at("/id")).is(204);
        guest.post("/api/invitations/accept", "{\"token\": \"" + api.mails().token(address) + "\"}")
                .is(422);
    }

    @Test
    void aTenantIsNeverWithoutAnOwner() {
        create().is(201);
        String mine = memberId(owner);
        inTenant(owner).patch("/api/members/" + mine, "{\"role\": \"ADMIN\"}").is(409);
        inTenant(owner).delete("/api/members/" + mine).is(409);
        owner.post("/api/tenants/" + slug + "/leave").is(409);
        Client admin = join("ADMIN");
        admin.patch("/api/members/" + mine, "{\"role\": \"VIEWER\"}").is(403);
        admin.delete("/api/members/" + mine).is(403);
        admin.patch("/api/members/" + memberId(admin), "{\"role\": \"OWNER\"}").is(403);
        assertThat(owner.post("/api/tenants/" + slug + "/transfer", "{\"member_id\": \"" + memberId(admin) + "\"}")
                        .is(200)
                        .at("/role"))
                .isEqualTo("OWNER");
        inTenant(owner).get("/api/members/" + mine).is(200);
        owner.post("/api/tenants/" + slug + "/leave").is(204);
        owner.get("/api/tenants/" + slug).is(404);
    }

    @Test
    void twoOwnersWhoLeaveAtOnceLeaveOne() throws Exception {
        create().is(201);
        Client second = join("ADMIN");
        inTenant(owner)
                .patch("/api/members/" + memberId(second), "{\"role\": \"OWNER\"}")
                .is(200);
        List<Integer> statuses = atOnce(List.of(
                () -> owner.post("/api/tenants/" + slug + "/leave").status(),
                () -> second.post("/api/tenants/" + slug + "/leave").status()));
        assertThat(statuses).containsExactlyInAnyOrder(204, 409);
    }

    @Test
    void aMemberWhoIsRemovedIsOutAtOnce() {
        create().is(201);
        Client member = join("MEMBER");
        member.get("/api/kpis").is(200);
        inTenant(owner).delete("/api/members/" + memberId(member)).is(204);
        member.get("/api/kpis").is(404);
    }

    @Test
    void aMemberMayHaveMoreThanTheRole() {
        create().is(201);
        Client viewer = join("VIEWER");
        inTenant(owner)
                .patch("/api/members/" + memberId(viewer), "{\"permissions\": [\"kpis:write\"]}")
                .is(200);
        viewer.post("/api/kpis", "{\"name\": \"Allowed\"}").is(201);
        viewer.post("/api/goals", "{\"title\": \"Not allowed\"}").is(403);
        Client admin = join("ADMIN");
        admin.patch("/api/members/" + memberId(viewer), "{\"permissions\": [\"tenant:erase\"]}")
                .is(403);
    }

    @Test
    void aRightOverMembersMakesNobodyMoreThanItsHolder() {
        create().is(201);
        Client viewer = join("VIEWER");
        String id = memberId(viewer);
        inTenant(owner)
                .patch(
                        "/api/members/" + id,
                        "{\"permissions\": [\"members:write\", \"invitations:write\", \"tenant:transfer\"]}")
                .is(200);
        viewer.patch("/api/members/" + id, "{\"role\": \"ADMIN\"}").is(403);
        viewer.post("/api/invitations", "{\"email\": \"accomplice@example.com\", \"role\": \"ADMIN\"}")
                .is(403);
        viewer.post("/api/tenants/" + slug + "/transfer", "{\"member_id\": \"" + id + "\"}")
                .is(403);
        String key = inTenant(owner)
                .post("/api/api-keys", "{\"name\": \"Members\", \"scopes\": [\"members:write\"]}")
                .is(201)
                .at("/secret");
        api.anybody()
                .with("Authorization", "Bearer " + key)
                .patch("/api/members/" + id, "{\"role\": \"OWNER\"}")
                .is(403);
    }

    @Test
    void anInvitationIsWorthWhatItsInviterStillIs() {
        create().is(201);
        Client admin = join("ADMIN");
        String address = ServedApi.unique("second") + "@example.com";
        admin.post("/api/invitations", "{\"email\": \"%s\", \"role\": \"ADMIN\"}".formatted(address))
                .is(201);
        inTenant(owner).delete("/api/members/" + memberId(admin)).is(204);
        api.logIn(api.person(address))
                .post("/api/invitations/accept", "{\"token\": \"" + api.mails().token(address) + "\"}")
                .is(422);
    }

    @Test
    void aTenantIsNotNamedLikeAnId() {
        owner.post("/api/tenants", "{\"name\": \"V\", \"slug\": \"0198c0de-0000-7000-8000-000000000001\"}")
                .is(422);
    }

    @Test
    void fiftyWhoAcceptAtOnceGetThePlacesThereAre() throws Exception {
        String tenant = create().is(201).at("/id");
        List<Client> guests = IntStream.range(0, 50)
                .mapToObj(i -> ServedApi.unique("guest") + "@example.com")
                .map(address -> {
                    api.database().execute("update app.tenants set max_users = 1000 where id = '" + tenant + "'");
                    inTenant(owner)
                            .post("/api/invitations", "{\"email\": \"%s\", \"role\": \"VIEWER\"}".formatted(address))
                            .is(201);
                    return api.logIn(api.person(address))
                            .with("X-Token", api.mails().token(address));
                })
                .toList();
        api.database().execute("update app.tenants set max_users = 5 where id = '" + tenant + "'");
        List<Callable<Integer>> all = guests.stream()
                .<Callable<Integer>>map(guest ->
                        () -> guest.post("/api/invitations/accept", "{\"token\": \"" + guest.header("X-Token") + "\"}")
                                .status())
                .toList();
        List<Integer> statuses = atOnce(all);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(4);
        assertThat(statuses).filteredOn(status -> status == 403).hasSize(46);
        assertThat(api.database().query("select count(*) from app.tenant_members where tenant_id = '" + tenant + "'"))
                .containsExactly("5");
        Answer refused = inTenant(owner)
                .post("/api/invitations", "{\"email\": \"one.more@example.com\", \"role\": \"VIEWER\"}")
                .is(403)
                .isProblem("limit-reached");
        assertThat(refused.at("/limit")).isEqualTo("5");
    }

    @Test
    void aPlanDecidesOverTheLimits() {
        create().is(201);
        Answer trial = owner.get("/api/subscription").is(200);
        assertThat(trial.at("/limits/0/limit")).isEqualTo("10");
        Answer starter =
                owner.put("/api/subscription", "{\"plan_type\": \"STARTER\"}").is(200);
        assertThat(starter.at("/plan_type")).isEqualTo("STARTER");
        Answer free =
                owner.put("/api/subscription", "{\"plan_type\": \"FREE\"}").is(200);
        assertThat(free.at("/limits/0/limit")).isEqualTo("3");
        assertThat(free.at("/limits/0/current")).isEqualTo("1");
        owner.put("/api/subscription", "{\"plan_type\": \"GOLD\"}").is(422);
        join("ADMIN").put("/api/subscription", "{\"plan_type\": \"PRO\"}").is(403);
    }

    @Test
    void administratorsOfThePlatformSuspendATenant() {
        String tenant = create().is(201).at("/id");
        String address = ServedApi.unique("operator") + "@example.com";
        Client operator = api.logIn(api.person(address));
        String suspend = "/api/platform/tenants/" + tenant + "/suspend";
        operator.post(suspend, "{\"notice\": \"unpaid\"}").is(403);
        owner.get("/api/platform/tenants").is(403);
        api.database().execute("update app.users set platform_admin = true where email = '" + address + "'");
        operator.post(suspend, "{\"notice\": \"unpaid since May\"}").is(200);
        assertThat(owner.get("/api/kpis").is(403).isProblem("suspended").at("/notice"))
                .isEqualTo("unpaid since May");
        assertThat(owner.get("/api/me").is(200).at("/tenants/0/notice")).isEqualTo("unpaid since May");
        operator.with("Partywall-Tenant", tenant).get("/api/kpis").is(404);
        operator.post("/api/platform/tenants/" + tenant + "/resume").is(200);
        owner.get("/api/kpis").is(200);
        operator.patch("/api/platform/tenants/" + tenant, "{\"max_users\": 77}").is(200);
        assertThat(owner.get("/api/subscription").at("/limits/0/limit")).isEqualTo("77");
        assertThat(api.database()
                        .query("select distinct action from app.platform_audit_logs where actor like '%<" + address
                                + ">%'"))
                .contains("refuse", "administer", "suspend", "resume", "platform-update");
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> results = new java.util.ArrayList<>();
            for (Future<Integer> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
