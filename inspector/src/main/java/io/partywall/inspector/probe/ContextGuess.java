package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an application may set for a tenant, judged by what policies, the functions that they call and views read: the tenant
 * itself, a user of his, or JSON claims with the one or the other. Which of it is right, only trying tells.
 */
final class ContextGuess {

    private static final Pattern SETTING =
            Pattern.compile("current_setting\\(\\s*'([\\w.]+)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLAIM = Pattern.compile("(?:->>?\\s*'[^']+'(?:::text)?\\s*\\)*\\s*(?:::\\w+\\s*)?)+");
    private static final Pattern KEY = Pattern.compile("'([^']+)'");
    private static final Pattern PATH = Pattern.compile("#>>?\\s*'\\{([^}]+)\\}'");
    private static final Pattern PERSON = Pattern.compile(
            "(?i).*(user|uid|sub|member|person|actor|login|email|profile|auth|who|sid|session|token|key).*");
    private static final int MOST_USERS = 6;

    private final Database db;
    private final Session session;
    private final List<String> texts = new ArrayList<>();
    private final Set<String> settings = new LinkedHashSet<>();
    private final Set<List<String>> claims = new LinkedHashSet<>();
    private final Set<String> jsonSettings = new LinkedHashSet<>();

    /** Reads the texts; in a transaction of the administrator. */
    ContextGuess(Database db, Session session) throws SQLException {
        this.db = db;
        this.session = session;
        readTexts();
        settings.addAll(db.assumptions().contextSettings());
        if (settings.isEmpty()) {
            texts.forEach(text -> SETTING.matcher(text).results().forEach(m -> settings.add(lower(m.group(1)))));
        }
        for (String text : texts) {
            Set<List<String>> found = claimsIn(text);
            if (!found.isEmpty()) {
                claims.addAll(found);
                SETTING.matcher(text).results().forEach(m -> jsonSettings.add(lower(m.group(1))));
            }
        }
        jsonSettings.retainAll(settings);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void readTexts() throws SQLException {
        db.policies()
                .flatMap(p -> Stream.of(text(p.using()), text(p.check())))
                .filter(t -> !t.isEmpty())
                .forEach(texts::add);
        String functions = db.functionsOfPolicies().stream()
                .map(f -> String.valueOf(f.oid()))
                .collect(Collectors.joining(","));
        texts.addAll(session.attempt(
                        "select coalesce(pg_catalog.pg_get_function_sqlbody(oid), prosrc) from pg_catalog.pg_proc"
                                + " where oid = any (?::oid[])",
                        "{" + functions + "}")
                .rows());
        String views = db.catalogue().relations().stream()
                .filter(r -> r.kind() == Relation.Kind.VIEW && !db.reaching(r).isEmpty())
                .map(r -> String.valueOf(r.oid()))
                .collect(Collectors.joining(","));
        texts.addAll(session.attempt("select pg_catalog.pg_get_viewdef(v) from unnest(?::oid[]) v", "{" + views + "}")
                .rows());
    }

    private static String text(@Nullable String expression) {
        return Objects.requireNonNullElse(expression, "");
    }

    private static Set<List<String>> claimsIn(String text) {
        Set<List<String>> found = new LinkedHashSet<>();
        CLAIM.matcher(text)
                .results()
                .forEach(chain -> found.add(KEY.matcher(chain.group())
                        .results()
                        .map(m -> m.group(1))
                        .toList()));
        PATH.matcher(text)
                .results()
                .forEach(path -> found.add(List.of(path.group(1).split("\\s*,\\s*"))));
        return found;
    }

    /** The settings that make up the context, and those inside views where no policy reads any. */
    Set<String> settings() {
        return settings;
    }

    /** Other settings that policies and their functions read: what may open a way around the context. */
    Set<String> otherSettings() {
        return texts.stream()
                .flatMap(text -> SETTING.matcher(text).results())
                .map(m -> lower(m.group(1)))
                .filter(name -> !settings.contains(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The constants in what policies and their functions say: what such a setting is compared with. */
    Set<String> constants() {
        return texts.stream()
                .flatMap(text -> KEY.matcher(text).results())
                .map(m -> m.group(1))
                .filter(constant -> constant.length() < 40 && !settings.contains(lower(constant)))
                .limit(20)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What may be right for the tenant, the likeliest first; empty where no setting makes up the context. */
    List<Map<String, String>> of(String tenant) throws SQLException {
        Set<Map<String, String>> guesses = new LinkedHashSet<>();
        if (!settings.isEmpty()) {
            guesses.add(guess(tenant, tenant, false));
            guesses.add(guess(tenant, tenant, true));
            for (String user : users(tenant)) {
                guesses.add(guess(tenant, user, true));
                guesses.add(guess(tenant, user, false));
                guesses.add(guess(user, user, true));
                guesses.add(guess(user, user, false));
            }
        }
        return List.copyOf(guesses);
    }

    private Map<String, String> guess(String tenant, String user, boolean json) {
        Map<String, String> guess = new LinkedHashMap<>();
        for (String setting : settings) {
            guess.put(
                    setting,
                    json && jsonSettings.contains(setting)
                            ? claims(tenant, user)
                            : PERSON.matcher(setting).matches() ? user : tenant);
        }
        return guess;
    }

    private String claims(String tenant, String user) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (List<String> claim : claims) {
            Map<String, Object> at = document;
            for (String key : claim.subList(0, claim.size() - 1)) {
                Object below = at.get(key);
                Map<String, Object> inner = new LinkedHashMap<>();
                if (below instanceof Map<?, ?> known) {
                    known.forEach((k, v) -> inner.put(String.valueOf(k), Objects.requireNonNullElse(v, "")));
                }
                at.put(key, inner);
                at = inner;
            }
            String leaf = claim.getLast();
            at.put(leaf, PERSON.matcher(leaf).matches() ? user : tenant);
        }
        return json(document);
    }

    private static String json(Object value) {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(e -> json(String.valueOf(e.getKey())) + ": "
                                + json(Objects.requireNonNullElse(e.getValue(), "")))
                        .collect(Collectors.joining(", ", "{", "}"))
                : '"' + String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Users that belong to this tenant and to no other, found in what the policies look up. */
    private Collection<String> users(String tenant) throws SQLException {
        Set<String> users = new LinkedHashSet<>();
        for (Ownership lookup : lookups()) {
            for (var column : db.catalogue().columns(lookup.relation())) {
                boolean person = PERSON.matcher(column.name()).matches();
                if (person && !column.equals(lookup.column()) && users.size() < MOST_USERS) {
                    String value = "t0." + column.sql() + "::text";
                    // Of that tenant alone: who is another's too would rightly see both.
                    users.addAll(session.attempt(
                                    "select min(" + value + ") from " + lookup.from(db) + " group by " + value
                                            + " having bool_and(" + lookup.tenant() + " = ?) limit "
                                            + MOST_USERS,
                                    tenant)
                            .rows());
                }
            }
        }
        return users;
    }

    /** The relations that policies, or functions that they call, look things up in. */
    List<Ownership> lookups() {
        return db.catalogue().relations().stream()
                .filter(Relation::isTable)
                .filter(r -> texts.stream()
                        .anyMatch(t -> Pattern.compile("(?i)(?<![\\w])" + Pattern.quote(r.name()) + "(?![\\w])")
                                .matcher(t)
                                .find()))
                .flatMap(r -> Ownership.of(db, r).stream())
                .toList();
    }
}
