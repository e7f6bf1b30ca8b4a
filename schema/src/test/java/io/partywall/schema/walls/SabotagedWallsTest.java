package io.partywall.schema.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.IsolationException;
import io.partywall.isolation.Tenancy;
import io.partywall.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite itself is tried: on a database where one protection is gone, it says so. */
class SabotagedWallsTest {

    /** A protection taken away, from which wall, and one check that has to turn red by it. */
    enum Sabotage {
        NO_ROW_SECURITY(Walls.ALL, "alter table app.kpis disable row level security", "kpis › select › raw SQL › none"),
        NO_FLOOR(
                Walls.ALL,
                "drop policy kpis_tenant_isolation_floor on app.kpis",
                "kpis › select › raw SQL › a tenant's id without a signature"),
        NO_FLOOR_FOR_DELETE(
                Walls.ALL,
                "drop policy kpis_tenant_isolation_floor_delete on app.kpis",
                "kpis › delete › raw SQL › a reader's"),
        NO_FLOOR_FOR_INSERT(
                Walls.ALL,
                "drop policy kpis_tenant_isolation_floor_insert on app.kpis",
                "kpis › insert › raw SQL › a reader's"),
        NO_FLOOR_FOR_UPDATE(
                Walls.ALL,
                "drop policy kpis_tenant_isolation_floor_update on app.kpis",
                "kpis › update › raw SQL › a reader's"),
        SIGNATURE_NOT_VERIFIED(Walls.ALL, """
            create or replace function isolation.verified_tenant() returns uuid language sql stable
            return nullif(current_setting('app.current_tenant_id', true), '')::uuid
            """, "kpis › update › raw SQL › a forged one"),
        MEMBERS_NOT_CHECKED(
                Walls.ALL,
                "set role partywall_owner; call isolation.use_membership_check('isolation.every_actor(uuid,text)')",
                "kpis › select › jOOQ › a former member's"),
        CARELESS_POLICY(
                Walls.SECOND_ALONE,
                "create policy report on app.kpis for select to partywall_app using (true)",
                "kpis › select › raw SQL › another tenant's"),
        LOOSE_INSERT_POLICY(
                Walls.SECOND_ALONE,
                "alter policy kpis_tenant_isolation_insert on app.kpis with check (true)",
                "kpis › insert › raw SQL › another tenant's"),
        FLOOR_WITHOUT_CHECK(
                Walls.THIRD_ALONE,
                "alter policy kpis_tenant_isolation_floor on app.kpis with check (true)",
                "kpis › insert › raw SQL › another tenant's"),
        PARTITION_GRANTED(
                Walls.ALL,
                "grant select on app.analytics_events_2026_01 to partywall_app",
                "analytics_events_2026_01 › select › raw SQL › the right context"),
        PARTITION_WITHOUT_ROW_SECURITY(
                Walls.SECOND_ALONE,
                "alter table app.analytics_events_2026_01 disable row level security",
                "analytics_events_2026_01 › select › raw SQL › another tenant's"),
        VIEW_OF_ITS_OWNER(Walls.ALL, """
            alter view app.knowledge owner to postgres;
            alter view app.knowledge set (security_invoker = false)
            """, "knowledge › select › raw SQL › none"),
        TRAIL_THAT_CAN_BE_CHANGED(
                Walls.ALL,
                "grant update on app.audit_logs to partywall_app",
                "audit_logs › update › raw SQL › the right context"),
        TENANT_THAT_CAN_BE_CHANGED(
                Walls.ALL,
                "grant update (tenant_id) on app.kpis to partywall_app",
                "kpis › the application may neither change keys nor truncate"),
        TRUNCATE_GRANTED(
                Walls.ALL,
                "grant truncate on app.kpis to partywall_app",
                "kpis › the application may neither change keys nor truncate"),
        NOT_FORCED(
                Walls.ALL,
                "alter table app.kpis no force row level security",
                "kpis › the owner reads and changes nothing"),
        MOVABLE(
                Walls.ALL,
                "drop trigger kpis_tenant_isolation_immovable on app.kpis",
                "kpis › a row moves to no other tenant, whoever moves it"),
        KEY_WITHOUT_TENANT(Walls.ALL, """
            alter table app.kpis add unique (id);
            alter table app.kpi_targets drop constraint kpi_targets_kpi_fkey;
            alter table app.kpi_targets add constraint kpi_targets_kpi_fkey foreign key (kpi_id) references app.kpis (id)
            """, "kpi_targets › kpi_targets_kpi_fkey refuses a parent of another tenant");

        private final Walls walls;
        private final String sql;
        private final String red;

        Sabotage(Walls walls, String sql, String red) {
            this.walls = walls;
            this.sql = sql;
            this.red = red;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSuiteTurnsRedWhenAProtectionIsGone(Sabotage sabotage) throws SQLException {
        try (Ground ground = Ground.open(sabotage.walls, Template.copy(), sabotage.sql)) {
            assertThat(failures(sabotage.walls, ground, check -> check.name().equals(sabotage.red)))
                    .containsExactly(sabotage.red);
        }
    }

    private static final String LATER = """
        set role partywall_owner;
        create table app.later (
            tenant_id uuid not null references app.tenants on delete cascade,
            id uuid not null,
            kpi_id uuid,
            note text not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, kpi_id) references app.kpis (tenant_id, id) on delete cascade
        );
        """;

    @Test
    void aTableAddedLaterIsCoveredByItself() throws SQLException {
        TestDatabase database = withLaterTable();
        database.execute("call isolation.protect('app.later')");
        try (Ground ground = Ground.open(Walls.ALL, database, "select")) {
            assertThat(new Matrix(Walls.ALL, ground).checks().filter(SabotagedWallsTest::isAboutLater))
                    .hasSizeGreaterThan(200);
            assertThat(failures(Walls.ALL, ground, SabotagedWallsTest::isAboutLater))
                    .isEmpty();
        }
    }

    @Test
    void aTableAddedLaterWithoutProtectionIsReported() throws SQLException {
        String grant = "grant select, insert, update, delete on app.later to partywall_app";
        try (Ground ground = Ground.open(Walls.ALL, withLaterTable(), grant)) {
            assertThat(failures(Walls.ALL, ground, SabotagedWallsTest::isAboutLater))
                    .contains(
                            "later › select › raw SQL › none",
                            "later › update › raw SQL › another tenant's",
                            "later › select › jOOQ › the right context",
                            "later › the owner reads and changes nothing",
                            "later › a row moves to no other tenant, whoever moves it");
            try (HikariDataSource pool = ground.database().pool("partywall_app", 1)) {
                assertThatThrownBy(() -> Tenancy.connect(pool, Template.KEYS))
                        .isInstanceOf(IsolationException.UnsafeDatabase.class)
                        .hasMessageContaining("app.later");
            }
        }
    }

    private static TestDatabase withLaterTable() throws SQLException {
        TestDatabase database = Template.copy();
        database.execute(LATER);
        Catalogue catalogue = Catalogue.of(database);
        database.execute(String.join(";", Template.seed(catalogue.relation("later"), new Rows(catalogue))));
        return database;
    }

    private static boolean isAboutLater(Check check) {
        return check.relation().name().equals("later");
    }

    private static List<String> failures(Walls walls, Ground ground, Predicate<Check> which) throws SQLException {
        try (Foundations foundations = new Foundations(ground.database())) {
            return Stream.concat(new Matrix(walls, ground).checks(), foundations.checks())
                    .filter(which)
                    .map(Check::failure)
                    .flatMap(Optional::stream)
                    .map(Check.Failure::check)
                    .toList();
        }
    }
}
