package io.partywall.schema.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each wall with the other two taken away, and with every grant there is. */
class EachWallAloneTest {

    private final List<Ground> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Ground::close);
    }

    @TestFactory
    Stream<DynamicTest> scopingAloneKeepsTenantsApart() throws SQLException {
        return alone(Walls.FIRST_ALONE);
    }

    @TestFactory
    Stream<DynamicTest> policiesAloneKeepTenantsApart() throws SQLException {
        return alone(Walls.SECOND_ALONE);
    }

    @TestFactory
    Stream<DynamicTest> theSignedFloorAloneKeepsTenantsApart() throws SQLException {
        return alone(Walls.THIRD_ALONE);
    }

    /** Otherwise a wall would not have stood alone above. */
    @Test
    void theOtherWallsAreReallyGone() throws SQLException {
        assertThat(selectOfKpis(ground(Walls.FIRST_ALONE, "select"), Situation.NONE))
                .hasSize(Tenant.values().length * Rows.SEEDED);
        assertThat(selectOfKpis(ground(Walls.SECOND_ALONE, "select"), Situation.BARE_ID))
                .hasSize(Rows.SEEDED);
        String noFloor = "drop policy kpis_tenant_isolation_floor on app.kpis";
        assertThat(selectOfKpis(ground(Walls.THIRD_ALONE, noFloor), Situation.NONE))
                .hasSize(Tenant.values().length * Rows.SEEDED);
    }

    private static Set<String> selectOfKpis(Ground ground, Situation situation) throws SQLException {
        Trial trial = new Trial(ground.catalogue().relation("kpis"), Operation.SELECT, Way.RAW_SQL, situation);
        return ((Outcome.Saw) ground.observe(trial, null).outcome()).rows();
    }

    private Stream<DynamicTest> alone(Walls walls) throws SQLException {
        return Check.tests(new Matrix(walls, ground(walls, "select")).checks());
    }

    private Ground ground(Walls walls, String sabotage) throws SQLException {
        Ground ground = Ground.open(walls, Template.copy(), sabotage);
        opened.add(ground);
        return ground;
    }
}
