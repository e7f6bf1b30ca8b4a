package io.partywall.schema.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Report;
import io.partywall.inspector.probe.ProbeResult;
import org.junit.jupiter.api.Test;

/** Our own database, migrated. */
class InspectedDatabaseTest {

    @Test
    void theInspectorFindsNothing() {
        try (OurDatabase ours = OurDatabase.open()) {
            ours.execute("select app.ensure_event_partitions('2026-01-01', '2026-03-31')");
            ours.execute("select app.keep_job_history(30)");

            assertThat(ours.inspect().findings()).isEmpty();
        }
    }

    @Test
    void noProbeWalksThrough() {
        try (OurDatabase ours = OurDatabase.open().populated()) {
            Report report = ours.probe();

            assertThat(report.findings()).isEmpty();
            // Functions of the library that a tenant's rows are not told apart in.
            assertThat(report.probes().results())
                    .filteredOn(r -> r.outcome() == ProbeResult.Outcome.NOT_TRIED)
                    .allSatisfy(r -> assertThat(r.object()).startsWith("function isolation."));
            assertThat(report.probes().count(ProbeResult.Outcome.HELD)).isGreaterThan(100);
        }
    }

    @Test
    void theInspectorGuessesWhatItIs() {
        try (OurDatabase ours = OurDatabase.open()) {
            Report report = ours.inspect();

            assertThat(report.assumptions().applicationRoles()).containsExactly("partywall_app");
            assertThat(report.assumptions().tenantColumn()).isEqualTo("tenant_id");
            assertThat(report.assumptions().root().orElseThrow().sql()).isEqualTo("app.tenants");
            assertThat(report.assumptions().contextSettings()).startsWith("app.current_tenant_id");
        }
    }
}
