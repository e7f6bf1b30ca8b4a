package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;

/**
 * What a column holds: its type, and the values of it that are worth a try. The tenant A keeps to values with which no
 * expression of these programs fails, so that an error that one of them meets is caused by a row of B: a zero below a
 * division, a text that is no number, an overflow.
 */
enum Kind {
    KEY("int", "1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14", ""),
    INT("int", "-3 | -1 | 0 | 1 | 2 | 3 | 5 | 7 | 10", "2147483647 | -2147483648"),
    DIVISOR("int", "1 | 2 | 3 | 5 | -2", "0 | 0 | 2147483647"),
    BIG("bigint", "0 | 1 | 2 | 5 | 100 | -7", "9223372036854775807 | -9223372036854775808"),
    AMOUNT("numeric(12,2)", "0.00 | 1.50 | 2.25 | 10.00 | -3.10", "9999999999.99 | -9999999999.99"),
    NAME("text", "'ash' | 'birch' | 'cedar' | '' | 'Äsche' | 'O''Neil'", "'zz secret' | 'aa secret'"),
    CODE("text", "'1' | '2' | '17' | '300'", "'secret' | '' | '99999999999'"),
    FLAG("boolean", "true | false", ""),
    DAY("date", "date '2024-01-31' | date '2024-02-29' | date '2025-06-30'", "date 'infinity' | date '0001-01-01'"),
    AT(
            "timestamptz",
            "timestamp with time zone '2024-03-31 01:30:00+00' | timestamp with time zone '2025-01-01 00:00:00-03'",
            "timestamp with time zone 'infinity'"),
    REF(
            "uuid",
            "cast('00000000-0000-4000-8000-000000000001' as uuid) | cast('00000000-0000-4000-8000-000000000002' as"
                    + " uuid) | cast('00000000-0000-4000-8000-000000000003' as uuid)",
            "cast('ffffffff-ffff-4fff-8fff-ffffffffffff' as uuid)"),
    DOC(
            "jsonb",
            "cast('{\"k\": 1, \"v\": [1, 2]}' as jsonb) | cast('{\"k\": 2}' as jsonb) | cast('[]' as jsonb)",
            "cast('{\"k\": \"secret\"}' as jsonb)"),
    TAGS("text[]", "array['a','b'] | array['b'] | array['c','']", "array['secret']"),
    MOOD("shop.mood", "cast('low' as shop.mood) | cast('mid' as shop.mood)", "cast('high' as shop.mood)");

    final String sqlType;
    private final String valuesOfA;
    private final String furtherValuesOfB;

    Kind(String sqlType, String valuesOfA, String furtherValuesOfB) {
        this.sqlType = sqlType;
        this.valuesOfA = valuesOfA;
        this.furtherValuesOfB = furtherValuesOfB;
    }

    /** A literal that A may write. */
    String calm(Draw draw) {
        return draw.pick(split(valuesOfA));
    }

    /** A literal that B may write, and that A may ask for. */
    String wild(Draw draw) {
        List<String> values = new ArrayList<>(split(furtherValuesOfB));
        return values.isEmpty() || draw.chance(50) ? calm(draw) : draw.pick(values);
    }

    private static List<String> split(String values) {
        return values.isEmpty() ? List.of() : List.of(values.split(" \\| ", -1));
    }
}
