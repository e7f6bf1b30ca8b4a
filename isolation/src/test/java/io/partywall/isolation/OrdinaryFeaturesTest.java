package io.partywall.isolation;

import static io.partywall.isolation.Tables.KPIS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.currentDate;
import static org.jooq.impl.DSL.currentTimestamp;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.key;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.util.List;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.SelectField;
import org.jooq.XML;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** jOOQ renders some of its own functions by plain SQL templates: refusing those of others must not refuse its own. */
class OrdinaryFeaturesTest {

    private static final Field<JSONB> JSON = val(JSONB.jsonb("{\"a\": [1, 2]}"));

    static final List<SelectField<?>> EXPRESSIONS = List.of(
            KPIS.ID.plus(1).mul(2).minus(3).div(2).mod(5),
            KPIS.ID.bitAnd(1).bitOr(2).bitXor(3).shl(1).shr(1),
            KPIS.NAME.concat("x", "y"),
            KPIS.NAME.likeIgnoreCase("x").or(KPIS.NAME.similarTo("x")).or(KPIS.NAME.likeRegex("x")),
            KPIS.NAME.isDistinctFrom("x"),
            row(KPIS.ID, KPIS.NAME).isDistinctFrom(row(1, "x")),
            row(KPIS.ID, KPIS.NAME).in(List.of(row(1, "x"), row(2, "y"))),
            KPIS.ID.cast(SQLDataType.VARCHAR(10)),
            KPIS.VALUE.cast(SQLDataType.NUMERIC(10, 2)),
            DSL.timestampAdd(currentTimestamp(), 3, DatePart.DAY),
            DSL.timestampDiff(DatePart.HOUR, currentTimestamp(), currentTimestamp()),
            DSL.dateDiff(currentDate(), currentDate()),
            DSL.trunc(currentTimestamp(), DatePart.MONTH),
            DSL.extract(currentDate(), DatePart.YEAR),
            DSL.extract(currentDate(), DatePart.DAY_OF_WEEK),
            DSL.extract(currentTimestamp(), DatePart.EPOCH),
            DSL.jsonObject(key("a").value(KPIS.ID), key("b").value(KPIS.NAME)),
            DSL.jsonbArray(KPIS.ID, KPIS.NAME),
            DSL.jsonbValue(JSON, "$.a"),
            DSL.jsonbExists(JSON, "$.a"),
            DSL.jsonbGetAttributeAsText(JSON, "a"),
            DSL.jsonbGetElement(DSL.jsonbGetAttribute(JSON, "a"), 1),
            DSL.jsonbKeys(JSON),
            DSL.xmlelement("a", KPIS.ID),
            DSL.coalesce(KPIS.NAME, "x"),
            DSL.nvl2(KPIS.NAME, "x", "y"),
            DSL.decode(KPIS.ID, 1, 2),
            DSL.greatest(KPIS.ID, 3),
            DSL.choose(KPIS.ID).when(1, 2).otherwise(3),
            DSL.position(KPIS.NAME, "x"),
            DSL.md5(KPIS.NAME),
            DSL.rpad(KPIS.NAME, 3),
            DSL.translate(KPIS.NAME, "x", "y"),
            DSL.log(KPIS.ID, 2),
            DSL.sinh(KPIS.ID),
            DSL.atan2(KPIS.ID, 1),
            inline(Double.NaN),
            inline(Double.POSITIVE_INFINITY),
            DSL.uuid(),
            DSL.rand(),
            DSL.currentUser(),
            DSL.currentSchema(),
            DSL.currentCatalog(),
            array(1, 2),
            DSL.cardinality(array(1, 2)),
            DSL.arrayFilter(array(1, 2), element -> element.gt(1)),
            DSL.arrayMap(array(1, 2), element -> element.plus(1)),
            DSL.arrayAnyMatch(array(1, 2), element -> element.eq(1)),
            DSL.arrayAllMatch(array(1, 2), element -> element.eq(1)),
            DSL.arrayNoneMatch(array(1, 2), element -> element.eq(1)),
            DSL.lag(KPIS.ID).over(orderBy(KPIS.ID)),
            DSL.firstValue(KPIS.ID)
                    .over(orderBy(KPIS.ID).rowsBetweenUnboundedPreceding().andCurrentRow()),
            DSL.ratioToReport(KPIS.ID).over(),
            DSL.ntile(2).over(orderBy(KPIS.ID)),
            DSL.function("lower", String.class, KPIS.NAME));

