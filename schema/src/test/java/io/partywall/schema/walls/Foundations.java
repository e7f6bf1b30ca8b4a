package io.partywall.schema.walls;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.schema.walls.Relation.ForeignKey;
import io.partywall.schema.walls.Relation.Kind;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the walls stand on, and what has to hold for those too who are above row security: keys, triggers, FORCE, privileges. */
final class Foundations implements AutoCloseable {

    /** The walls themselves ask it, as the owner, who is a member. */
    private static final Set<String> READ_BY_THE_OWNER = Set.of("tenant_members");

    private final Catalogue catalogue;
    private final Rows rows;
    private final Connection superuser;

    Foundations(TestDatabase database) throws SQLException {
        this.catalogue = Catalogue.of(database);
        this.rows = new Rows(catalogue);
        this.superuser = database.admin();
        superuser.setAutoCommit(false);
    }

    Stream<Check> checks() {
        return catalogue.relations().stream()
                .filter(relation -> relation.kind() != Kind.VIEW)
                .flatMap(relation -> checks(relation).stream());
    }

    private List<Check> checks(Relation relation) {
        List<Check> checks = new ArrayList<>();
        checks.add(check(relation, "a row moves to no other tenant, whoever moves it", () -> refusesMoves(relation)));
        checks.add(check(relation, "the owner reads and changes nothing", () -> isForced(relation)));
        checks.add(check(
                relation, "the application may neither change keys nor truncate", () -> keepsPrivilegesBack(relation)));
        if (relation.kind() == Kind.TABLE) {
            for (ForeignKey key : catalogue.tenantKeys(relation)) {
                checks.add(check(
                        relation,
                        key.name() + " refuses a parent of another tenant",
                        () -> staysInside(relation, key)));
            }
        }
        return checks;
    }

    private interface Body {
        void run() throws SQLException;
    }

    private Check check(Relation relation, String what, Body body) {
        return new Check(relation, relation + " › " + what, () -> {
            try {
                body.run();
            } finally {
                superuser.rollback();
            }
        });
    }

    /** As the superuser, whom policies and privileges do not stop: the trigger does. */
    private void refusesMoves(Relation relation) throws SQLException {
        if (count("select count(*) from %s where tenant_id = '%s'"
                        .formatted(relation.qualifiedName(), Tenant.ACME.id()))
                > 0) {
            assertThat(refusal("update %s set tenant_id = '%s' where tenant_id = '%s'"
                            .formatted(relation.qualifiedName(), Tenant.BETA.id(), Tenant.ACME.id())))
                    .startsWith("42501")
                    .containsPattern("cannot move to another tenant|is append-only");
        }
    }

    private void isForced(Relation relation) throws SQLException {
        execute("set local role partywall_owner");
        if (!READ_BY_THE_OWNER.contains(relation.name())) {
            assertThat(count("select count(*) from " + relation.qualifiedName()))
                    .isZero();
        }
        String column = Row.quoted(relation.assigned());
        assertThat(execute("update %s set %s = %2$s".formatted(relation.qualifiedName(), column)))
                .isZero();
        assertThat(execute("delete from " + relation.qualifiedName())).isZero();
    }

    private void keepsPrivilegesBack(Relation relation) throws SQLException {
        String table = "'" + relation.qualifiedName() + "'";
        assertThat(count("select has_table_privilege('partywall_app', %s, 'truncate, references, trigger')::int"
                        .formatted(table)))
                .isZero();
        for (String column : List.of("tenant_id", "id")) {
            assertThat(count("select has_column_privilege('partywall_app', %s, '%s', 'update')::int"
                            .formatted(table, column)))
                    .as(column)
                    .isZero();
        }
    }

    /** As the superuser again: foreign keys are checked without row security, so they have to hold without it. */
    private void staysInside(Relation relation, ForeignKey key) throws SQLException {
        Row parent = rows.row(catalogue.relation(key.parent()), Tenant.BETA, 0);
        Row child = rows.fresh(relation, Tenant.ACME);
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String column = key.columns().get(i);
            if (!column.equals("tenant_id")) {
                child = child.with(column, parent.value(key.parentColumns().get(i)));
                assignments.add(Row.quoted(column) + " = " + child.literal(column));
            }
        }
        Row present = rows.row(relation, Tenant.ACME, 0);
        for (String attempt : List.of(
                child.insert(),
                "update " + relation.qualifiedName() + " t set " + String.join(", ", assignments) + " where "
                        + present.keyCondition())) {
            execute("savepoint before");
            assertThat(refusal(attempt)).as(attempt).startsWith("23503").contains(key.name());
            execute("rollback to savepoint before");
        }
    }

    /** The error that the statement ends with; empty when it ends well. */
    private String refusal(String sql) {
        try {
            execute(sql);
            return "";
        } catch (SQLException refused) {
            return refused.getSQLState() + ": " + refused.getMessage();
        }
    }

    private int execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private int count(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        superuser.close();
    }
}
