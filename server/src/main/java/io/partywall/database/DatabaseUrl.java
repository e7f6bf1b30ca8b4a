package io.partywall.database;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL database is and how to log in: what libpq writes {@code postgresql://user:password@host:port/database?…}
 * and pgjdbc writes {@code jdbc:postgresql://host:port/database?user=…}. Parameters that the two name differently are kept
 * under libpq's name. The text of {@link #toString()} never holds the password.
 *
 * @param host a name or address, IPv6 without brackets
 * @param parameters by libpq's names where it has one; never {@code user} or {@code password}
 */
public record DatabaseUrl(
        @Nullable String user,
        @Nullable String password,
        String host,
        int port,
        String database,
        SequencedMap<String, String> parameters) {

    private static final Map<String, String> LIBPQ_TO_JDBC = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "channel_binding", "channelBinding",
            "gssencmode", "gssEncMode",
            "tcp_keepalives", "tcpKeepAlive");

    public DatabaseUrl {
        parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
    }

    /** Reads either form; refuses what neither driver could use with a {@link DatabaseException}. */
    public static DatabaseUrl parse(String text) {
        return DatabaseUrlParser.parse(text);
    }

    /** The form of libpq, with the password: for psql, BI tools, PgBouncer. Parameters that only pgjdbc knows are left out. */
    public String toLibpq() {
        return "postgresql://" + login(password == null ? "" : ":" + PercentEncoding.encode(password)) + location()
                + libpqQuery();
    }

    /** The form of pgjdbc, with the password. */
    public String toJdbc() {
        Map<String, String> all = new LinkedHashMap<>();
        if (user != null) {
            all.put("user", user);
        }
        if (password != null) {
            all.put("password", password);
        }
        parameters.forEach((name, value) -> all.put(jdbcName(name), value));
        return "jdbc:postgresql://" + location() + query(all);
    }

    /** Opens a new connection each time; thread-safe. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(toJdbc());
        return source;
    }

    public DatabaseUrl withLogin(String newUser, @Nullable String newPassword) {
        return new DatabaseUrl(newUser, newPassword, host, port, database, parameters);
    }

    public DatabaseUrl withParameter(String name, String value) {
        SequencedMap<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new DatabaseUrl(user, password, host, port, database, more);
    }

    /** {@code host:port/database}: names the database, not the login. */
    public String target() {
        return bracketed() + ":" + port + "/" + database;
    }

    @Override
    public String toString() {
        return "postgresql://" + login(password == null ? "" : ":***") + location() + libpqQuery();
    }

    private String login(String passwordPart) {
        return user == null ? "" : PercentEncoding.encode(user) + passwordPart + "@";
    }

    private String location() {
        return bracketed() + ":" + port + "/" + PercentEncoding.encode(database);
    }

    private String bracketed() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private String libpqQuery() {
        Map<String, String> known = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (name.equals(name.toLowerCase(Locale.ROOT))) {
                known.put(name, value);
            }
        });
        return query(known);
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(entry ->
                                PercentEncoding.encode(entry.getKey()) + "=" + PercentEncoding.encode(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String jdbcName(String libpqName) {
        return LIBPQ_TO_JDBC.getOrDefault(libpqName, libpqName);
    }

    static String libpqName(String name) {
        return LIBPQ_TO_JDBC.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
    }
}
