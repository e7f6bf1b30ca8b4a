package io.partywall.secrets;

import io.partywall.isolation.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Where a secret is kept: a ciphertext that is moved to another tenant, table, column or row does not open there.
 *
 * @param table without its schema, such as {@code connectors}
 * @param row the id of the row
 */
public record SecretPlace(TenantId tenant, String table, String column, UUID row) {

    /** What is authenticated with the ciphertext. The parts hold no bar, so that no two places are written alike. */
    byte[] associatedData() {
        return String.join("|", "partywall", tenant.toString(), table, column, row.toString())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return table + "." + column + " of row " + row + " of tenant " + tenant;
    }
}
