package io.partywall.audit;

import io.partywall.isolation.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of the trail, all SHA-256. A row's leaf says everything about it; its hash joins the leaf to the row before; a
 * batch's leaves are a Merkle tree as in RFC 6962, section 2.1: 0x00 before what a leaf hashes, 0x01 before two nodes.
 */
final class Hashes {

    static final int LENGTH = 32;

    private static final Bytes LEAF = Bytes.of((byte) 0);
    private static final Bytes NODE = Bytes.of((byte) 1);

    private Hashes() {}

    /** Of who acted and from where. */
    static Bytes person(Bytes salt, AuditRow row) {
        Map<String, @Nullable Object> members = new HashMap<>();
        members.put("actor", row.actor());
        members.put("ip_address", row.ipAddress());
        members.put("user_agent", row.userAgent());
        return sha256(salt, utf8(Canonical.object(members)));
    }

    static Bytes changes(Bytes salt, AuditRow row) {
        return sha256(salt, utf8(Canonical.json(row.changes())));
    }

    /** Of the row as it is sealed, with the hashes in place of what may be erased. */
    static Bytes leaf(TenantId tenant, AuditRow row, long sequence, Bytes person, Bytes changes) {
        Map<String, @Nullable Object> members = new HashMap<>();
        members.put("tenant_id", tenant);
        members.put("sequence", sequence);
        members.put("id", row.id());
        members.put("created_at", Canonical.time(row.createdAt()));
        members.put("action", row.action());
        members.put("resource", row.resource());
        members.put("resource_id", row.resourceId());
        members.put("request_id", row.requestId());
        members.put("person_hash", person);
        members.put("changes_hash", changes);
        return sha256(LEAF, utf8(Canonical.object(members)));
    }

    /** What stands before a tenant's first row. */
    static Bytes beginning(TenantId tenant) {
        return sha256(utf8("partywall audit trail of " + tenant));
    }

    static Bytes next(Bytes before, Bytes leaf) {
        return sha256(before, leaf);
    }

    /** Of the Merkle tree over these leaves, of which there is one at least. */
    static Bytes root(List<Bytes> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return sha256(NODE, root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bytes sha256(Bytes... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Bytes part : parts) {
                digest.update(part.toArray());
            }
            return Bytes.of(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
