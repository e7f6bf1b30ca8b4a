package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.TENANTS;
import static io.partywall.schema.jooq.Tables.TENANT_MEMBERS;
import static io.partywall.schema.jooq.Tables.USERS;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.val;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Role;
import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.MemberRole;
import io.partywall.schema.jooq.enums.TenantStatus;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;

/** Makes and finds tenants, as the platform role. Safe for use by several threads. */
public final class Tenants {

    private static final Pattern SLUG =
            Pattern.compile("(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)[a-z0-9](-?[a-z0-9]){0,62}");

    private static final List<SelectFieldOrAsterisk> COLUMNS =
            List.of(TENANTS.ID, TENANTS.SLUG, TENANTS.NAME, TENANTS.TIME_ZONE, TENANTS.CURRENCY);

    private final DSLContext platform;

    /** Tenants of the database that this data source reaches, logged in as the platform role. */
    public Tenants(DataSource platform) {
        this.platform = DSL.using(platform, SQLDialect.POSTGRES);
    }

    /** Makes a tenant that may begin at once. {@link TenantRefused} where the slug is malformed or taken, or the name blank. */
    public Tenant create(String slug, String name, ZoneId timeZone, Currency currency) {
        if (!SLUG.matcher(slug).matches()) {
            throw new TenantRefused(
                    "a slug has 1 to 63 lower-case letters, digits and single hyphens between them, unlike '" + slug
                            + "'");
        }
        if (name.isBlank()) {
            throw new TenantRefused("a tenant needs a name");
        }
        Tenant tenant = new Tenant(new TenantId(newId()), slug, name.strip(), timeZone, currency);
        int made = platform.insertInto(TENANTS)
                .set(TENANTS.ID, tenant.id().value())
                .set(TENANTS.SLUG, slug)
                .set(TENANTS.NAME, tenant.name())
                .set(TENANTS.STATUS, TenantStatus.ACTIVE)
                .set(TENANTS.TIME_ZONE, timeZone.getId())
                .set(TENANTS.CURRENCY, currency.getCurrencyCode())
                .onConflict(TENANTS.SLUG)
                .doNothing()
                .execute();
        if (made == 0) {
            throw new TenantRefused("there is a tenant '" + slug + "' already");
        }
        return tenant;
    }

    /** The tenant that the scope is in, as it sees itself. */
    public static Tenant of(TenantScope scope) {
        return tenant(scope.sql().select(COLUMNS).from(TENANTS).fetchSingle());
    }

    public Optional<Tenant> find(String slug) {
        return platform.select(COLUMNS)
                .from(TENANTS)
                .where(TENANTS.SLUG.eq(slug))
                .fetchOptional(Tenants::tenant);
    }

    /** The tenant with this slug; {@link TenantRefused} where there is none. */
    public Tenant get(String slug) {
        return find(slug)
                .orElseThrow(() -> new TenantRefused("there is no tenant '" + slug
                        + "': make it with 'partywall tenant create --slug " + slug + " --name …'"));
    }

    /** The user with this address, made if there is none yet, as a member of the tenant with this role. */
    public UUID addMember(Tenant tenant, String email, String name, Role role) {
        return platform.transactionResult(transaction -> {
            DSLContext sql = transaction.dsl();
            sql.insertInto(USERS)
                    .set(USERS.ID, newId())
                    .set(USERS.EMAIL, email)
                    .set(USERS.NAME, name)
                    .onConflictDoNothing()
                    .execute();
            UUID user = sql.select(USERS.ID)
                    .from(USERS)
                    .where(lower(USERS.EMAIL).eq(lower(val(email))))
                    .fetchSingle(USERS.ID);
            sql.insertInto(TENANT_MEMBERS)
                    .set(TENANT_MEMBERS.TENANT_ID, tenant.id().value())
                    .set(TENANT_MEMBERS.ID, newId())
                    .set(TENANT_MEMBERS.USER_ID, user)
                    .set(TENANT_MEMBERS.ROLE, MemberRole.valueOf(role.name()))
                    .onConflict(TENANT_MEMBERS.TENANT_ID, TENANT_MEMBERS.USER_ID)
                    .doUpdate()
                    .set(TENANT_MEMBERS.ROLE, MemberRole.valueOf(role.name()))
                    .execute();
            return user;
        });
    }

    /** The member's user with this address; {@link TenantRefused} where the tenant has none. */
    public UUID member(Tenant tenant, String email) {
        return platform.select(USERS.ID)
                .from(USERS)
                .join(TENANT_MEMBERS)
                .on(TENANT_MEMBERS.USER_ID.eq(USERS.ID))
                .where(TENANT_MEMBERS.TENANT_ID.eq(tenant.id().value()))
                .and(lower(USERS.EMAIL).eq(lower(val(email))))
                .fetchOptional(USERS.ID)
                .orElseThrow(() -> new TenantRefused("'" + email + "' is no member of '" + tenant.slug() + "'"));
    }

    private static Tenant tenant(Record row) {
        return new Tenant(
                new TenantId(row.get(TENANTS.ID)),
                row.get(TENANTS.SLUG),
                row.get(TENANTS.NAME),
                ZoneId.of(row.get(TENANTS.TIME_ZONE)),
                Currency.getInstance(row.get(TENANTS.CURRENCY)));
    }

    private static UUID newId() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
