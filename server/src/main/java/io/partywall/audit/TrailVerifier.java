package io.partywall.audit;

import io.partywall.isolation.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a trail against its seals and the public keys, and nothing else. The checkpoints come first, in their order; then the
 * rows by sequence, and those without a seal. Not safe for use by several threads.
 */
final class TrailVerifier implements TrailSink {

    private static final String FORGED = "its signature does not match";

    private final TenantId tenant;
    private final AuditKeys.Public keys;
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final List<TrailFault> faults = new ArrayList<>();
    private long faultCount;
    private long nextSealed = 1;
    private @Nullable Bytes lastRoot;
    private long nextRow = 1;
    private int at;
    private @Nullable Chain chain;
    private long sealed;
    private long erased;
    private long unsealed;

    TrailVerifier(TenantId tenant, AuditKeys.Public keys) {
        this.tenant = tenant;
        this.keys = keys;
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        if (checkpoint.from() > nextSealed) {
            fault(new TrailFault.Unsealed(nextSealed, checkpoint.from() - 1, "their checkpoint was taken away"));
        }
        String broken = brokenness(checkpoint);
        if (broken != null) {
            fault(new TrailFault.Unsealed(checkpoint.from(), checkpoint.to(), broken));
        } else {
            checkpoints.add(checkpoint);
        }
        nextSealed = Math.max(nextSealed, checkpoint.to() + 1);
        lastRoot = checkpoint.root();
    }

    /** Whether the rows of the stretch, chained one after the other, come to the head that was signed. */
    private boolean isHead(Checkpoint checkpoint) {
        Bytes before = checkpoint.from() == 1
                ? Hashes.beginning(tenant)
                : checkpoints.isEmpty() || checkpoints.getLast().to() != checkpoint.from() - 1
                        ? null
                        : checkpoints.getLast().head();
        Bytes head = new Chain(checkpoint, before).hash(checkpoint.to());
        return head == null || head.equals(checkpoint.head());
    }

    private @Nullable String brokenness(Checkpoint checkpoint) {
        if (!keys.knows(checkpoint.keyId())) {
            return "the public key '" + checkpoint.keyId() + "' is not among those given";
        }
        if (!keys.verifies(tenant, checkpoint)) {
            return FORGED;
        }
        if (checkpoint.from() < nextSealed) {
            return "two checkpoints cover row " + checkpoint.from();
        }
        if (checkpoint.from() == nextSealed && !Objects.equals(checkpoint.previous(), lastRoot)) {
            return "it does not follow the checkpoint before";
        }
        if (!Hashes.root(checkpoint.eachLeaf()).equals(checkpoint.root())) {
            return "its leaves are not those that were signed";
        }
        return isHead(checkpoint) ? null : "it does not follow the rows before";
    }

    @Override
    public void row(AuditRow row) {
        Seal seal = row.seal();
        if (seal == null) {
            unsealed++;
            return;
        }
        if (seal.sequence() < nextRow) {
            fault(new TrailFault.Inserted(seal.sequence(), row.described()));
            return;
        }
        if (seal.sequence() > nextRow) {
            missing(nextRow, seal.sequence() - 1);
        }
        nextRow = seal.sequence() + 1;
        Checkpoint checkpoint = covering(seal.sequence());
        if (checkpoint == null) {
            if (seal.sequence() >= nextSealed) {
                fault(new TrailFault.Inserted(seal.sequence(), row.described()));
            }
        } else {
            compare(row, seal, checkpoint);
        }
    }

    private void compare(AuditRow row, Seal seal, Checkpoint checkpoint) {
        Bytes leaf = Hashes.leaf(tenant, row, seal.sequence(), seal.personHash(), seal.changesHash());
        String changed = null;
        if (!leaf.equals(checkpoint.leaf(seal.sequence()))) {
            long sealedAs = sealedAs(row, seal, checkpoint);
            if (sealedAs > 0) {
                fault(new TrailFault.Moved(seal.sequence(), sealedAs, row.described()));
                return;
            }
            changed = "what it says";
        } else if (!isPerson(row, seal)) {
            changed = "who acted";
        } else if (!isChanges(row, seal)) {
            changed = "what was changed";
        } else if (!isHash(seal, checkpoint)) {
            changed = "its hash";
        }
        if (changed != null) {
            fault(new TrailFault.Changed(seal.sequence(), changed, row.described()));
            return;
        }
        sealed++;
        if (seal.personSalt() == null || seal.changesSalt() == null) {
            erased++;
        }
    }

