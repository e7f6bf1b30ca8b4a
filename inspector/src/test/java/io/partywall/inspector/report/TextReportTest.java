package io.partywall.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {

    @Test
    void nothingFoundIsShort() {
        assertThat(text(Samples.clean(), Severity.HIGH)).isEqualTo("""
            shop, PostgreSQL 18.6: 5 checks in 1.2 s

            assumptions
              - application role: app (assumed; say otherwise with --app-role)
              - tenant column: tenant_id
              - no tenant's: public.t0, public.t1, public.t2, public.t3, public.t4, public.t5, public.t6,
                public.t7, public.t8, public.t9, public.t10, public.t11, public.t12, public.t13, public.t14,
                public.t15, public.t16, public.t17, public.t18, public.t19, public.t20, public.t21, public.t22,
                public.t23, public.t24, public.t25, public.t26, public.t27, public.t28, public.t29, public.t30,
                public.t31, public.t32, …

            held: no findings
            """);
    }

    @Test
    void saysWhatIsWrongWhyAndTheWayOut() {
        assertThat(text(Samples.one(Severity.HIGH), Severity.HIGH)).contains("""

            high (1)

              D8   a unique key that spans tenants
                   A tenant learns which values another one uses, and can take them away from it.
                   index public.slugs_key
                     why    seen at index public.slugs_key
                     first  Is it meant?
                     fix    drop index public.slugs_key;
            """);
    }

    @Test
    void theWorstComesFirstAndATitleOnce() {
        List<String> lines = text(Samples.hostile(), Severity.HIGH).lines().toList();

        assertThat(lines).containsSubsequence("critical (3)", "high (47)", "medium (1)", "low (1)");
        assertThat(lines).filteredOn(l -> l.startsWith("  B1   ")).hasSize(1);
    }

    @Test
    void whatWouldBeLongSaysHowMuchIsLeftOutAndWhereItIs() {
        String text = text(Samples.hostile(), Severity.HIGH);

        assertThat(text)
                .contains("index public.slugs_10_key")
                .doesNotContain("index public.slugs_11_key")
                .contains("       … and 37 more (all of them: --format json)")
                .contains("                … and 2 more statements, see --fix")
                .contains("accepted, and no longer there: these decisions can go\n  - B1 public.gone\n")
                .contains("\n1 finding accepted\n");
        assertThat(text.lines().count()).isLessThan(130);
    }

    @Test
    void sentencesStayWithinAHundredColumns() {
        assertThat(text(Samples.hostile(), Severity.HIGH).lines())
                .filteredOn(l -> !l.contains("xxx") && !l.contains("a<b>"))
                .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void namesAreNeverCutAndNeverReachTheTerminalAsCommands() {
        String text = text(Samples.hostile(), Severity.HIGH);

        assertThat(text).contains("\n       " + Samples.LONG + "\n");
        assertThat(text).contains("a<b>&'\\u001b[31m\\u0001\\u202e]]>\\uffff c d\"\n");
        assertThat(text.codePoints().filter(c -> Character.getType(c) == Character.CONTROL && c != '\n'))
                .isEmpty();
    }

    @Test
    void theLastLineIsTheVerdict() {
        assertThat(last(Samples.hostile(), Severity.HIGH)).isEqualTo("broken: 3 critical and 47 high in 52 findings");
        assertThat(last(Samples.hostile(), Severity.LOW))
                .isEqualTo("broken: 3 critical, 47 high, 1 medium and 1 low in 52 findings");
        assertThat(last(Samples.one(Severity.CRITICAL), Severity.CRITICAL))
                .isEqualTo("broken: 1 critical in 1 finding");
        assertThat(last(Samples.one(Severity.HIGH), Severity.CRITICAL)).isEqualTo("held: 1 high, none critical");
        assertThat(last(Samples.one(Severity.LOW), Severity.MEDIUM)).isEqualTo("held: 1 low, none medium or worse");
    }

    @Test
    void coloursAreThereOnlyWhenAskedForAndChangeNoText() {
        StringBuilder coloured = new StringBuilder();
        Reports.write(Samples.hostile(), Format.TEXT, Severity.HIGH, true, coloured);

        assertThat(coloured.toString()).contains("\u001b[1;31mcritical (3)\u001b[0m");
        assertThat(coloured.toString().replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(text(Samples.hostile(), Severity.HIGH));
    }

    private static String last(Report report, Severity failOn) {
        return text(report, failOn).lines().toList().getLast();
    }

    private static String text(Report report, Severity failOn) {
        StringBuilder text = new StringBuilder();
        Reports.write(report, Format.TEXT, failOn, false, text);
        return text.toString();
    }
}
