package io.partywall.access;

import static io.partywall.schema.jooq.Tables.TENANT_MEMBERS;
import static io.partywall.schema.jooq.Tables.USERS;
import static io.partywall.schema.jooq.Tables.USER_TOKENS;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.val;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.ProblemType;
import io.partywall.http.RateLimits;
import io.partywall.http.RateLimits.Rate;
import io.partywall.http.Refused;
import io.partywall.mail.Mail;
import io.partywall.mail.Mailer;
import io.partywall.schema.jooq.enums.UserStatus;
import io.partywall.schema.jooq.enums.UserTokenPurpose;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * People's accounts. Whoever asks with an address that is not his learns nothing of it: answers are the same, and take as long,
 * whether there is an account or not; what is to be said goes to the address by mail.
 */
final class Accounts {

    private static final Duration VERIFIABLE = Duration.ofDays(2);
    private static final Duration RESETTABLE = Duration.ofHours(1);
    private static final Rate OF_ACCOUNT = new Rate(10, Duration.ofMinutes(15));
    private static final Rate OF_ADDRESS = new Rate(100, Duration.ofMinutes(15));

    private final PlatformWork platform;
    private final Sessions sessions;
    private final Passwords passwords;
    /** Of its own: a flood of requests must not make it forget who was guessed at. */
    private final RateLimits attempts = new RateLimits();

    private final Mailer mailer;
    private final PublicUrl publicUrl;
    private final Clock clock;

