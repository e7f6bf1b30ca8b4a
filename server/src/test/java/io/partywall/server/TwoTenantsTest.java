package io.partywall.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Permission;
import io.partywall.api.Answer;
import io.partywall.api.ServedApi;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every operation of the API, as everybody of one tenant, beside another tenant that has something of everything. */
class TwoTenantsTest {

    /** The trail first: later it tells of the doors that its own people knocked at, with the ids of another tenant in them. */
    private static final List<ApiOperation> OPERATIONS = ApiOperation.all().stream()
            .sorted(Comparator.comparing(operation -> operation.permission() != Permission.AUDIT_LOGS_READ))
            .toList();

    private final ServedApi api = ServedApi.shared();
    private final String passwordHash = TenantPeople.passwordHash(api);
    private final TenantThings a = new TenantThings(api, "only-of-a-9c1e", LocalDate.of(2024, 2, 1), passwordHash);
    private final TenantThings b = new TenantThings(api, "only-of-b-7f3a", LocalDate.of(2023, 2, 1), passwordHash);

    @Test
    void everyOperationHasASample() {
        assertThat(OPERATIONS).hasSizeGreaterThan(100);
        assertThat(Samples.faults(OPERATIONS)).isEmpty();
        assertThat(OPERATIONS)
                .flatExtracting(operation -> operation.variables().values())
                .as("kinds of things: teach TenantThings how to make those that are new")
                .allMatch(kind -> TenantThings.isKind(kind));
    }

    @Test
    void nobodyOfATenantSeesOrChangesAnythingOfAnother() {
        a.fill(OPERATIONS);
        b.fill(OPERATIONS);
        tryAll(a, b);
        tryAll(b, a);
    }

    private void tryAll(TenantThings mine, TenantThings theirs) {
        TwoTenants tenants = new TwoTenants(api, mine, theirs);
        TenantTraces traces = new TenantTraces(api, theirs);
        Map<String, String> before = traces.rows();
        OPERATIONS.forEach(tenants::tryOut);
        assertThat(traces.rows()).as("the rows of the other tenant").isEqualTo(before);
        assertThat(tenants.faults()).as("of %d requests", tenants.requests()).isEmpty();
    }

    @Test
    void anIdempotencyKeyOfAnotherTenantIsNoAnswer() {
        String body = "{\"name\": \"only-of-both\"}";
        Answer theirs = b.keeper()
                .client()
                .with("Idempotency-Key", "same")
                .post("/api/kpis", body)
                .is(201);
        Answer mine = a.keeper()
                .client()
                .with("Idempotency-Key", "same")
                .post("/api/kpis", body)
                .is(201);
        assertThat(mine.header("Idempotency-Replayed")).isEmpty();
        assertThat(mine.at("/id")).isNotEqualTo(theirs.at("/id"));
    }
}
