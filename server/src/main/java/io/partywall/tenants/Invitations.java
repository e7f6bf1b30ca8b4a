package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.INVITATIONS;
import static io.partywall.schema.jooq.Tables.TENANTS;
import static io.partywall.schema.jooq.Tables.TENANT_MEMBERS;
import static io.partywall.schema.jooq.Tables.USERS;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.val;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Caller;
import io.partywall.access.Membership;
import io.partywall.access.Origin;
import io.partywall.access.Person;
import io.partywall.access.PlatformWork;
import io.partywall.access.PublicUrl;
import io.partywall.access.Role;
import io.partywall.access.Tokens;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.ProblemType;
import io.partywall.http.RateLimits;
import io.partywall.http.RateLimits.Rate;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import io.partywall.mail.Mail;
import io.partywall.mail.Mailer;
import io.partywall.schema.jooq.enums.MemberRole;
import io.partywall.schema.jooq.enums.MemberStatus;
import io.partywall.schema.jooq.enums.TenantStatus;
import io.partywall.schema.jooq.tables.records.InvitationsRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/** Invitations into a tenant: mailed to an address, and accepted by whoever has proven it to be his. */
@Component
final class Invitations {

    private static final Duration OPEN = Duration.ofDays(7);

    private static final Rate TO_ADDRESS = new Rate(5, Duration.ofHours(1));
    private static final Rate OF_TENANT = new Rate(100, Duration.ofHours(1));

    private final RateLimits mails = new RateLimits();
    private final PlatformWork platform;
    private final Mailer mailer;
    private final PublicUrl publicUrl;
    private final Clock clock;

