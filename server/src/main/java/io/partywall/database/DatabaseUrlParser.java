package io.partywall.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads both forms of a {@link DatabaseUrl}. Its refusals never quote the text: it may hold a password. */
final class DatabaseUrlParser {

    private static final List<String> LIBPQ_SCHEMES = List.of("postgresql://", "postgres://");
    private static final String JDBC_SCHEME = "jdbc:postgresql://";
    private static final List<String> ELSEWHERE = List.of("host", "hostaddr", "port", "dbname", "service");

    private final boolean jdbc;
    private final SequencedMap<String, String> parameters = new LinkedHashMap<>();
    private @Nullable String user;
    private @Nullable String password;

    private DatabaseUrlParser(boolean jdbc) {
        this.jdbc = jdbc;
    }

    static DatabaseUrl parse(String text) {
        try {
            String trimmed = text.strip();
            if (trimmed.startsWith(JDBC_SCHEME)) {
                return new DatabaseUrlParser(true).read(trimmed.substring(JDBC_SCHEME.length()));
            }
            for (String scheme : LIBPQ_SCHEMES) {
                if (trimmed.startsWith(scheme)) {
                    return new DatabaseUrlParser(false).read(trimmed.substring(scheme.length()));
                }
            }
        } catch (IllegalArgumentException malformed) {
            throw refusal(String.valueOf(malformed.getMessage()));
        }
        throw refusal("it begins with neither postgresql:// nor jdbc:postgresql://");
    }

    private DatabaseUrl read(String text) {
        int question = text.indexOf('?');
        String beforeQuery = question < 0 ? text : text.substring(0, question);
        int slash = beforeQuery.indexOf('/');
        String authority = slash < 0 ? beforeQuery : beforeQuery.substring(0, slash);
        readLogin(authority);
        if (question >= 0) {
            readParameters(text.substring(question + 1));
        }
        String location = authority.substring(authority.lastIndexOf('@') + 1);
        String database = slash < 0 ? "" : decode(beforeQuery.substring(slash + 1));
        if (database.isEmpty()) {
            database = user;
        }
        if (database == null) {
            throw refusal("it names no database");
        }
        return new DatabaseUrl(user, password, host(location), port(location), database, parameters);
    }

    private void readLogin(String authority) {
        int at = authority.lastIndexOf('@');
        if (at < 0) {
            return;
        }
        String login = authority.substring(0, at);
        int colon = login.indexOf(':');
        String name = decode(colon < 0 ? login : login.substring(0, colon));
        user = name.isEmpty() ? null : name;
        password = colon < 0 ? null : decode(login.substring(colon + 1));
    }

    private void readParameters(String query) {
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (name.equals("user")) {
                user = value;
            } else if (name.equals("password")) {
                password = value;
            } else if (ELSEWHERE.contains(name)) {
                throw refusal("'" + name + "' is given as a parameter, it belongs before the '?'");
            } else {
                parameters.put(DatabaseUrl.libpqName(name), value);
            }
        }
    }

    private static String host(String location) {
        if (location.contains(",")) {
            throw refusal("it names several hosts, one is supported");
        }
        if (location.startsWith("[")) {
            int end = location.indexOf(']');
            if (end < 0) {
                throw refusal("a '[' without ']' around the address");
            }
            return location.substring(1, end);
        }
        int colon = location.lastIndexOf(':');
        String host = PercentEncoding.decode(colon < 0 ? location : location.substring(0, colon));
        if (host.contains(":")) {
            throw refusal("an IPv6 address stands in brackets: [::1]");
        }
        if (host.startsWith("/")) {
            throw refusal("it names a Unix socket, a host reached by TCP is supported");
        }
        return host.isEmpty() ? "localhost" : host;
    }

    private static int port(String location) {
        String rest = location.substring(location.lastIndexOf(']') + 1);
        int colon = rest.lastIndexOf(':');
        if (colon < 0 || colon == rest.length() - 1) {
            return 5432;
        }
        try {
            int port = Integer.parseInt(rest.substring(colon + 1));
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw refusal("the port is not a number from 1 to 65535");
    }

    /** pgjdbc reads a plus as a space, libpq as itself. */
    private String decode(String text) {
        return PercentEncoding.decode(jdbc ? text.replace("+", "%20") : text);
    }

    private static DatabaseException refusal(String why) {
        return new DatabaseException("cannot read the database URL: " + why
                + " (expected postgresql://user:password@host:port/database or"
                + " jdbc:postgresql://host:port/database?user=…)");
    }
}
