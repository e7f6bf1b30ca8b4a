package io.partywall.isolation;

import static io.partywall.isolation.ScopedDatabase.A;
import static io.partywall.isolation.ScopedDatabase.B;
import static io.partywall.isolation.Tables.DEPARTMENTS;
import static io.partywall.isolation.Tables.EVENTS;
import static io.partywall.isolation.Tables.KPIS;
import static io.partywall.isolation.Tables.READINGS;
import static io.partywall.isolation.Tables.SLUGS;
import static io.partywall.isolation.Tables.UNITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.defaultValue;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.finalTable;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import io.partywall.isolation.IsolationException.ForeignTenant;
import io.partywall.isolation.IsolationException.UnscopedStatement;
import io.partywall.isolation.Tables.Departments;
import io.partywall.isolation.Tables.Kpis;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the rows of other tenants stay what they are is asserted after each of these, by {@link ScopedDatabase}. */
class ScopedWritesTest {

    private static final Field<String> NOTE = field(name("note"), String.class);

    @RegisterExtension
    final ScopedDatabase database = new ScopedDatabase();

    @Test
    void anUpdateWithoutAConditionChangesOnlyTheTenantsRows() {
        assertThat(database.sql().update(KPIS).set(KPIS.VALUE, BigDecimal.TEN).execute())
                .isEqualTo(6);
    }

    @Test
    void aConditionOfAlternativesDoesNotWidenAnUpdate() {
        assertThat(database.sql()
                        .update(KPIS)
                        .set(KPIS.VALUE, BigDecimal.TEN)
                        .where(KPIS.ID.eq(1).or(KPIS.ID.eq(2)))
                        .execute())
                .isEqualTo(2);
    }

    @Test
    void anUpdateOfAnAliasIsConfined() {
        Kpis k = KPIS.as("k");
        assertThat(database.sql()
                        .update(k)
                        .set(k.VALUE, BigDecimal.TEN)
                        .where(k.ID.eq(1))
                        .execute())
                .isEqualTo(1);
        assertThat(database.sql().update(READINGS).set(field(name("value")), 7).execute())
                .isEqualTo(8);
    }

    @Test
    void anUpdateFromOtherTablesReadsOnlyTheTenantsRows() {
        Kpis other = KPIS.as("other");
        assertThat(database.sql()
                        .update(KPIS)
                        .set(KPIS.NAME, DEPARTMENTS.NAME.concat(other.NAME))
                        .from(DEPARTMENTS, other)
                        .where(DEPARTMENTS.ID.eq(KPIS.DEPARTMENT_ID))
                        .and(other.ID.eq(KPIS.ID))
                        .execute())
                .isEqualTo(4);
        assertThat(database.raw("select name from app.kpis where tenant_id = '" + A + "' and id = 1"))
                .containsExactly("a-department-1a-kpi-1");
    }

    @Test
    void aSubQueryInAnUpdateReadsOnlyTheTenantsRows() {
        Kpis other = KPIS.as("other");
        assertThat(database.sql()
                        .update(KPIS)
                        .set(
                                KPIS.NAME,
                                select(other.NAME.concat("!")).from(other).where(other.ID.eq(KPIS.ID)))
                        .where(exists(select(other.ID).from(other).where(other.NAME.like("b%"))))
                        .execute())
                .isZero();
        assertThat(database.sql()
                        .update(KPIS)
                        .set(
                                row(KPIS.NAME, KPIS.VALUE),
                                select(other.NAME.concat("!"), other.VALUE)
                                        .from(other)
                                        .where(other.ID.eq(KPIS.ID)))
                        .execute())
                .isEqualTo(6);
    }

    @Test
    void aDeleteWithoutAConditionDeletesOnlyTheTenantsRows() {
        assertThat(database.sql().deleteFrom(KPIS).execute()).isEqualTo(6);
        assertThat(database.sql().deleteFrom(READINGS).execute()).isEqualTo(8);
    }

    @Test
    void aDeleteUsingOtherTablesReadsOnlyTheTenantsRows() {
        Departments using = DEPARTMENTS.as("using");
        assertThat(database.sql()
                        .deleteFrom(KPIS)
                        .using(using)
                        .where(using.ID.eq(KPIS.DEPARTMENT_ID))
                        .and(using.NAME.like("b%"))
                        .execute())
                .isZero();
        assertThat(database.sql()
                        .deleteFrom(KPIS)
                        .using(DEPARTMENTS)
                        .where(DEPARTMENTS.ID.eq(KPIS.DEPARTMENT_ID).or(KPIS.ID.eq(6)))
                        .execute())
                .isEqualTo(5);
    }

