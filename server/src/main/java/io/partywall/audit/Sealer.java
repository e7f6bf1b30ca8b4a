package io.partywall.audit;

import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Seals the rows of a tenant's trail that no seal covers yet: gives them their places, chains them, and signs a checkpoint over
 * each batch.
 *
 * <p>INVARIANT: one sealer of a tenant at a time, by an advisory lock that is held until the batch is committed: the trail has one
 * end, and a chain that two write forks. Whoever changes a tenant's rows takes no part in it, and never waits; whoever erases
 * something from them takes the lock, since it must not change between its reading and its seal.
 *
 * <p>What is sealed is read in the tenant's scope; the platform role, which seals, reads none of it.
 */
final class Sealer {

    static final int BATCH = 1_000;

    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtextextended('app.audit_logs/' || ?, 0))";

    private static final String END = """
        select to_sequence, head, merkle_root from app.audit_checkpoints where tenant_id = ? order by from_sequence desc limit 1
        """;

    private static final String UNSEALED =
            AuditRows.SELECT + " where a.sequence is null order by a.created_at, a.id limit ?";

    private static final String SEAL = """
        update app.audit_logs a set sequence = told.sequence, hash = told.hash, person_salt = told.person_salt,
            person_hash = told.person_hash, changes_salt = told.changes_salt, changes_hash = told.changes_hash
        from unnest(?::uuid[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[])
            as told (id, sequence, hash, person_salt, person_hash, changes_salt, changes_hash)
        where a.tenant_id = ? and a.id = told.id and a.sequence is null
        """;

    private static final String CHECKPOINT = """
        insert into app.audit_checkpoints (tenant_id, id, from_sequence, to_sequence, merkle_root, previous, head, leaves, key_id,
            signature, created_at)
        values (?, gen_random_uuid(), ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz)
        """;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT = 16;

    private record End(long sequence, Bytes head, @Nullable Bytes root) {}

    private final DataSource platform;
    private final AuditKeys keys;
    private final Clock clock;

    Sealer(DataSource platform, AuditKeys keys, Clock clock) {
        this.platform = platform;
        this.keys = keys;
        this.clock = clock;
    }

    /** Seals one batch of the scope's tenant; returns how many rows it had: none where all is sealed, or where another is at it. */
    int seal(TenantScope scope) throws SQLException {
        TenantId tenant = scope.context().tenant();
        try (Connection connection = platform.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int count = isAlone(connection, tenant) ? sealBatch(connection, scope) : 0;
                connection.commit();
                return count;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private int sealBatch(Connection connection, TenantScope scope) throws SQLException {
        TenantId tenant = scope.context().tenant();
        End end = end(connection, tenant);
        List<AuditRow> rows = unsealed(scope);
        if (rows.isEmpty()) {
            return 0;
        }
        List<AuditRow> sealed = new ArrayList<>();
        List<Bytes> leaves = new ArrayList<>();
        Bytes hash = end.head();
        long sequence = end.sequence();
        for (AuditRow row : rows) {
            sequence++;
            Bytes personSalt = row.actor().equals(AuditRow.ERASED) ? null : salt();
            Bytes person = Hashes.person(personSalt == null ? salt() : personSalt, row);
            Bytes changesSalt = Canonical.json(row.changes()).equals(AuditRow.ERASED_CHANGES) ? null : salt();
            Bytes changes = Hashes.changes(changesSalt == null ? salt() : changesSalt, row);
            Bytes leaf = Hashes.leaf(tenant, row, sequence, person, changes);
            hash = Hashes.next(hash, leaf);
            leaves.add(leaf);
            sealed.add(row.sealed(new Seal(sequence, hash, personSalt, person, changesSalt, changes)));
        }
        store(connection, tenant, sealed);
        store(
                connection,
                tenant,
                keys.sign(
                        tenant,
                        new Checkpoint(
                                end.sequence() + 1,
                                sequence,
                                Hashes.root(leaves),
                                end.root(),
                                hash,
                                Bytes.joined(leaves),
                                clock.instant().truncatedTo(ChronoUnit.MICROS),
                                "",
                                Bytes.of())));
        return rows.size();
    }

    private static boolean isAlone(Connection connection, TenantId tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, tenant.toString());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static End end(Connection connection, TenantId tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setObject(1, tenant.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new End(
                                row.getLong("to_sequence"),
                                AuditRows.bytes(row, "head"),
                                AuditRows.bytes(row, "merkle_root"))
                        : new End(0, Hashes.beginning(tenant), null);
            }
        }
    }

    private static List<AuditRow> unsealed(TenantScope scope) throws SQLException {
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(UNSEALED)) {
            statement.setInt(1, BATCH);
            try (ResultSet row = statement.executeQuery()) {
                List<AuditRow> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(AuditRows.row(row));
                }
                return rows;
            }
        }
    }

    private static void store(Connection connection, TenantId tenant, List<AuditRow> sealed) throws SQLException {
        int count = sealed.size();
        Object[] ids = new Object[count];
        Long[] sequences = new Long[count];
        byte @Nullable [][][] bytes = new byte[5][count][];
        for (int i = 0; i < count; i++) {
            AuditRow row = sealed.get(i);
            Seal seal = Objects.requireNonNull(row.seal());
            ids[i] = row.id();
            sequences[i] = seal.sequence();
            bytes[0][i] = array(seal.hash());
            bytes[1][i] = array(seal.personSalt());
            bytes[2][i] = array(seal.personHash());
            bytes[3][i] = array(seal.changesSalt());
            bytes[4][i] = array(seal.changesHash());
        }
        try (PreparedStatement statement = connection.prepareStatement(SEAL)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            statement.setArray(2, connection.createArrayOf("bigint", sequences));
            for (int i = 0; i < bytes.length; i++) {
                statement.setArray(3 + i, connection.createArrayOf("bytea", bytes[i]));
            }
            statement.setObject(8, tenant.value());
            int stored = statement.executeUpdate();
            if (stored != count) {
                throw new SQLException(stored + " of " + count + " rows of the trail of " + tenant + " were sealed");
            }
        }
    }

    private static void store(Connection connection, TenantId tenant, Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHECKPOINT)) {
            statement.setObject(1, tenant.value());
            statement.setLong(2, checkpoint.from());
            statement.setLong(3, checkpoint.to());
            statement.setBytes(4, array(checkpoint.root()));
            statement.setBytes(5, array(checkpoint.previous()));
            statement.setBytes(6, array(checkpoint.head()));
            statement.setBytes(7, array(checkpoint.leaves()));
            statement.setString(8, checkpoint.keyId());
            statement.setBytes(9, array(checkpoint.signature()));
            statement.setString(10, checkpoint.sealedAt().toString());
            statement.executeUpdate();
        }
    }

    private static byte @Nullable [] array(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.toArray();
    }

    private static Bytes salt() {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return Bytes.of(salt);
    }
}