    Invitations(PlatformWork platform, Mailer mailer, PublicUrl publicUrl, Clock clock) {
        this.platform = platform;
        this.mailer = mailer;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    Page<Invitation> list(TenantScope scope, boolean open, Paging paging) {
        return paging.newestFirst(
                scope.sql()
                        .selectFrom(INVITATIONS)
                        .where(
                                open
                                        ? INVITATIONS.ACCEPTED_AT.isNull().and(INVITATIONS.EXPIRES_AT.gt(now()))
                                        : DSL.noCondition()),
                INVITATIONS.ID,
                Invitations::invitation);
    }

    Invitation get(TenantScope scope, UUID id) {
        return scope.sql()
                .selectFrom(INVITATIONS)
                .where(INVITATIONS.ID.eq(id))
                .fetchOptional(Invitations::invitation)
                .orElseThrow(() -> Refused.notFound("invitation", id));
    }

    /** Invites an address; an older open invitation of it gives way, and its link with it. */
    Invitation create(TenantScope scope, Membership by, UUID person, String email, Role role) {
        Members.requireMay(by, role);
        Members.requireOwn(by, role.permissions());
        mails.check("to " + email.toLowerCase(Locale.ROOT), TO_ADDRESS);
        mails.check("of " + scope.context().tenant(), OF_TENANT);
        requireNoMember(scope, email);
        scope.sql()
                .deleteFrom(INVITATIONS)
                .where(lower(INVITATIONS.EMAIL).eq(lower(val(email))))
                .and(INVITATIONS.ACCEPTED_AT.isNull())
                .execute();
        Limits.MAX_USERS.requireRoom(scope, () -> Limits.MAX_USERS.count(scope) + openCount(scope));
        String token = Tokens.random();
        Invitation invitation = scope.sql()
                .insertInto(INVITATIONS)
                .set(INVITATIONS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(INVITATIONS.EMAIL, email)
                .set(INVITATIONS.ROLE, MemberRole.valueOf(role.name()))
                .set(INVITATIONS.TOKEN_HASH, Tokens.hash(token))
                .set(INVITATIONS.INVITED_BY, person)
                .set(INVITATIONS.EXPIRES_AT, now().plus(OPEN))
                .returning()
                .fetchSingle(Invitations::invitation);
        String tenant = Tenants.of(scope).name().replaceAll("\\p{Cntrl}+", " ");
        scope.afterCommit(() -> mailer.send(new Mail(
                email,
                "Invitation to " + tenant,
                "You are invited to " + tenant + ". Accept with: " + publicUrl + "/accept-invitation?token=" + token
                        + "\nThe invitation is open for seven days.\n")));
        return invitation;
    }

    private static void requireNoMember(TenantScope scope, String email) {
        boolean member = scope.sql()
                .fetchExists(DSL.selectOne()
                        .from(TENANT_MEMBERS)
                        .join(USERS)
                        .on(USERS.ID.eq(TENANT_MEMBERS.USER_ID))
                        .where(lower(USERS.EMAIL).eq(lower(val(email)))));
        if (member) {
            throw Refused.of(ProblemType.CONFLICT, "'" + email + "' is a member already");
        }
    }

    private long openCount(TenantScope scope) {
        return scope.sql()
                .fetchCount(INVITATIONS, INVITATIONS.ACCEPTED_AT.isNull().and(INVITATIONS.EXPIRES_AT.gt(now())));
    }

    /** Takes an invitation back. */
    void revoke(TenantScope scope, UUID id) {
        int gone = scope.sql()
                .deleteFrom(INVITATIONS)
                .where(INVITATIONS.ID.eq(id))
                .and(INVITATIONS.ACCEPTED_AT.isNull())
                .execute();
        if (gone == 0) {
            throw Refused.notFound("open invitation", id);
        }
    }

    /** Makes the person a member; returns the tenant. {@link Refused} where the invitation is not for this address, used or too old. */
    TenantProfile accept(Caller caller, String token, Origin origin) {
        Person person = caller.person();
        if (!person.emailVerified()) {
            throw Refused.of(ProblemType.EMAIL_NOT_VERIFIED);
        }
        return platform.as(person.id(), origin, sql -> accept(sql, person, token));
    }

    private TenantProfile accept(DSLContext sql, Person person, String token) {
        var invitation = sql.select(INVITATIONS.TENANT_ID, INVITATIONS.ID, INVITATIONS.ROLE)
                .from(INVITATIONS)
                .join(TENANTS)
                .on(TENANTS.ID.eq(INVITATIONS.TENANT_ID))
                .where(INVITATIONS.TOKEN_HASH.eq(Tokens.hash(token)))
                .and(INVITATIONS.ACCEPTED_AT.isNull())
                .and(INVITATIONS.EXPIRES_AT.gt(now()))
                .and(lower(INVITATIONS.EMAIL).eq(lower(val(person.email()))))
                .and(TENANTS.STATUS.in(TenantStatus.TRIAL, TenantStatus.ACTIVE))
                .and(whoInvitedMay())
                .forUpdate()
                .of(INVITATIONS)
                .fetchOptional()
                .orElseThrow(() -> Refused.invalid(
                        "/token", "the invitation is unknown, used, too old, or for another address than yours"));
        TenantId tenant = new TenantId(invitation.get(INVITATIONS.TENANT_ID));
        Limits.MAX_USERS.requireRoom(
                sql, tenant, () -> sql.fetchCount(TENANT_MEMBERS, TENANT_MEMBERS.TENANT_ID.eq(tenant.value())));
        sql.update(INVITATIONS)
                .set(INVITATIONS.ACCEPTED_AT, now())
                .where(INVITATIONS.TENANT_ID.eq(tenant.value()))
                .and(INVITATIONS.ID.eq(invitation.get(INVITATIONS.ID)))
                .execute();
        sql.insertInto(TENANT_MEMBERS)
                .set(TENANT_MEMBERS.TENANT_ID, tenant.value())
                .set(TENANT_MEMBERS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(TENANT_MEMBERS.USER_ID, person.id())
                .set(TENANT_MEMBERS.ROLE, invitation.get(INVITATIONS.ROLE))
                .onConflict(TENANT_MEMBERS.TENANT_ID, TENANT_MEMBERS.USER_ID)
                .doNothing()
                .execute();
        return TenantProfiles.get(sql, tenant);
    }

    /** An invitation is worth what its inviter still is: who was removed or set down has opened no door for later. */
    private static Condition whoInvitedMay() {
        return DSL.exists(DSL.selectOne()
                .from(TENANT_MEMBERS)
                .where(TENANT_MEMBERS.TENANT_ID.eq(INVITATIONS.TENANT_ID))
                .and(TENANT_MEMBERS.USER_ID.eq(INVITATIONS.INVITED_BY))
                .and(TENANT_MEMBERS.STATUS.eq(MemberStatus.ACTIVE))
                .and(TENANT_MEMBERS
                        .ROLE
                        .eq(MemberRole.OWNER)
                        .or(TENANT_MEMBERS.ROLE.eq(MemberRole.ADMIN).and(INVITATIONS.ROLE.ne(MemberRole.OWNER)))
                        .or(INVITATIONS.ROLE.eq(TENANT_MEMBERS.ROLE))));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Invitation invitation(InvitationsRecord row) {
        OffsetDateTime acceptedAt = row.getAcceptedAt();
        return new Invitation(
                row.getId(),
                row.getEmail(),
                Role.valueOf(row.getRole().name()),
                row.getInvitedBy(),
                row.getExpiresAt().toInstant(),
                acceptedAt == null ? null : acceptedAt.toInstant(),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
