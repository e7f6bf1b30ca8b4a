package io.partywall.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import org.junit.jupiter.api.Test;

/** Accounts and logins over HTTP. */
class AccountsApiTest {

    private static final String PASSWORD = "a long enough password";

    private final ServedApi api = ServedApi.shared();
    private final Client anybody = api.anybody();
    private final String email = ServedApi.unique("ann") + "@example.com";

    private Answer signUp(String email) {
        return anybody.post(
                "/api/auth/sign-up",
                "{\"email\": \"%s\", \"password\": \"%s\", \"name\": \"Ann\"}".formatted(email, PASSWORD));
    }

    private Answer logIn(String email, String password) {
        return anybody.post("/api/auth/login", "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password));
    }

    private Client loggedIn() {
        return client(logIn(email, PASSWORD).is(200));
    }

    private Client client(Answer login) {
        String cookie = login.header("Set-Cookie").orElseThrow();
        return anybody.with("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .with("X-CSRF-Token", login.at("/csrf_token"));
    }

    @Test
    void somebodySignsUpProvesTheAddressAndLogsIn() {
        signUp(email).is(202);
        Answer login = logIn(email, PASSWORD).is(200);
        assertThat(login.header("Set-Cookie").orElseThrow())
                .startsWith("__Host-partywall=")
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/");
        Client ann = client(login);
        assertThat(ann.get("/api/me").is(200).at("/email_verified")).isEqualTo("false");
        ann.post("/api/me/verify-email", "{\"token\": \"" + api.mails().token(email) + "\"}")
                .is(204);
        assertThat(ann.get("/api/me").is(200).at("/email_verified")).isEqualTo("true");
    }

    @Test
    void whoSignsUpOnceMoreLearnsNothing() {
        Answer first = signUp(email).is(202);
        Answer second = signUp(email.toUpperCase(java.util.Locale.ROOT)).is(202);
        assertThat(second.text().toLowerCase(java.util.Locale.ROOT)).isEqualTo(first.text());
        // To the address that is kept, however it was spelled.
        assertThat(api.mails().to(email).getLast().subject()).contains("already");
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() {
        signUp(email).is(202);
        Answer wrong = logIn(email, "another long password").is(401).isProblem("wrong-credentials");
        Answer unknown =
                logIn(ServedApi.unique("nobody") + "@example.com", PASSWORD).is(401);
        assertThat(unknown.at("/detail")).isEqualTo(wrong.at("/detail"));
        assertThat(unknown.at("/title")).isEqualTo(wrong.at("/title"));
    }

    @Test
    void guessingIsSlowedDownForKnownAndUnknownAddresses() {
        for (int i = 0; i < 10; i++) {
            logIn(email, "guess number " + i + " of it").is(401);
        }
        Answer refused = logIn(email, PASSWORD).is(429).isProblem("too-many-requests");
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isPositive();
    }

    @Test
    void aTokenProvesAnAddressOnce() {
        signUp(email).is(202);
        String body = "{\"token\": \"" + api.mails().token(email) + "\"}";
        Client ann = loggedIn();
        ann.post("/api/me/verify-email", body).is(204);
        ann.post("/api/me/verify-email", body).is(422).isProblem("invalid");
        anybody.post("/api/auth/reset-password", "{\"token\": \"x\", \"password\": \"" + PASSWORD + "\"}")
                .is(422);
    }

    @Test
    void nobodyProvesAnAddressForSomebodyElse() {
        signUp(email).is(202);
        String body = "{\"token\": \"" + api.mails().token(email) + "\"}";
        anybody.post("/api/me/verify-email", body).is(401);
        api.logIn(api.person(ServedApi.unique("bob") + "@example.com"))
                .post("/api/me/verify-email", body)
                .is(422);
        assertThat(loggedIn().get("/api/me").at("/email_verified")).isEqualTo("false");
    }

    @Test
    void anAddressBeyondAsciiIsNone() {
        signUp(email).is(202);
        String spelled = email.replaceFirst("ann", "\u00e4nn");
        signUp(spelled).is(422);
        // Lower-cased by the database, it would be the letter k.
        api.person(ServedApi.unique("kim") + "@example.com");
        anybody.post("/api/auth/forgot-password", "{\"email\": \"\u212aim@example.com\"}")
                .is(422);
    }

    @Test
    void aForgottenPasswordIsReplacedByMailAndEndsAllSessions() {
        signUp(email).is(202);
        Client before = loggedIn();
        anybody.post("/api/auth/forgot-password", "{\"email\": \"" + email + "\"}")
                .is(202);
        anybody.post(
                        "/api/auth/reset-password",
                        "{\"token\": \"%s\", \"password\": \"another long password\"}"
                                .formatted(api.mails().token(email)))
                .is(204);
        before.get("/api/me").is(401);
        logIn(email, PASSWORD).is(401);
        logIn(email, "another long password").is(200);
    }

    @Test
    void aChangedPasswordEndsOtherSessionsAndRenewsThisOne() {
        signUp(email).is(202);
        Client other = loggedIn();
        Client here = loggedIn();
        String change = "{\"current_password\": \"%s\", \"new_password\": \"another long password\"}";
        here.post("/api/me/password", change.formatted("not the password")).is(401);
        Client renewed =
                client(here.post("/api/me/password", change.formatted(PASSWORD)).is(200));
        other.get("/api/me").is(401);
        here.get("/api/me").is(401);
        renewed.get("/api/me").is(200);
    }

    @Test
    void aSessionThatEndedIsOver() {
        signUp(email).is(202);
        Client here = loggedIn();
        Client there = loggedIn();
        Answer sessions = here.get("/api/sessions").is(200);
        assertThat(sessions.json().at("/items")).hasSize(2);
        String others = sessions.json()
                .at("/items")
                .valueStream()
                .filter(session -> !session.get("current").booleanValue())
                .findFirst()
                .orElseThrow()
                .get("id")
                .stringValue();
        here.delete("/api/sessions/" + others).is(204);
        there.get("/api/me").is(401);
        here.post("/api/auth/logout").is(204);
        here.get("/api/me").is(401);
    }

    @Test
    void nobodyEndsTheSessionOfAnother() {
        signUp(email).is(202);
        Client ann = loggedIn();
        String session = ann.get("/api/sessions").at("/items/0/id");
        Client bob = api.logIn(api.person(ServedApi.unique("bob") + "@example.com"));
        bob.delete("/api/sessions/" + session).is(404);
        ann.get("/api/me").is(200);
    }

    @Test
    void aSessionChangesNothingWithoutItsProof() {
        signUp(email).is(202);
        Client ann = loggedIn();
        String tenant = "{\"name\": \"Acme\", \"slug\": \"" + ServedApi.unique("acme") + "\"}";
        ann.without("X-CSRF-Token").post("/api/tenants", tenant).is(403).isProblem("csrf");
        ann.with("X-CSRF-Token", "guessed").post("/api/tenants", tenant).is(403).isProblem("csrf");
        ann.without("X-CSRF-Token").get("/api/me").is(200);
    }

    @Test
    void aSessionThatIsTooOldOrIdleIsOver() {
        Client ann = api.logIn(api.person(email));
        ann.get("/api/me").is(200);
        String mine = " where user_id = (select id from app.users where email = '" + email + "')";
        api.database().execute("update app.sessions set last_seen_at = now() - interval '4 days'" + mine);
        ann.get("/api/me").is(401);
        api.database().execute("update app.sessions set last_seen_at = now()" + mine);
        ann.get("/api/me").is(200);
        api.database()
                .execute("update app.sessions set created_at = now() - interval '40 days', expires_at = now()" + mine);
        ann.get("/api/me").is(401);
    }

    @Test
    void loginsAreInThePlatformsTrailAndInThoseOfThePersonsTenants() {
        signUp(email).is(202);
        String person = api.database()
                .query("select id from app.users where email = '" + email + "'")
                .getFirst();
        String tenant = api.tenant("trail").toString();
        api.database()
                .execute(
                        "insert into app.tenant_members (tenant_id, id, user_id, role) values ('%s', '%s', '%s', 'VIEWER')"
                                .formatted(tenant, java.util.UUID.randomUUID(), person));
        loggedIn();
        logIn(email, "not the password").is(401);
        assertThat(api.database()
                        .query("select action from app.platform_audit_logs where resource_id = '%s' order by id"
                                .formatted(person)))
                .containsExactly("sign-up", "login", "login-failed");
        assertThat(api.database()
                        .query(
                                "select action || ' ' || (actor like 'user:%s %%') || ' ' || host(ip_address) from app.audit_logs"
                                                .formatted(person)
                                        + " where tenant_id = '" + tenant + "' and action like 'login%' order by id"))
                .containsExactly("login true 127.0.0.1", "login-failed true 127.0.0.1");
    }

    @Test
    void nothingThatOpensAnAccountIsInTheDatabase() {
        signUp(email).is(202);
        Answer login = logIn(email, PASSWORD);
        String token = login.header("Set-Cookie").orElseThrow();
        String secret = token.substring(token.indexOf('=') + 1, token.indexOf(';'));
        for (String table : new String[] {"users", "sessions", "user_tokens", "platform_audit_logs"}) {
            assertThat(api.database().query("select t::text from app." + table + " t"))
                    .noneMatch(row -> row.contains(PASSWORD)
                            || row.contains(secret)
                            || row.contains(api.mails().token(email)));
        }
    }
}