    @Test
    void whatAWriteReturnsIsTheTenants() {
        assertThat(database.sql()
                        .update(KPIS)
                        .set(KPIS.VALUE, KPIS.VALUE.plus(1))
                        .returning()
                        .fetch(KPIS.TENANT_ID))
                .hasSize(6)
                .containsOnly(A.value());
        assertThat(database.sql()
                        .deleteFrom(KPIS)
                        .where(KPIS.ID.gt(4))
                        .returning(KPIS.NAME)
                        .fetch(KPIS.NAME))
                .containsExactlyInAnyOrder("a-kpi-5", "a-kpi-6");
        assertThat(database.sql()
                        .insertInto(KPIS, KPIS.ID, KPIS.NAME)
                        .values(10, "ten")
                        .returning(KPIS.TENANT_ID)
                        .fetchSingle(KPIS.TENANT_ID))
                .isEqualTo(A.value());
    }

    @Test
    void aWriteInACommonTableExpressionIsConfined() {
        assertThat(database.sql()
                        .select()
                        .from(finalTable(update(KPIS).set(KPIS.VALUE, BigDecimal.ONE))
                                .as("changed"))
                        .fetch())
                .hasSize(6);
        var gone = name("gone").as(DSL.deleteFrom(KPIS).returning(KPIS.NAME));
        assertThat(database.sql().with(gone).select().from(gone).fetch()).hasSize(6);
    }

    @Test
    void anInsertIsGivenTheTenantItDoesNotName() {
        database.sql().insertInto(KPIS, KPIS.ID, KPIS.NAME).values(10, "ten").execute();
        database.sql()
                .insertInto(KPIS)
                .set(KPIS.ID, 11)
                .set(KPIS.NAME, "eleven")
                .execute();
        database.sql()
                .insertInto(KPIS, KPIS.ID, KPIS.NAME)
                .values(12, "twelve")
                .values(13, "thirteen")
                .execute();
        database.sql()
                .insertInto(KPIS, KPIS.ID, KPIS.NAME)
                .valuesOfRows(List.of(row(14, "fourteen"), row(15, "fifteen")))
                .execute();
        assertThat(database.sql().fetchCount(KPIS, KPIS.ID.between(10, 15))).isEqualTo(6);
    }

    @Test
    void anInsertMayNameItsOwnTenant() {
        UUID own = A.value();
        database.sql()
                .insertInto(KPIS)
                .values(own, 10, null, "ten", BigDecimal.ONE)
                .execute();
        database.sql()
                .insertInto(KPIS, KPIS.ID, KPIS.TENANT_ID, KPIS.NAME)
                .values(11, null, "null")
                .execute();
        database.sql()
                .insertInto(KPIS, KPIS.ID, KPIS.TENANT_ID, KPIS.NAME)
                .values(val(12), inline(own), val("inline"))
                .values(val(13), defaultValue(KPIS.TENANT_ID), val("default"))
                .execute();
        database.sql()
                .insertInto(EVENTS, field(name("tenant_id")), field(name("note")))
                .values(own.toString().toUpperCase(Locale.ROOT), "as text")
                .execute();
        assertThat(database.sql().fetchCount(KPIS, KPIS.ID.ge(10))).isEqualTo(4);
    }

    @Test
    void anInsertOfNothingButDefaultsIsTheTenants() {
        database.sql().insertInto(EVENTS).defaultValues().execute();
        assertThat(database.sql().fetchCount(EVENTS, NOTE.eq("none"))).isEqualTo(1);
    }

    @Test
    void anInsertOfAnotherTenantsRowIsRefused() {
        UUID foreign = B.value();
        var sql = database.sql();
        assertThatThrownBy(() -> sql.insertInto(KPIS)
                        .values(foreign, 10, null, "x", null)
                        .execute())
                .isInstanceOf(ForeignTenant.class)
                .hasMessageContaining("app.kpis")
                .hasMessageContaining("leave the column out");
        assertThatThrownBy(() -> sql.insertInto(KPIS, KPIS.ID, KPIS.TENANT_ID)
                        .values(1, A.value())
                        .values(2, foreign)
                        .execute())
                .isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(() -> sql.insertInto(KPIS)
                        .set(KPIS.ID, 1)
                        .set(KPIS.TENANT_ID, inline(foreign))
                        .execute())
                .isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(() -> sql.insertInto(EVENTS, field(name("tenant_id")))
                        .values(foreign.toString())
                        .execute())
                .isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(() -> sql.insertInto(KPIS, KPIS.ID, KPIS.TENANT_ID)
                        .values(val(1), DSL.coalesce(val(foreign), foreign))
                        .execute())
                .isInstanceOf(UnscopedStatement.class)
                .hasMessageContaining("app.kpis");
    }