    static final List<SelectField<?>> AGGREGATES = List.of(
            count(),
            DSL.countDistinct(KPIS.ID, KPIS.NAME),
            count().filterWhere(KPIS.ID.gt(2)),
            DSL.product(KPIS.ID),
            DSL.median(KPIS.ID),
            DSL.mode().withinGroupOrderBy(KPIS.ID),
            DSL.percentileCont(0.5).withinGroupOrderBy(KPIS.ID),
            DSL.stddevPop(KPIS.ID),
            DSL.listAgg(KPIS.NAME, ",").withinGroupOrderBy(KPIS.ID),
            DSL.arrayAgg(KPIS.ID).orderBy(KPIS.ID),
            DSL.jsonbArrayAgg(KPIS.ID),
            DSL.jsonObjectAgg(KPIS.NAME, KPIS.ID),
            DSL.xmlagg(DSL.xmlelement("a", KPIS.ID)),
            DSL.multisetAgg(KPIS.ID, KPIS.NAME),
            DSL.boolAnd(KPIS.ID.gt(1)),
            DSL.bitAndAgg(KPIS.ID),
            DSL.maxDistinct(KPIS.ID));

    @RegisterExtension
    final ScopedDatabase database = new ScopedDatabase();

    @ParameterizedTest
    @FieldSource("EXPRESSIONS")
    void expressionsWork(SelectField<?> expression) {
        assertThat(database.sql().select(expression).from(KPIS).fetch()).hasSize(6);
    }

    @ParameterizedTest
    @FieldSource("AGGREGATES")
    void aggregatesWork(SelectField<?> aggregate) {
        assertThat(database.sql().select(aggregate).from(KPIS).fetch()).hasSize(1);
    }

    @Test
    void relationsWithoutATableWork() {
        var sql = database.sql();
        assertThat(sql.selectOne().fetch()).hasSize(1);
        assertThat(sql.select().from(DSL.values(row(1), row(2)).as("v", "i")).fetch())
                .hasSize(2);
        assertThat(sql.select().from(DSL.unnest(new Integer[] {1, 2})).fetch()).hasSize(2);
        assertThat(sql.select().from(DSL.generateSeries(1, 3)).fetch()).hasSize(3);
        assertThat(sql.select()
                        .from(DSL.generateSeries(val(1), val(5), val(2)).as("g", "i"))
                        .fetch())
                .hasSize(3);
        assertThat(sql.select()
                        .from(DSL.jsonbTable(val(JSONB.jsonb("[{\"x\": 1}]")), val("$[*]"))
                                .column("x", SQLDataType.INTEGER)
                                .asTable("j"))
                        .fetch())
                .hasSize(1);
        assertThat(sql.select()
                        .from(DSL.xmltable("//a")
                                .passing(val(XML.xml("<r><a><b>1</b></a></r>")))
                                .column("b", SQLDataType.INTEGER))
                        .fetch())
                .hasSize(1);
    }

    @Test
    void sequencesWork() {
        var ids = DSL.sequence(name("app", "slugs_id_seq"));
        assertThat(database.sql().nextval(ids)).isPositive();
        assertThat(database.sql().currval(ids)).isPositive();
    }

    @Test
    void whatJooqParsesIsConfinedToo() {
        var sql = database.sql();
        var parser = sql.parser();
        assertThat(sql.fetch(requireNonNull(parser.parseResultQuery("select name from app.kpis k where k.id > 2"))))
                .hasSize(4);
        assertThat(sql.execute(requireNonNull(parser.parseQuery("delete from app.kpis"))))
                .isEqualTo(6);
    }

    @Test
    void aTableOfTheNameOfACommonTableIsShadowedByIt() {
        var ones = name("kpis").fields("one").as(select(inline(1)));
        assertThat(database.sql()
                        .with(ones)
                        .select(field(name("kpis", "one")))
                        .from(table(name("kpis")))
                        .fetch())
                .hasSize(1);
    }
}
