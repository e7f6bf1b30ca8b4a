package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes values up by type: the same for the same seed, so that a row made twice is the same row. */
final class SampleValues {

    /** How many ways to fill a row are tried. */
    static final int VARIANTS = 4;

    private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')+)'");
    private static final Pattern LENGTH = Pattern.compile("char(?:acter varying|acter)?\\((\\d+)\\)");

    private final Database db;
    private final Session session;
    private final String run = UUID.randomUUID().toString();
    private final Map<Long, Map<String, String>> types = new HashMap<>();

    SampleValues(Database db, Session session) {
        this.db = db;
        this.session = session;
    }

    /** A value that no other row is likely to have. */
    String fresh(Relation relation, Column column, String seed) throws SQLException {
        return value(relation, column, seed, 0);
    }

    /** One of the values that may do. */
    String value(Relation relation, Column column, String seed, int variant) throws SQLException {
        Map<String, String> type = type(column);
        String label = type.getOrDefault("label", "");
        if (!label.isEmpty()) {
            return label;
        }
        List<String> demanded = demanded(relation, column);
        if (variant < demanded.size()) {
            return demanded.get(variant);
        }
        UUID random =
                UUID.nameUUIDFromBytes((run + seed + relation.sql() + column.name()).getBytes(StandardCharsets.UTF_8));
        long number = random.getMostSignificantBits() >>> 16;
        boolean plain = variant > 1;
        return switch (type.getOrDefault("base", "")) {
            case "uuid" -> random.toString();
            case "int2" -> plain ? "1" : String.valueOf(20_000 + number % 10_000);
            case "int4" -> plain ? "1" : String.valueOf(1_500_000_000 + number % 500_000_000);
            case "int8" -> plain ? "1" : String.valueOf(1_500_000_000_000L + number % 500_000_000);
            case "numeric", "float4", "float8", "money" -> plain ? "1" : String.valueOf(1 + number % 100);
            case "bool" -> variant % 2 == 0 ? "false" : "true";
            case "text", "varchar", "bpchar", "name", "citext" -> text(column, random, variant);
            case "date" ->
                String.format(Locale.ROOT, "2%03d-%02d-%02d", 100 + number % 99, 1 + number % 12, 1 + number % 28);
            case "timestamp", "timestamptz" -> plain ? "now" : "2190-01-01 00:00:00." + (100_000 + number % 800_000);
            case "time", "timetz" -> "12:00:00";
            case "interval" -> "1 hour";
            case "json", "jsonb" -> plain ? "[]" : "{}";
            case "bytea" -> "\\x" + random.toString().replace("-", "");
            case "inet", "cidr" -> "10.0." + number % 200 + "." + number % 199;
            case "char" -> "a";
            default -> ofCategory(type.getOrDefault("category", ""));
        };
    }

    private static String text(Column column, UUID random, int variant) {
        String all =
                switch (variant) {
                    case 2 -> "a";
                    case 3 -> "probe@example.org";
                    default -> "probe-" + random;
                };
        Matcher length = LENGTH.matcher(column.type());
        int most = length.find() ? Integer.parseInt(length.group(1)) : all.length();
        return all.length() <= most ? all : random.toString().substring(0, Math.min(most, 36));
    }

    private static String ofCategory(String category) {
        return switch (category) {
            case "A" -> "{}";
            case "R" -> "empty";
            case "S" -> "a";
            case "N" -> "1";
            default -> "";
        };
    }

    /** The constants that CHECK constraints of this column alone name: {@code check (state in ('open', 'closed'))}. */
    private List<String> demanded(Relation relation, Column column) {
        return db.catalogue().constraints(relation).stream()
                .filter(k -> k.kind() == 'c' && k.columns().equals(List.of(column.number())))
                .map(Constraint::definition)
                .filter(text -> !text.contains("<>"))
                .flatMap(text -> LITERAL.matcher(text).results())
                .map(found -> found.group(1).replace("''", "'"))
                .limit(VARIANTS - 1)
                .toList();
    }

    private Map<String, String> type(Column column) throws SQLException {
        Map<String, String> known = types.get(column.typeOid());
        if (known == null) {
            known = session.row("""
                select coalesce(b.typname, t.typname) as base, coalesce(b.typcategory, t.typcategory) as category,
                        (select e.enumlabel from pg_catalog.pg_enum e where e.enumtypid in (t.oid, t.typbasetype)
                            order by e.enumsortorder limit 1) as label
                    from pg_catalog.pg_type t left join pg_catalog.pg_type b on b.oid = t.typbasetype
                    where t.oid = ?
                """, String.valueOf(column.typeOid()));
            types.put(column.typeOid(), known);
        }
        return known;
    }
}
