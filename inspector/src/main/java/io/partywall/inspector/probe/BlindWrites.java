package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Privilege;
import java.sql.SQLException;
import java.util.Optional;

/**
 * UPDATE and DELETE without a WHERE: the policies for SELECT are not asked, so that a hole in the others shows, which an aimed
 * statement never reaches. Its own rows are taken away before: what is then found is another's.
 */
final class BlindWrites {

    private final Ground ground;
    private final Session session;
    private final Identity who;
    private final Target target;
    private final Verdict verdict;

    BlindWrites(Ground ground, Identity who, Target target, Verdict verdict) {
        this.ground = ground;
        this.session = ground.session();
        this.who = who;
        this.target = target;
        this.verdict = verdict;
    }

    /**
     * Tries it.
     *
     * @param gently whether triggers do what no rollback undoes, so that rows may be counted but not changed
     */
    void attack(Optional<Column> column, SampleRow theirs, boolean gently) throws SQLException {
        session.undoing(() -> {
            if (who.tenant().isEmpty() || ownRowsRemoved()) {
                session.as(who, () -> {
                    if (column.isPresent() && Ground.may(who.standing(), target, Privilege.UPDATE)) {
                        update(column.get(), theirs, gently);
                    }
                    if (Ground.may(who.standing(), target, Privilege.DELETE)) {
                        delete();
                    }
                    return true;
                });
            }
            return true;
        });
    }

    private boolean ownRowsRemoved() throws SQLException {
        Ownership owned = target.ownership().orElseThrow();
        return session.isSuperuser()
                && ground.fixture().count(owned, who.tenant()) <= Session.FEW_ROWS
                && ground.fixture().remove(owned, who.tenant()).worked();
    }

    private void update(Column column, SampleRow theirs, boolean gently) throws SQLException {
        String sql = "update " + target.sql() + " set " + column.sql() + " = ?";
        String value = theirs.values().get(column.name());
        if (Passing.through(session, sql + " where " + Passing.NONE, value).count() > 0 && !gently) {
            // The check of what is written is still to come.
            verdict.judge(
                    "update without WHERE",
                    session.undone(sql + " where " + Passing.FIRST, value),
                    who.script(sql.replace("?", "default")));
        }
    }

    private void delete() throws SQLException {
        String sql = "delete from " + target.sql();
        Attempt reached = Passing.through(session, sql + " where " + Passing.NONE);
        if (reached.count() > 0) {
            verdict.hole("delete without WHERE reaches " + reached.count() + " rows", who.script(sql));
        }
    }
}
