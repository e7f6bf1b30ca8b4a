package io.partywall.tenants;

import static io.partywall.access.Permission.MEMBERS_READ;
import static io.partywall.access.Permission.MEMBERS_WRITE;

import io.partywall.access.Caller;
import io.partywall.access.Requires;
import io.partywall.access.Role;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/members")
@Tag(name = "members", description = "The people in a tenant")
final class MemberController {

    private final Members members;

    MemberController(Members members) {
        this.members = members;
    }

    @GetMapping
    @Requires(MEMBERS_READ)
    @Operation(summary = "List the members, the newest first")
    Page<Member> list(TenantScope scope, @RequestParam @Nullable Role role, Paging paging) {
        return members.list(scope, role, paging);
    }

    @GetMapping("/{id}")
    @Requires(MEMBERS_READ)
    @Operation(summary = "Read a member")
    Member get(TenantScope scope, @PathVariable UUID id) {
        return members.get(scope, id);
    }

    @PatchMapping("/{id}")
    @Requires(MEMBERS_WRITE)
    @Operation(summary = "Change a member's role, permissions or status")
    Member update(TenantScope scope, @PathVariable UUID id, Patch<MemberDraft> patch, IfMatch ifMatch, Caller caller) {
        Member member = members.lock(scope, id);
        ifMatch.check(member);
        return members.update(scope, caller.inTenant(), member, patch.applyTo(MemberDraft.of(member)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(MEMBERS_WRITE)
    @Operation(summary = "Take a member out of the tenant")
    void remove(TenantScope scope, @PathVariable UUID id, IfMatch ifMatch, Caller caller) {
        Member member = members.lock(scope, id);
        ifMatch.check(member);
        members.remove(scope, caller.inTenant(), member);
    }
}
