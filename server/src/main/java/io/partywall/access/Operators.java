package io.partywall.access;

import static io.partywall.schema.jooq.Tables.USERS;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.val;

import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;

/** What whoever runs this installation does with accounts, at the command line. Safe for use by several threads. */
public final class Operators {

    private final PlatformWork platform;
    private final Passwords passwords = new Passwords(SecurityConfiguration.argon2());

    /** Accounts of the database that this data source reaches, logged in as the platform role. */
    public Operators(DataSource platform) {
        this.platform = new PlatformWork(platform);
    }

    /** Sets a person's password and takes the address for proven; returns whether there is such a person. */
    public boolean setPassword(String email, String password) {
        String hash = passwords.hash(password);
        return platform.asOperator(sql -> find(sql, email)
                .map(person -> {
                    PlatformWork.record(sql, "set-password", "users", person, Map.of());
                    Sessions.closeOthers(sql, person, null);
                    return sql.update(USERS)
                            .set(USERS.PASSWORD_HASH, hash)
                            .set(USERS.EMAIL_VERIFIED, true)
                            .where(USERS.ID.eq(person))
                            .execute();
                })
                .isPresent());
    }

    /** Makes a person an administrator of the platform, or no longer; returns whether there is such a person. */
    public boolean setPlatformAdmin(String email, boolean admin) {
        return platform.asOperator(sql -> find(sql, email)
                .map(person -> {
                    PlatformWork.record(sql, "set-platform-admin", "users", person, Map.of("platform_admin", admin));
                    return sql.update(USERS)
                            .set(USERS.PLATFORM_ADMIN, admin)
                            .where(USERS.ID.eq(person))
                            .execute();
                })
                .isPresent());
    }

    private static java.util.Optional<UUID> find(DSLContext sql, String email) {
        return sql.select(USERS.ID)
                .from(USERS)
                .where(lower(USERS.EMAIL).eq(lower(val(email))))
                .fetchOptional(USERS.ID);
    }
}