    /** Which row of the same stretch it was; 0 where it was none. */
    private long sealedAs(AuditRow row, Seal seal, Checkpoint checkpoint) {
        for (long sequence = checkpoint.from(); sequence <= checkpoint.to(); sequence++) {
            Bytes leaf = Hashes.leaf(tenant, row, sequence, seal.personHash(), seal.changesHash());
            if (leaf.equals(checkpoint.leaf(sequence))) {
                return sequence;
            }
        }
        return 0;
    }

    private static boolean isPerson(AuditRow row, Seal seal) {
        if (row.userId() != null
                && !row.actor().equals(AuditRow.ERASED)
                && !row.actor().startsWith("user:" + row.userId())) {
            return false;
        }
        Bytes salt = seal.personSalt();
        return salt == null
                ? row.actor().equals(AuditRow.ERASED) && row.ipAddress() == null && row.userAgent() == null
                : Hashes.person(salt, row).equals(seal.personHash());
    }

    private static boolean isChanges(AuditRow row, Seal seal) {
        Bytes salt = seal.changesSalt();
        return salt == null
                ? Canonical.json(row.changes()).equals(AuditRow.ERASED_CHANGES)
                : Hashes.changes(salt, row).equals(seal.changesHash());
    }

    /** The chain as the signed leaves have it, so that one row that was changed does not cast doubt on the next. */
    private boolean isHash(Seal seal, Checkpoint checkpoint) {
        if (chain == null || chain.checkpoint.from() != checkpoint.from()) {
            chain = new Chain(checkpoint, before(checkpoint));
        }
        Bytes hash = chain.hash(seal.sequence());
        return hash == null || hash.equals(seal.hash());
    }

    private @Nullable Bytes before(Checkpoint checkpoint) {
        if (checkpoint.from() == 1) {
            return Hashes.beginning(tenant);
        }
        int index = checkpoints.indexOf(checkpoint);
        Checkpoint before = index == 0 ? null : checkpoints.get(index - 1);
        return before == null || before.to() != checkpoint.from() - 1 ? null : before.head();
    }

    /** The hashes of a stretch, one after the other; null throughout where nothing proves what stood before it. */
    private static final class Chain {
        private final Checkpoint checkpoint;
        private @Nullable Bytes hash;
        private long next;

        Chain(Checkpoint checkpoint, @Nullable Bytes before) {
            this.checkpoint = checkpoint;
            this.hash = before;
            this.next = checkpoint.from();
        }

        @Nullable
        Bytes hash(long sequence) {
            while (hash != null && next <= sequence) {
                hash = Hashes.next(hash, checkpoint.leaf(next));
                next++;
            }
            return hash;
        }
    }

    private @Nullable Checkpoint covering(long sequence) {
        while (at < checkpoints.size() && checkpoints.get(at).to() < sequence) {
            at++;
        }
        return at < checkpoints.size() && checkpoints.get(at).from() <= sequence ? checkpoints.get(at) : null;
    }

    private void missing(long from, long to) {
        fault(new TrailFault.Missing(from, to));
    }

    Verdict verdict() {
        if (nextRow < nextSealed) {
            missing(nextRow, nextSealed - 1);
        }
        String head = checkpoints.isEmpty() ? "" : checkpoints.getLast().head().toString();
        return new Verdict(sealed, erased, unsealed, checkpoints.size(), head, List.copyOf(faults), faultCount);
    }

    private void fault(TrailFault fault) {
        faultCount++;
        if (faults.size() < Verdict.MOST_FAULTS) {
            faults.add(fault);
        }
    }
}
