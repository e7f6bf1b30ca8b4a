package io.partywall.http;

import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What is wrong with a body that cannot be read, told without the names of our classes. */
final class UnreadableJson {

    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private UnreadableJson() {}

    static Refused refused(JacksonException unreadable) {
        return switch (unreadable) {
            case UnrecognizedPropertyException unknown ->
                Refused.invalid(pointer(unknown), "there is no field '" + unknown.getPropertyName() + "' here");
            case InvalidFormatException misfit
            when misfit.getTargetType().isEnum() ->
                Refused.invalid(
                        pointer(misfit),
                        "one of " + java.util.List.of(misfit.getTargetType().getEnumConstants()) + " is wanted");
            case MismatchedInputException mismatch ->
                Refused.invalid(pointer(mismatch), "this value is missing, or of the wrong type");
            case StreamReadException syntax ->
                Refused.of(ProblemType.MALFORMED_REQUEST, "the body is no JSON" + place(syntax.getLocation()));
            default -> Refused.invalid(pointer(unreadable), "this value cannot be used");
        };
    }

    private static String place(TokenStreamLocation location) {
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String pointer(JacksonException unreadable) {
        StringBuilder pointer = new StringBuilder();
        unreadable
                .getPath()
                .forEach(step -> pointer.append('/')
                        .append(step.getPropertyName() == null ? step.getIndex() : escaped(step.getPropertyName())));
        return pointer.toString();
    }

    /** A Java path, such as {@code items[3].baseValue}, as a pointer into the JSON. */
    static String pointer(String path) {
        String steps = INDEX.matcher(path).replaceAll(".$1");
        return "/"
                + HUMP.matcher(steps)
                        .replaceAll("$1_$2")
                        .toLowerCase(Locale.ROOT)
                        .replace('.', '/');
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
