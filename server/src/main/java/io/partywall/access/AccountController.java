package io.partywall.access;

import io.partywall.access.OpenTo.Audience;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "auth", description = "Accounts and logins")
final class AccountController {

    private static final int SHORTEST_PASSWORD = 12;
    private static final int LONGEST_PASSWORD = 200;

    private final Accounts accounts;
    private final Sessions sessions;

    AccountController(Accounts accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** What was accepted; whatever else there is to say goes by mail. */
    record Accepted(String detail) {}

    record SignUp(
            @NotNull @Address String email,

            @NotNull @Size(min = SHORTEST_PASSWORD, max = LONGEST_PASSWORD)
            String password,

            @NotBlank @Size(max = 200) String name) {}

    @PostMapping("/api/auth/sign-up")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @OpenTo(Audience.ANYBODY)
    @Operation(summary = "Sign up; the address is proven by a mail")
    Accepted signUp(@RequestBody @Valid SignUp asked, Origin origin) {
        accounts.signUp(asked.email().strip(), asked.password(), asked.name().strip(), origin);
        return new Accepted("a mail is on its way to " + asked.email().strip());
    }

    record Token(@NotBlank @Size(max = 200) String token) {}

    @PostMapping("/api/me/verify-email")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @OpenTo(Audience.PERSON)
    @Operation(summary = "Prove one's address by the token that was mailed to it")
    void verifyEmail(@RequestBody @Valid Token asked, Caller caller, Origin origin) {
        accounts.verifyEmail(caller.person(), asked.token(), origin);
    }

    record LogIn(
            @NotNull @Address String email,
            @NotNull @Size(max = LONGEST_PASSWORD) String password) {}

    /**
     * A session has begun; its secret is in the cookie.
     *
     * @param csrfToken to be sent in X-CSRF-Token with whatever changes something
     */
    record LoggedIn(String csrfToken) {}

    @PostMapping("/api/auth/login")
    @OpenTo(Audience.ANYBODY)
    @Operation(summary = "Log in; the session is in the cookie of the answer")
    LoggedIn logIn(
            @RequestBody @Valid LogIn asked, Origin origin, HttpServletRequest request, HttpServletResponse response) {
        String token = accounts.logIn(asked.email().strip(), asked.password(), origin);
        Credentials.sessionToken(request).ifPresent(old -> sessions.close(old, origin));
        return loggedIn(token, response);
    }

    private static LoggedIn loggedIn(String token, HttpServletResponse response) {
        SessionCookie.set(response, token, Sessions.LONGEST);
        return new LoggedIn(SessionCsrf.of(token));
    }

    @PostMapping("/api/auth/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @OpenTo(Audience.ANYBODY)
    @Operation(summary = "End the session that the cookie names")
    void logOut(Origin origin, HttpServletRequest request, HttpServletResponse response) {
        Credentials.sessionToken(request).ifPresent(token -> sessions.close(token, origin));
        SessionCookie.clear(response);
    }

    record Forgotten(@NotNull @Address String email) {}

    @PostMapping("/api/auth/forgot-password")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @OpenTo(Audience.ANYBODY)
    @Operation(summary = "Ask for the way to a new password, by mail")
    Accepted forgotPassword(@RequestBody @Valid Forgotten asked, Origin origin) {
        accounts.forgotPassword(asked.email().strip(), origin);
        return new Accepted("if there is an account with this address, a mail is on its way to it");
    }

    record Reset(
            @NotBlank @Size(max = 200) String token,

            @NotNull @Size(min = SHORTEST_PASSWORD, max = LONGEST_PASSWORD)
            String password) {}

    @PostMapping("/api/auth/reset-password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @OpenTo(Audience.ANYBODY)
    @Operation(summary = "Choose a new password by the token that was mailed; all sessions end")
    void resetPassword(@RequestBody @Valid Reset asked, Origin origin) {
        accounts.resetPassword(asked.token(), asked.password(), origin);
    }

    record Change(
            @NotNull @Size(max = LONGEST_PASSWORD) String currentPassword,

            @NotNull @Size(min = SHORTEST_PASSWORD, max = LONGEST_PASSWORD)
            String newPassword) {}

    @PostMapping("/api/me/password")
    @OpenTo(Audience.PERSON)
    @Operation(summary = "Change the password; other sessions end, and this one gets another secret")
    LoggedIn changePassword(
            @RequestBody @Valid Change asked, Caller caller, Origin origin, HttpServletResponse response) {
        return loggedIn(
                accounts.changePassword(caller, asked.currentPassword(), asked.newPassword(), origin), response);
    }

    @PostMapping("/api/me/verification")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @OpenTo(Audience.PERSON)
    @Operation(summary = "Have the proof of the address mailed once more")
    Accepted mailVerification(Caller caller, Origin origin) {
        accounts.mailVerification(caller.person(), origin);
        return new Accepted("a mail is on its way to " + caller.person().email());
    }
}
