package io.partywall.server;

import static io.partywall.api.ServedApi.unique;

import io.partywall.access.Role;
import io.partywall.access.Tokens;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The people of a tenant, whose names all tell where they belong.
 *
 * @param marker what is in their names
 * @param passwordHash of {@link #PASSWORD}, which is everybody's
 */
record TenantPeople(ServedApi api, TenantId tenant, String marker, String passwordHash) {

    static final String PASSWORD = "correct horse battery";

    /** The hash that an account with the password gets. */
    static String passwordHash(ServedApi api) {
        String email = unique("hash") + "@example.com";
        api.anybody()
                .post(
                        "/api/auth/sign-up",
                        "{\"email\": \"%s\", \"password\": \"%s\", \"name\": \"Hash\"}".formatted(email, PASSWORD))
                .is(202);
        return api.database()
                .query("select password_hash from app.users where email = '" + email + "'")
                .getFirst();
    }

    /** A new member, who calls by a session, or by a key with more scopes than its creator may use by now. */
    ApiCaller caller(Role role, boolean byKey) {
        String email = unique(marker) + "@example.com";
        UUID person = api.person(email);
        api.database().execute("""
            update app.users set password_hash = '%s' where id = '%s';
            insert into app.tenant_members (tenant_id, id, user_id, role) values ('%s', gen_random_uuid(), '%s', '%s')\
            """.formatted(passwordHash, person, tenant, person, byKey ? Role.OWNER : role));
        Client client = api.logIn(person);
        if (!byKey) {
            return new ApiCaller(person, email, role, false, client);
        }
        String scopes = Role.OWNER.permissions().stream()
                .map(permission -> "\"" + permission + "\"")
                .collect(Collectors.joining(","));
        String secret = client.post(
                        "/api/api-keys", "{\"name\": \"" + unique(marker) + "\", \"scopes\": [" + scopes + "]}")
                .is(201)
                .at("/secret");
        api.database()
                .execute("update app.tenant_members set role = '%s' where tenant_id = '%s' and user_id = '%s'"
                        .formatted(role, tenant, person));
        return new ApiCaller(person, email, role, true, api.anybody().with("Authorization", "Bearer " + secret));
    }

    /** A new person without an account's proofs: nobody who calls. */
    UUID somebody() {
        return api.person(unique(marker) + "@example.com");
    }

    /** Into another tenant, for this caller's address. */
    String invitation(ApiCaller caller) {
        String token = Tokens.random();
        TenantId elsewhere = api.tenant(marker);
        api.database()
                .execute("""
                    insert into app.invitations (tenant_id, id, email, role, token_hash, expires_at)
                    values ('%s', gen_random_uuid(), '%s', 'VIEWER', decode('%s', 'hex'), now() + interval '1 day')\
                    """.formatted(elsewhere, caller.email(), HexFormat.of().formatHex(Tokens.hash(token))));
        return token;
    }

    /** Proves the caller's address for this purpose, as a mail would. */
    String token(ApiCaller caller, String purpose) {
        String token = Tokens.random();
        api.database()
                .execute("""
                    insert into app.user_tokens (id, user_id, purpose, token_hash, expires_at)
                    values (gen_random_uuid(), '%s', '%s', decode('%s', 'hex'), now() + interval '1 hour')\
                    """.formatted(caller.person(), purpose, HexFormat.of().formatHex(Tokens.hash(token))));
        return token;
    }
}