    Accounts(
            PlatformWork platform,
            Sessions sessions,
            Passwords passwords,
            Mailer mailer,
            PublicUrl publicUrl,
            Clock clock) {
        this.platform = platform;
        this.sessions = sessions;
        this.passwords = passwords;
        this.mailer = mailer;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** Makes an account, and mails the proof of its address. */
    void signUp(String email, String password, String name, Origin origin) {
        throttle("sign-up", email, origin);
        String hash = passwords.hash(password);
        Mail mail = platform.as(null, origin, sql -> {
            UUID id = UuidCreator.getTimeOrderedEpoch();
            int made = sql.insertInto(USERS)
                    .set(USERS.ID, id)
                    .set(USERS.EMAIL, email)
                    .set(USERS.NAME, name)
                    .set(USERS.PASSWORD_HASH, hash)
                    .onConflictDoNothing()
                    .execute();
            if (made == 0) {
                return new Mail(
                        stored(sql, email),
                        "You have an account already",
                        "Somebody wanted to sign up with this address, which has an account already.\n"
                                + "If you do not know its password: " + publicUrl + "/forgot-password\n");
            }
            PlatformWork.record(sql, "sign-up", "users", id, Map.of());
            return verification(sql, id, email);
        });
        mailer.send(mail);
    }

    private static String stored(DSLContext sql, String email) {
        return Objects.requireNonNull(sql.select(USERS.EMAIL)
                .from(USERS)
                .where(lower(USERS.EMAIL).eq(lower(val(email))))
                .fetchSingle(USERS.EMAIL));
    }

    private Mail verification(DSLContext sql, UUID person, String email) {
        String token = issue(sql, person, UserTokenPurpose.VERIFY_EMAIL, VERIFIABLE);
        return new Mail(
                email,
                "Verify your address",
                "Verify this address with: " + publicUrl + "/verify-email?token=" + token + "\n"
                        + "The link lasts two days. If you have not signed up, leave it.\n");
    }

    /** Mails another proof to whoever is logged in. */
    void mailVerification(Person person, Origin origin) {
        throttle("verify", person.email(), origin);
        mailer.send(platform.as(person.id(), origin, sql -> verification(sql, person.id(), person.email())));
    }

    /**
     * The address is this person's. {@link Refused} where the token is unknown, used, too old, or another's: who follows the link of
     * an account that somebody else has made with his address must not prove it for him.
     */
    void verifyEmail(Person owner, String token, Origin origin) {
        UUID person = owner.id();
        platform.as(person, origin, sql -> {
            UUID _ = redeem(sql, token, UserTokenPurpose.VERIFY_EMAIL, USER_TOKENS.USER_ID.eq(person));
            sql.update(USERS)
                    .set(USERS.EMAIL_VERIFIED, true)
                    .where(USERS.ID.eq(person))
                    .execute();
            PlatformWork.record(sql, "verify-email", "users", person, Map.of());
            return 0;
        });
    }

    /** Opens a session; returns its token. {@link Refused} where address and password do not match. */
    String logIn(String email, String password, Origin origin) {
        throttle("login", email, origin);
        var account = platform.sql()
                .select(USERS.ID, USERS.PASSWORD_HASH, USERS.STATUS)
                .from(USERS)
                .where(lower(USERS.EMAIL).eq(lower(val(email))))
                .fetchOne();
        boolean known = passwords.matches(password, account == null ? null : account.get(USERS.PASSWORD_HASH))
                && account != null
                && account.get(USERS.STATUS) == UserStatus.ACTIVE;
        @Nullable UUID person = account == null ? null : account.get(USERS.ID);
        String token = platform.as(person, origin, sql -> {
            UUID[] tenants = person == null ? new UUID[0] : tenants(sql, person);
            PlatformWork.record(sql, known ? "login" : "login-failed", "users", person, Map.of(), tenants);
            return known ? openSession(sql, Objects.requireNonNull(person), origin) : null;
        });
        if (token == null) {
            throw Refused.of(ProblemType.WRONG_CREDENTIALS);
        }
        return token;
    }

    private String openSession(DSLContext sql, UUID person, Origin origin) {
        sql.update(USERS)
                .set(USERS.LAST_LOGIN_AT, now())
                .where(USERS.ID.eq(person))
                .execute();
        return sessions.open(sql, person, origin);
    }

    /** Mails the way to a new password to whoever has this address. */
    void forgotPassword(String email, Origin origin) {
        throttle("forgot-password", email, origin);
        Optional<Mail> mail = platform.as(
                null,
                origin,
                sql -> sql.select(USERS.ID)
                        .from(USERS)
                        .where(lower(USERS.EMAIL).eq(lower(val(email))))
                        .and(USERS.STATUS.eq(UserStatus.ACTIVE))
                        .fetchOptional(USERS.ID)
                        .map(person -> {
                            PlatformWork.record(sql, "forgot-password", "users", person, Map.of());
                            return new Mail(
                                    email,
                                    "Choose a new password",
                                    "Choose a new password with: " + publicUrl + "/reset-password?token="
                                            + issue(sql, person, UserTokenPurpose.RESET_PASSWORD, RESETTABLE) + "\n"
                                            + "The link lasts an hour. If you have not asked for it, leave it.\n");
                        }));
        mail.ifPresent(mailer::send);
    }

    /** Sets a new password and ends all sessions. The mail has reached its address, which is verified by that. */
    void resetPassword(String token, String password, Origin origin) {
        attempts.check("reset from " + origin.address(), OF_ADDRESS);
        if (!platform.sql().fetchExists(USER_TOKENS, USER_TOKENS.TOKEN_HASH.eq(Tokens.hash(token)))) {
            throw unusable();
        }
        String hash = passwords.hash(password);
        platform.as(null, origin, sql -> {
            UUID person = redeem(sql, token, UserTokenPurpose.RESET_PASSWORD, DSL.noCondition());
            sql.update(USERS)
                    .set(USERS.PASSWORD_HASH, hash)
                    .set(USERS.EMAIL_VERIFIED, true)
                    .where(USERS.ID.eq(person))
                    .execute();
            Sessions.closeOthers(sql, person, null);
            PlatformWork.record(sql, "reset-password", "users", person, Map.of(), tenants(sql, person));
            return 0;
        });
    }

    /** Sets a new password, ends all sessions, and opens another for the caller; returns its token. */
    String changePassword(Caller caller, String current, String password, Origin origin) {
        UUID person = caller.person().id();
        throttle("login", caller.person().email(), origin);
        String known = platform.sql()
                .select(USERS.PASSWORD_HASH)
                .from(USERS)
                .where(USERS.ID.eq(person))
                .fetchOne(USERS.PASSWORD_HASH);
        if (!passwords.matches(current, known)) {
            throw Refused.of(ProblemType.WRONG_CREDENTIALS, "the current password is another");
        }
        String hash = passwords.hash(password);
        return platform.as(person, origin, sql -> {
            sql.update(USERS)
                    .set(USERS.PASSWORD_HASH, hash)
                    .where(USERS.ID.eq(person))
                    .execute();
            Sessions.closeOthers(sql, person, null);
            PlatformWork.record(sql, "change-password", "users", person, Map.of(), tenants(sql, person));
            return sessions.open(sql, person, origin);
        });
    }

    private String issue(DSLContext sql, UUID person, UserTokenPurpose purpose, Duration lifetime) {
        String token = Tokens.random();
        sql.deleteFrom(USER_TOKENS)
                .where(USER_TOKENS.USER_ID.eq(person))
                .and(USER_TOKENS.PURPOSE.eq(purpose))
                .execute();
        sql.insertInto(USER_TOKENS)
                .set(USER_TOKENS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(USER_TOKENS.USER_ID, person)
                .set(USER_TOKENS.PURPOSE, purpose)
                .set(USER_TOKENS.TOKEN_HASH, Tokens.hash(token))
                .set(USER_TOKENS.CREATED_AT, now())
                .set(USER_TOKENS.EXPIRES_AT, now().plus(lifetime))
                .execute();
        return token;
    }

    private UUID redeem(DSLContext sql, String token, UserTokenPurpose purpose, Condition whose) {
        return sql.deleteFrom(USER_TOKENS)
                .where(USER_TOKENS.TOKEN_HASH.eq(Tokens.hash(token)))
                .and(USER_TOKENS.PURPOSE.eq(purpose))
                .and(USER_TOKENS.EXPIRES_AT.gt(now()))
                .and(whose)
                .returning(USER_TOKENS.USER_ID)
                .fetchOptional(USER_TOKENS.USER_ID)
                .orElseThrow(Accounts::unusable);
    }

    private static Refused unusable() {
        return Refused.invalid("/token", "the token is unknown, used or too old: ask for another");
    }

    private static UUID[] tenants(DSLContext sql, UUID person) {
        return sql.select(TENANT_MEMBERS.TENANT_ID)
                .from(TENANT_MEMBERS)
                .where(TENANT_MEMBERS.USER_ID.eq(person))
                .fetchArray(TENANT_MEMBERS.TENANT_ID, UUID.class);
    }

    private void throttle(String what, String email, Origin origin) {
        attempts.check(what + " from " + origin.address(), OF_ADDRESS);
        attempts.check(what + " of " + email.toLowerCase(Locale.ROOT), OF_ACCOUNT);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
