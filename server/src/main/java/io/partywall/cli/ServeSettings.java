package io.partywall.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the server is set up, by the environment; everything that is wrong with it is told at once.
 *
 * @param publicUrl where people reach it, for links in mails
 * @param smtp where mail is sent through; null writes it to the log
 * @param connections of the application's pool, and of the platform's
 * @param slots how many jobs at once this process does; 0 is none
 * @param logFormat of what is logged: JSON for a machine, text for a person
 */
record ServeSettings(
        String address,
        String publicUrl,
        @Nullable URI smtp,
        String mailFrom,
        int connections,
        int slots,
        long tenantRequests,
        long callerRequests,
        long anonymousRequests,
        String metricsToken,
        LogFormat logFormat) {

    /** How the log is written. */
    enum LogFormat {
        JSON,
        TEXT
    }

    /** Reads and checks all of it. {@link UserError} with every fault. */
    static ServeSettings of(Map<String, String> environment, int port) {
        Reader reader = new Reader(environment);
        String address =
                reader.read("PARTYWALL_ADDRESS", "127.0.0.1", Function.identity(), "an address of this machine");
        ServeSettings settings = new ServeSettings(
                address,
                reader.read(
                        "PARTYWALL_PUBLIC_URL",
                        "http://" + address + ":" + port,
                        ServeSettings::url,
                        "http:// or https://"),
                reader.readOptional("PARTYWALL_SMTP_URL", ServeSettings::smtp, "smtp://user:password@host:587"),
                reader.read("PARTYWALL_MAIL_FROM", "partywall@localhost", ServeSettings::address, "an e-mail address"),
                reader.number("PARTYWALL_CONNECTIONS", 16, 2, 1_000),
                reader.number("PARTYWALL_SLOTS", 4, 0, 256),
                reader.number("PARTYWALL_TENANT_REQUESTS", 6_000, 1, 100_000_000),
                reader.number("PARTYWALL_CALLER_REQUESTS", 1_200, 1, 100_000_000),
                reader.number("PARTYWALL_ANONYMOUS_REQUESTS", 120, 1, 100_000_000),
                reader.read("PARTYWALL_METRICS_TOKEN", "", ServeSettings::token, "at least 16 characters"),
                reader.read(
                        "PARTYWALL_LOG_FORMAT",
                        LogFormat.JSON,
                        text -> LogFormat.valueOf(text.toUpperCase(java.util.Locale.ROOT)),
                        "json or text"));
        reader.refuseFaults();
        return settings;
    }

    private static String url(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException(text);
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static URI smtp(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || !List.of("smtp", "smtps").contains(uri.getScheme())) {
                throw new IllegalArgumentException(text);
            }
            return uri;
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private static String address(String text) {
        if (!text.matches("[^@\\s]+@[^@\\s]+")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static String token(String text) {
        if (text.length() < 16) {
            throw new IllegalArgumentException("too short");
        }
        return text;
    }

    /** Reads settings and collects what is wrong with them. */
    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> faults = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        <T> T read(String name, T without, Function<String, T> parser, String wanted) {
            T value = readOptional(name, parser, wanted);
            return value == null ? without : value;
        }

        <T> @Nullable T readOptional(String name, Function<String, T> parser, String wanted) {
            String text = environment.getOrDefault(name, "").strip();
            if (text.isEmpty()) {
                return null;
            }
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException malformed) {
                faults.add(name + " is to be " + wanted);
                return null;
            }
        }

        int number(String name, int without, int least, int most) {
            return read(
                    name,
                    without,
                    text -> {
                        int number = Integer.parseInt(text);
                        if (number < least || number > most) {
                            throw new IllegalArgumentException(text);
                        }
                        return number;
                    },
                    "a number from " + least + " to " + most);
        }

        void refuseFaults() {
            if (!faults.isEmpty()) {
                throw new UserError("the settings cannot be used: " + String.join("; ", faults));
            }
        }
    }
}
