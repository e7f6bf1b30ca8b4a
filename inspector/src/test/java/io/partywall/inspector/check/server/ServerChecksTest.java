package io.partywall.inspector.check.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Audited;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerChecksTest {

    @ParameterizedTest
    @CsvSource({"17, 5", "16, 9", "15, 13", "14, 18", "13, 21", "12, 22"})
    void minorReleasesWithKnownHolesAreBelowTheFloor(int major, int minor) {
        assertThat(MinorVersion.isBelowFloor(major, minor)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"18, 0", "18, 6", "17, 6", "16, 10", "15, 14", "14, 19", "13, 22", "19, 0"})
    void othersAreNot(int major, int minor) {
        assertThat(MinorVersion.isBelowFloor(major, minor)).isFalse();
    }

    @Test
    void aServerWithoutSecurityInvokerIsTooOld() {
        try (Audited db = Audited.with("")) {
            assertThat(db.findings("K")).isEqualTo(db.majorVersion() < 15 ? List.of("K2 server") : List.of());
        }
    }

    @Test
    void aTableThatIsReadTooIsNoBlindOne() {
        try (Audited db = Audited.with("""
            drop policy own on orders;
            drop policy floor on orders;
            create policy adding on orders for insert to audited_app
                with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));
            """)) {
            assertThat(db.findings("K3")).containsExactly("K3 public.orders");
            db.close("K3 public.orders");
            assertThat(db.findings("K3")).isEmpty();
        }
    }
}
