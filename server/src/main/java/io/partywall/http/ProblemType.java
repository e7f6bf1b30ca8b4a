package io.partywall.http;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The catalogue of everything that a request can be refused for: codes that clients may rely on. */
public enum ProblemType {
    MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be read", "Correct what 'detail' and 'errors' name."),
    INVALID_CURSOR(
            HttpStatus.BAD_REQUEST,
            "The cursor is not of this list",
            "Take 'next' of the page before, with the same filters; or begin without a cursor."),
    UNAUTHENTICATED(
            HttpStatus.UNAUTHORIZED,
            "Nobody is logged in",
            "Log in (POST /api/auth/login), or send an API key: 'Authorization: Bearer …'."),
    WRONG_CREDENTIALS(
            HttpStatus.UNAUTHORIZED, "E-mail and password do not match", "Try again, or ask for a new password."),
    CSRF(
            HttpStatus.FORBIDDEN,
            "The request does not prove where it comes from",
            "Send 'csrf_token', as the login and GET /api/me tell it, in the header X-CSRF-Token."),
    FORBIDDEN(
            HttpStatus.FORBIDDEN,
            "This is not permitted",
            "Ask an administrator of the tenant for the permission that 'permission' names."),
    EMAIL_NOT_VERIFIED(
            HttpStatus.FORBIDDEN,
            "The e-mail address is not verified",
            "Follow the link in the mail that was sent to it."),
    SUSPENDED(
            HttpStatus.FORBIDDEN,
            "The tenant is suspended",
            "Read why in 'notice', and turn to whoever runs this installation."),
    LIMIT_REACHED(
            HttpStatus.FORBIDDEN,
            "A limit of the plan is reached",
            "Remove something, or change the plan; 'current' and 'limit' tell where it is."),
    NOT_FOUND(
            HttpStatus.NOT_FOUND,
            "There is no such thing",
            "Check the address; what belongs to another tenant is not there."),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This cannot be done here", "Use a method that 'Allow' names."),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "There is no such representation", "Accept application/json."),
    CONFLICT(HttpStatus.CONFLICT, "It contradicts what is there", "Read what is there now, and decide."),
    IN_PROGRESS(
            HttpStatus.CONFLICT,
            "The same request is at work",
            "Wait, and send it again with the same Idempotency-Key: it gets the same answer."),
    PRECONDITION_FAILED(
            HttpStatus.PRECONDITION_FAILED,
            "It was changed meanwhile",
            "Read it again, and send the change with the new ETag in If-Match."),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large", "Send less at once."),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of the wrong type", "Send application/json."),
    INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The values do not fit", "Correct what 'errors' names."),
    KEY_REUSED(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The Idempotency-Key belongs to another request",
            "Use a new key for each new request."),
    TOO_MANY_REQUESTS(
            HttpStatus.TOO_MANY_REQUESTS, "Too many requests", "Wait for as many seconds as Retry-After says."),
    INTERNAL(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "Something went wrong here",
            "Try again later; tell whoever runs this installation the 'request_id'."),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service cannot answer now", "Try again in a moment.");

    private final HttpStatus status;
    private final String title;
    private final String remedy;

    ProblemType(HttpStatus status, String title, String remedy) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
    }

    /** What is in {@code code}, such as {@code not-found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What whoever meets it can do. */
    public String remedy() {
        return remedy;
    }
}
