package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table("date", "revenue", "sourceBreakdown", "note")
            .row("2010-12-01", new BigDecimal("58960.790"), countries(), "first, \"best\"")
            .row("2010-12-02", new BigDecimal("1E+3"), Map.of(), null);

    @Test
    void asTextNumbersStandRightAndAllElseLeft() {
        assertThat(table.print(Output.TABLE)).isEqualTo("""
            date          revenue  sourceBreakdown                 note
            2010-12-01  58960.790  Éire=1.50; United Kingdom=2.00  first, "best"
            2010-12-02       1000
            """);
    }

    @Test
    void asJsonFiguresAreExactAndWithoutExponents() {
        assertThat(table.print(Output.JSON))
                .isEqualTo(
                        "[{\"date\":\"2010-12-01\",\"revenue\":58960.790,\"sourceBreakdown\":{\"Éire\":1.50,\"United"
                            + " Kingdom\":2.00},\"note\":\"first,"
                            + " \\\"best\\\"\"},{\"date\":\"2010-12-02\",\"revenue\":1000,\"sourceBreakdown\":{},\"note\":null}]\n");
    }

    @Test
    void asCsvFieldsAreQuotedWhereTheyMustBe() {
        assertThat(table.print(Output.CSV)).isEqualTo("""
            date,revenue,sourceBreakdown,note
            2010-12-01,58960.790,Éire=1.50; United Kingdom=2.00,"first, ""best""\"
            2010-12-02,1000,,
            """);
    }

    @Test
    void withoutRowsTheColumnsRemain() {
        Table empty = new Table("a", "b");

        assertThat(empty.print(Output.TABLE)).isEqualTo("a  b\n");
        assertThat(empty.print(Output.JSON)).isEqualTo("[]\n");
        assertThat(empty.print(Output.CSV)).isEqualTo("a,b\n");
    }

    private static Map<String, BigDecimal> countries() {
        Map<String, BigDecimal> countries = new LinkedHashMap<>();
        countries.put("Éire", new BigDecimal("1.50"));
        countries.put("United Kingdom", new BigDecimal("2.00"));
        return countries;
    }
}