    @Test
    void insertSelectIsGivenTheTenant() {
        var sql = database.sql();
        Departments d = DEPARTMENTS.as("d");
        assertThat(sql.insertInto(KPIS, KPIS.ID, KPIS.NAME)
                        .select(select(d.ID.plus(10), d.NAME)
                                .from(d)
                                .orderBy(d.ID)
                                .limit(3))
                        .execute())
                .isEqualTo(3);
        assertThat(sql.insertInto(KPIS)
                        .select(select(
                                        KPIS.TENANT_ID,
                                        KPIS.ID.plus(20),
                                        KPIS.DEPARTMENT_ID,
                                        KPIS.NAME.concat("'"),
                                        KPIS.VALUE)
                                .from(KPIS))
                        .execute())
                .isEqualTo(9);
        assertThat(sql.insertInto(KPIS, KPIS.TENANT_ID, KPIS.ID, KPIS.NAME)
                        .select(select(val(A.value()), d.ID.plus(50), d.NAME.concat("''"))
                                .from(d))
                        .execute())
                .isEqualTo(4);
        assertThat(sql.insertInto(KPIS, KPIS.ID, KPIS.NAME)
                        .select(select(val(60), val("s")).unionAll(select(val(61), val("t"))))
                        .execute())
                .isEqualTo(2);
    }

    @Test
    void insertSelectOfAnotherTenantsRowsIsRefused() {
        var sql = database.sql();
        assertThatThrownBy(() -> sql.insertInto(KPIS, KPIS.TENANT_ID, KPIS.ID, KPIS.NAME)
                        .select(select(val(B.value()), val(10), val("x")))
                        .execute())
                .isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(() -> sql.insertInto(KPIS, KPIS.TENANT_ID, KPIS.ID, KPIS.NAME)
                        .select(select(KPIS.TENANT_ID, KPIS.ID, KPIS.NAME)
                                .from(KPIS)
                                .unionAll(select(val(B.value()), val(10), val("x"))))
                        .execute())
                .isInstanceOf(UnscopedStatement.class)
                .hasMessageContaining("leave tenant_id out");
        assertThatThrownBy(() -> sql.insertInto(KPIS, KPIS.TENANT_ID, KPIS.ID, KPIS.NAME)
                        .select(select(field(name("t"), UUID.class), val(10), val("x"))
                                .from(select(val(B.value()).as("t")).asTable("s")))
                        .execute())
                .isInstanceOf(UnscopedStatement.class);
    }

    @Test
    void anInsertIntoUnknownColumnsIsRefused() {
        assertThatThrownBy(() -> database.sql()
                        .insertInto(READINGS)
                        .select(select(field(name("x", "a")))
                                .from(select(val(1).as("a")).asTable("x")))
                        .execute())
                .isInstanceOf(UnscopedStatement.class)
                .hasMessageContaining("name the columns");
    }

    @Test
    void aRowCannotBeMovedToAnotherTenant() {
        var sql = database.sql();
        assertThatThrownBy(() -> sql.update(KPIS).set(KPIS.TENANT_ID, B.value()).execute())
                .isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(() -> sql.update(KPIS).setNull(KPIS.TENANT_ID).execute())
                .isInstanceOf(ForeignTenant.class);
        assertThatThrownBy(() -> sql.update(KPIS)
                        .set(row(KPIS.TENANT_ID, KPIS.ID), row(B.value(), 1))
                        .execute())
                .isInstanceOf(UnscopedStatement.class);
        assertThatThrownBy(() -> sql.update(KPIS)
                        .set(KPIS.TENANT_ID, select(val(B.value())))
                        .execute())
                .isInstanceOf(UnscopedStatement.class);
        assertThat(sql.update(KPIS)
                        .set(KPIS.TENANT_ID, A.value())
                        .set(KPIS.VALUE, BigDecimal.ONE)
                        .execute())
                .isEqualTo(6);
    }

    @Test
    void globalTablesMayBeWrittenAsTheyAre() {
        assertThat(database.sql()
                        .insertInto(UNITS, UNITS.CODE, UNITS.LABEL)
                        .values("KG", "kilogram")
                        .execute())
                .isEqualTo(1);
        assertThat(database.sql().update(UNITS).set(UNITS.LABEL, "x").execute()).isEqualTo(3);
        assertThat(database.sql().deleteFrom(UNITS).execute()).isEqualTo(3);
    }

    @Test
    void aTableWhoseKeysLackTheTenantIsConfinedToo() {
        assertThat(database.sql()
                        .update(SLUGS)
                        .set(SLUGS.HITS, 0)
                        .where(SLUGS.ID.eq(4))
                        .execute())
                .isZero();
        assertThat(database.sql()
                        .deleteFrom(SLUGS)
                        .where(SLUGS.SLUG.eq("b-slug-1"))
                        .execute())
                .isZero();
    }
}
