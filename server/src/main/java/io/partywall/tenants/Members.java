package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.TENANT_MEMBERS;
import static io.partywall.schema.jooq.Tables.USERS;

import io.partywall.access.Membership;
import io.partywall.access.Permission;
import io.partywall.access.Role;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.MemberRole;
import io.partywall.schema.jooq.enums.MemberStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The people in a tenant. Nobody gives more than he has, and only owners decide over owners. */
@Component
final class Members {

    Page<Member> list(TenantScope scope, @Nullable Role role, Paging paging) {
        return paging.newestFirst(
                scope.sql()
                        .select(TENANT_MEMBERS.asterisk(), USERS.EMAIL, USERS.NAME)
                        .from(TENANT_MEMBERS)
                        .join(USERS)
                        .on(USERS.ID.eq(TENANT_MEMBERS.USER_ID))
                        .where(
                                role == null
                                        ? DSL.noCondition()
                                        : TENANT_MEMBERS.ROLE.eq(MemberRole.valueOf(role.name()))),
                TENANT_MEMBERS.ID,
                Members::member);
    }

    /** {@link Refused} where there is none. */
    Member get(TenantScope scope, UUID id) {
        return find(scope, TENANT_MEMBERS.ID.eq(id)).orElseThrow(() -> Refused.notFound("member", id));
    }

    /** The same, held until the transaction ends: who decides over it sees what it is. */
    Member lock(TenantScope scope, UUID id) {
        boolean there = scope.sql()
                .select(TENANT_MEMBERS.ID)
                .from(TENANT_MEMBERS)
                .where(TENANT_MEMBERS.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
        if (!there) {
            throw Refused.notFound("member", id);
        }
        return get(scope, id);
    }

    /** The member that this person is. */
    Member of(TenantScope scope, UUID person) {
        return find(scope, TENANT_MEMBERS.USER_ID.eq(person)).orElseThrow(() -> Refused.notFound("member", person));
    }

    private static Optional<Member> find(TenantScope scope, Condition which) {
        return scope.sql()
                .select(TENANT_MEMBERS.asterisk(), USERS.EMAIL, USERS.NAME)
                .from(TENANT_MEMBERS)
                .join(USERS)
                .on(USERS.ID.eq(TENANT_MEMBERS.USER_ID))
                .where(which)
                .fetchOptional(Members::member);
    }

    /** Changes what a member is. Owners change at most one at a time, so that one is always left. */
    Member update(TenantScope scope, Membership by, Member before, MemberDraft draft) {
        requireMay(by, before.role());
        requireMay(by, draft.role());
        Set<Permission> gained = effective(draft.role(), draft.permissionSet(), draft.status());
        gained.removeAll(effective(before.role(), before.permissions(), before.status()));
        // What is kept for later is given, too.
        Set<Permission> added = draft.permissionSet();
        added.removeAll(before.permissions());
        gained.addAll(added);
        requireOwn(by, gained);
        if (before.isActiveOwner() && !(draft.role() == Role.OWNER && draft.status() == MemberStatus.ACTIVE)) {
            requireAnotherOwner(scope, before);
        }
        scope.sql()
                .update(TENANT_MEMBERS)
                .set(TENANT_MEMBERS.ROLE, MemberRole.valueOf(draft.role().name()))
                .set(TENANT_MEMBERS.STATUS, draft.status())
                .set(TENANT_MEMBERS.PERMISSIONS, texts(draft.permissionSet()))
                .where(TENANT_MEMBERS.ID.eq(before.id()))
                .execute();
        return get(scope, before.id());
    }

    /** Takes a member out of the tenant; what the person has made there stays. */
    void remove(TenantScope scope, Membership by, Member member) {
        requireMay(by, member.role());
        if (member.isActiveOwner()) {
            requireAnotherOwner(scope, member);
        }
        scope.sql()
                .deleteFrom(TENANT_MEMBERS)
                .where(TENANT_MEMBERS.ID.eq(member.id()))
                .execute();
    }

    /** Makes another member the owner, and the one who hands over an administrator. */
    Member transfer(TenantScope scope, Membership by, Member from, Member to) {
        requireMay(by, Role.OWNER);
        setRole(scope, to, Role.OWNER);
        if (!from.id().equals(to.id())) {
            setRole(scope, from, Role.ADMIN);
        }
        return get(scope, to.id());
    }

    private static void setRole(TenantScope scope, Member member, Role role) {
        scope.sql()
                .update(TENANT_MEMBERS)
                .set(TENANT_MEMBERS.ROLE, MemberRole.valueOf(role.name()))
                .set(TENANT_MEMBERS.STATUS, MemberStatus.ACTIVE)
                .where(TENANT_MEMBERS.ID.eq(member.id()))
                .execute();
    }

    private static Set<Permission> effective(Role role, Set<Permission> more, MemberStatus status) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        if (status == MemberStatus.ACTIVE) {
            all.addAll(role.permissions());
            all.addAll(more);
        }
        return all;
    }

    /** Only owners make owners, change them, or take them away; and an owner's key only where it may hand the tenant over. */
    static void requireMay(Membership by, Role role) {
        if (role == Role.OWNER && !(by.role() == Role.OWNER && by.permissions().contains(Permission.TENANT_TRANSFER))) {
            throw Refused.of(ProblemType.FORBIDDEN, "only an owner decides over owners")
                    .with("permission", Permission.TENANT_TRANSFER.toString());
        }
    }

    /** Nobody gives more than he has. */
    static void requireOwn(Membership by, Set<Permission> given) {
        for (Permission permission : given) {
            if (!by.permissions().contains(permission)) {
                throw Refused.of(
                                ProblemType.FORBIDDEN, "nobody gives a permission that he does not have: " + permission)
                        .with("permission", permission.toString());
            }
        }
    }

    /** With the lock that the database's own rule takes at the end, so that what is seen here still holds there. */
    private static void requireAnotherOwner(TenantScope scope, Member leaving) {
        var _ = scope.sql()
                .fetch(scope.unscopedSql(
                        "select pg_advisory_xact_lock(hashtextextended('app.tenant_members/' || ?, 0))",
                        scope.context().tenant().toString()));
        boolean another = scope.sql()
                .fetchExists(DSL.selectOne()
                        .from(TENANT_MEMBERS)
                        .where(TENANT_MEMBERS.ROLE.eq(MemberRole.OWNER))
                        .and(TENANT_MEMBERS.STATUS.eq(MemberStatus.ACTIVE))
                        .and(TENANT_MEMBERS.ID.ne(leaving.id())));
        if (!another) {
            throw Refused.of(ProblemType.CONFLICT, "the tenant would be left without an owner: make another one first");
        }
    }

    private static String[] texts(Set<Permission> permissions) {
        return permissions.stream().map(Permission::toString).toArray(String[]::new);
    }

    private static Member member(Record row) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        Arrays.stream(row.get(TENANT_MEMBERS.PERMISSIONS))
                .forEach(text -> Permission.find(text).ifPresent(permissions::add));
        return new Member(
                row.get(TENANT_MEMBERS.ID),
                row.get(TENANT_MEMBERS.USER_ID),
                row.get(USERS.EMAIL),
                Objects.requireNonNullElse(row.get(USERS.NAME), row.get(USERS.EMAIL)),
                Role.valueOf(row.get(TENANT_MEMBERS.ROLE).name()),
                permissions,
                row.get(TENANT_MEMBERS.STATUS),
                row.get(TENANT_MEMBERS.JOINED_AT).toInstant(),
                row.get(TENANT_MEMBERS.UPDATED_AT).toInstant());
    }
}
