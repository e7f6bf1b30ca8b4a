package io.partywall.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request is refused: thrown near the cause, and answered as a problem (RFC 9457). Its message is for the client to read. */
public final class Refused extends RuntimeException {

    /**
     * What is wrong with one value.
     *
     * @param pointer where it is in the body, as a JSON Pointer (RFC 6901), or the parameter's name
     */
    public record Fault(String pointer, String detail) {}

    private final ProblemType type;
    private final List<Fault> faults;
    private final Map<String, Object> more;

    private Refused(ProblemType type, @Nullable String detail, List<Fault> faults, Map<String, Object> more) {
        super(detail, null, false, false);
        this.type = type;
        this.faults = List.copyOf(faults);
        this.more = more;
    }

    public static Refused of(ProblemType type) {
        return new Refused(type, null, List.of(), Map.of());
    }

    /** With what was wrong in this case: one sentence for whoever has sent the request. */
    public static Refused of(ProblemType type, String detail) {
        return new Refused(type, detail, List.of(), Map.of());
    }

    /** There is nothing of that kind with that name, or it belongs to somebody else, which is the same to the caller. */
    public static Refused notFound(String kind, Object name) {
        return of(ProblemType.NOT_FOUND, "there is no " + kind + " '" + name + "'");
    }

    /** Values in the body do not fit. */
    public static Refused invalid(List<Fault> faults) {
        String detail = faults.size() == 1 ? faults.getFirst().detail() : faults.size() + " values do not fit";
        return new Refused(ProblemType.INVALID, detail, faults, Map.of());
    }

    /** One value in the body does not fit. */
    public static Refused invalid(String pointer, String detail) {
        return invalid(List.of(new Fault(pointer, detail)));
    }

    /** The same, with another member in the answer. */
    public Refused with(String member, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put(member, value);
        return new Refused(type, getMessage(), faults, all);
    }

    ProblemType type() {
        return type;
    }

    List<Fault> faults() {
        return faults;
    }

    Map<String, Object> more() {
        return more;
    }
}
