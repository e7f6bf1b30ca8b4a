package io.partywall.http;

import io.partywall.isolation.IsolationException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolation;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;

/** Turns whatever a request ends with into a problem. What was not expected is logged here, and not told outside. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler(Exception.class)
    void answer(Exception failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (failure instanceof HttpRequestMethodNotSupportedException unsupported
                && unsupported.getSupportedHttpMethods() != null) {
            response.setHeader(
                    "Allow",
                    unsupported.getSupportedHttpMethods().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", ")));
        }
        Problems.write(refused(failure), request, response);
    }

    private static Refused refused(Exception failure) {
        return switch (failure) {
            case Refused refused -> refused;
            case JacksonException unreadable -> UnreadableJson.refused(unreadable);
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MethodArgumentNotValidException invalid ->
                Refused.invalid(invalid.getBindingResult().getAllErrors().stream()
                        .map(ProblemAdvice::fault)
                        .toList());
            case InvalidValues invalid ->
                Refused.invalid(
                        invalid.violations().stream().map(ProblemAdvice::fault).toList());
            case HandlerMethodValidationException invalid -> parameters(invalid);
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
            case MissingServletRequestParameterException missing ->
                parameter(missing.getParameterName(), "the parameter '" + missing.getParameterName() + "' is missing");
            case IsolationException.ReadOnlyContext _ ->
                Refused.of(ProblemType.FORBIDDEN, "your role in this tenant only reads");
            case DataAccessException refusal -> databaseRefused(refusal);
            case ErrorResponse known -> byStatus(known.getStatusCode().value(), failure);
            default -> unexpected(failure);
        };
    }

    private static Refused unreadable(HttpMessageNotReadableException unreadable) {
        return unreadable.getCause() instanceof JacksonException cause
                ? UnreadableJson.refused(cause)
                : Refused.of(ProblemType.MALFORMED_REQUEST, "a JSON body is wanted");
    }

    private static Refused.Fault fault(MessageSourceResolvable error) {
        String pointer = error instanceof FieldError field ? UnreadableJson.pointer(field.getField()) : "";
        return new Refused.Fault(pointer, String.valueOf(error.getDefaultMessage()));
    }

    private static Refused.Fault fault(ConstraintViolation<?> violation) {
        // An element of a list is told with its place, and behind it once more as an element.
        String path = violation.getPropertyPath().toString().replace(".<list element>", "");
        return new Refused.Fault(UnreadableJson.pointer(path), violation.getMessage());
    }

    private static Refused parameters(HandlerMethodValidationException invalid) {
        List<Refused.Fault> faults = invalid.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> new Refused.Fault(
                                String.valueOf(result.getMethodParameter().getParameterName()),
                                String.valueOf(error.getDefaultMessage()))))
                .toList();
        return Refused.of(ProblemType.MALFORMED_REQUEST, "the parameters do not fit")
                .with("errors", faults);
    }

    /** What cannot be an id names nothing, like one that is not there. */
    private static Refused mismatch(MethodArgumentTypeMismatchException mismatch) {
        if (mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return Refused.of(ProblemType.NOT_FOUND, "there is nothing with this address");
        }
        @Nullable Class<?> wanted = mismatch.getRequiredType();
        String expected = wanted != null && wanted.isEnum()
                ? "one of " + List.of(wanted.getEnumConstants())
                : wanted == null ? "another value" : "a " + wanted.getSimpleName();
        return parameter(mismatch.getName(), "the parameter '" + mismatch.getName() + "' is to be " + expected);
    }

    private static Refused parameter(String name, String detail) {
        return Refused.of(ProblemType.MALFORMED_REQUEST, detail)
                .with("errors", List.of(new Refused.Fault(name, detail)));
    }

    private static Refused databaseRefused(DataAccessException refusal) {
        Refused known = DatabaseRefusals.refused(refusal);
        return known == null ? unexpected(refusal) : known;
    }

    private static Refused byStatus(int status, Exception failure) {
        return switch (status) {
            case 400 -> Refused.of(ProblemType.MALFORMED_REQUEST);
            case 404 -> Refused.of(ProblemType.NOT_FOUND, "there is nothing with this address");
            case 405 -> Refused.of(ProblemType.METHOD_NOT_ALLOWED);
            case 406 -> Refused.of(ProblemType.NOT_ACCEPTABLE);
            case 413 -> Refused.of(ProblemType.TOO_LARGE);
            case 415 -> Refused.of(ProblemType.UNSUPPORTED_MEDIA_TYPE);
            default -> unexpected(failure);
        };
    }

    private static Refused unexpected(Exception failure) {
        LOG.error("a request failed", failure);
        return Refused.of(ProblemType.INTERNAL);
    }
}
