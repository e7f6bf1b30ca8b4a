package io.partywall.inspector.probe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server's host, as the connection's URL names it. */
final class Host {

    private static final Pattern URL = Pattern.compile("jdbc:\\w+://(?:[^@/]*@)?([^/?]*).*");
    private static final Pattern NAMED = Pattern.compile("(?i)[?&](?:PG)?HOST=([^&]*)");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Set<String> HERE = Set.of("", "localhost", "127.0.0.1", "[::1]", "::1");

    private Host() {}

    /** Host names without ports, lower case; empty where the URL names none, which is this machine. */
    static String of(@Nullable String url) {
        Matcher named = NAMED.matcher(url == null ? "" : url);
        if (named.find()) {
            return named.group(1).toLowerCase(Locale.ROOT);
        }
        Matcher matcher = URL.matcher(url == null ? "" : url);
        return url == null
                ? "unknown"
                : matcher.matches()
                        ? matcher.group(1).replaceAll(":\\d+(?=,|$)", "").toLowerCase(Locale.ROOT)
                        : "";
    }

    /** Whether every host of it is this machine. */
    static boolean isLocal(String host) {
        return Arrays.stream(host.split(",", -1))
                .allMatch(h -> HERE.contains(h) || LOOPBACK.matcher(h).matches());
    }
}
