package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import java.util.Optional;

/** E14, with F13. */
final class SequenceReadable extends Check {

    SequenceReadable() {
        super(
                "E14",
                Severity.LOW,
                "the application may read a sequence",
                "Its last value tells how many rows all tenants together have made; nextval needs USAGE only.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        for (Relation sequence : db.catalogue().relations()) {
            List<Standing> readers = sequence.kind() == Relation.Kind.SEQUENCE && !sequence.ofExtension()
                    ? readers(db, sequence)
                    : List.of();
            if (!readers.isEmpty()) {
                findings.add(
                        "sequence " + sequence.sql(),
                        Database.names(readers) + " may SELECT its last value",
                        "select oid::regclass, relacl from pg_class where oid = " + Sql.literal(sequence.sql())
                                + "::regclass",
                        new Revocation(db, readers).of("select", sequence).remedy());
            }
        }
    }

    /** Members of pg_read_all_data read every sequence: A10 says that once. */
    private static List<Standing> readers(Database db, Relation sequence) {
        Optional<Role> everywhere = db.catalogue().role("pg_read_all_data");
        return db.application().stream()
                .filter(s -> s.reads(sequence) && !s.owns(sequence))
                .filter(s -> everywhere.filter(r -> s.inherits(r.oid())).isEmpty())
                .toList();
    }
}
