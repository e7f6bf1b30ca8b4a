package io.partywall.access;

import static io.partywall.schema.jooq.Tables.TENANTS;
import static io.partywall.schema.jooq.Tables.TENANT_MEMBERS;

import io.partywall.access.OpenTo.Audience;
import io.partywall.schema.jooq.enums.MemberStatus;
import io.partywall.schema.jooq.enums.TenantStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "me", description = "Who is logged in")
final class MeController {

    private static final int MOST_TENANTS = 1_000;

    private final PlatformWork platform;
    private final Sessions sessions;

    MeController(PlatformWork platform, Sessions sessions) {
        this.platform = platform;
        this.sessions = sessions;
    }

    /** The person who is logged in. */
    record Me(
            UUID id,
            String email,
            String name,
            boolean emailVerified,
            boolean platformAdmin,
            @Nullable String csrfToken,
            List<MyMembership> tenants) {}

    /**
     * A tenant that the person is a member of.
     *
     * @param notice why it is suspended, where it is
     */
    record MyMembership(
            UUID id,
            String slug,
            String name,
            TenantStatus status,
            @Nullable String notice,
            Role role,
            Set<Permission> permissions) {}

    @GetMapping("/api/me")
    @OpenTo(Audience.PERSON)
    @Operation(summary = "Who is logged in, and in which tenants with which role")
    Me me(Caller caller, HttpServletRequest request) {
        Person person = caller.person();
        return new Me(
                person.id(),
                person.email(),
                person.name(),
                person.emailVerified(),
                person.platformAdmin(),
                Credentials.sessionToken(request).map(SessionCsrf::of).orElse(null),
                tenants(person.id()));
    }

    private List<MyMembership> tenants(UUID person) {
        return platform.sql()
                .select(
                        TENANTS.ID,
                        TENANTS.SLUG,
                        TENANTS.NAME,
                        TENANTS.STATUS,
                        TENANTS.NOTICE,
                        TENANT_MEMBERS.ROLE,
                        TENANT_MEMBERS.PERMISSIONS)
                .from(TENANT_MEMBERS)
                .join(TENANTS)
                .on(TENANTS.ID.eq(TENANT_MEMBERS.TENANT_ID))
                .where(TENANT_MEMBERS.USER_ID.eq(person))
                .and(TENANT_MEMBERS.STATUS.eq(MemberStatus.ACTIVE))
                .orderBy(TENANTS.NAME, TENANTS.ID)
                .limit(MOST_TENANTS)
                .fetch(row -> {
                    Role role = Role.valueOf(row.get(TENANT_MEMBERS.ROLE).name());
                    Set<Permission> permissions = EnumSet.copyOf(role.permissions());
                    for (String text : row.get(TENANT_MEMBERS.PERMISSIONS)) {
                        Permission.find(text).ifPresent(permissions::add);
                    }
                    return new MyMembership(
                            row.get(TENANTS.ID),
                            row.get(TENANTS.SLUG),
                            row.get(TENANTS.NAME),
                            row.get(TENANTS.STATUS),
                            row.get(TENANTS.NOTICE),
                            role,
                            permissions);
                });
    }

    /** The sessions of a person. */
    record MySessions(List<Sessions.Session> items) {}

    @GetMapping("/api/sessions")
    @OpenTo(Audience.PERSON)
    @Operation(summary = "Where one is logged in")
    MySessions listSessions(Caller caller) {
        return new MySessions(sessions.list(caller));
    }

    @DeleteMapping("/api/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @OpenTo(Audience.PERSON)
    @Operation(summary = "End one of one's sessions")
    void revokeSession(@PathVariable UUID id, Caller caller, Origin origin) {
        sessions.revoke(caller, id, origin);
    }
}
