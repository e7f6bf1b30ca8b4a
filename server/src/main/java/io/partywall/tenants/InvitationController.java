package io.partywall.tenants;

import static io.partywall.access.Permission.INVITATIONS_READ;
import static io.partywall.access.Permission.INVITATIONS_WRITE;

import io.partywall.access.Address;
import io.partywall.access.Caller;
import io.partywall.access.OpenTo;
import io.partywall.access.OpenTo.Audience;
import io.partywall.access.Origin;
import io.partywall.access.Requires;
import io.partywall.access.Role;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/invitations")
@Tag(name = "invitations", description = "Invitations into a tenant")
final class InvitationController {

    private final Invitations invitations;

    InvitationController(Invitations invitations) {
        this.invitations = invitations;
    }

    record InvitationDraft(
            @NotNull @Address String email, @NotNull Role role) {}

    @GetMapping
    @Requires(INVITATIONS_READ)
    @Operation(summary = "List the invitations, the newest first")
    Page<Invitation> list(TenantScope scope, @RequestParam(defaultValue = "true") boolean open, Paging paging) {
        return invitations.list(scope, open, paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(INVITATIONS_WRITE)
    @Operation(summary = "Invite somebody by mail")
    Invitation create(TenantScope scope, @RequestBody @Valid InvitationDraft draft, Caller caller) {
        return invitations.create(
                scope, caller.inTenant(), caller.person().id(), draft.email().strip(), draft.role());
    }

    @GetMapping("/{id}")
    @Requires(INVITATIONS_READ)
    @Operation(summary = "Read an invitation")
    Invitation get(TenantScope scope, @PathVariable UUID id) {
        return invitations.get(scope, id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(INVITATIONS_WRITE)
    @Operation(summary = "Take an open invitation back")
    void revoke(TenantScope scope, @PathVariable UUID id) {
        invitations.revoke(scope, id);
    }

    record Acceptance(@NotBlank @Size(max = 200) String token) {}

    @PostMapping("/accept")
    @OpenTo(Audience.PERSON)
    @Operation(summary = "Accept an invitation by the token that was mailed")
    TenantProfile accept(@RequestBody @Valid Acceptance acceptance, Caller caller, Origin origin) {
        return invitations.accept(caller, acceptance.token(), origin);
    }
}
