package io.partywall.isolation;

import static io.partywall.isolation.ScopedDatabase.A;
import static io.partywall.isolation.Tables.ARCHIVED_KPIS;
import static io.partywall.isolation.Tables.DEPARTMENTS;
import static io.partywall.isolation.Tables.KPIS;
import static io.partywall.isolation.Tables.READINGS;
import static io.partywall.isolation.Tables.UNITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.keyword;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.raw;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.unquotedName;

import io.partywall.isolation.IsolationException.ReadOnlyContext;
import io.partywall.isolation.IsolationException.UnscopedStatement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.VisitListener;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.CustomCondition;
import org.jooq.impl.CustomField;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ScopedRefusalsTest {

    static final List<Consumer<DSLContext>> WRITES = List.of(
            sql -> sql.insertInto(UNITS, UNITS.CODE).values("x").execute(),
            sql -> sql.insertInto(KPIS, KPIS.ID)
                    .values(1)
                    .onDuplicateKeyIgnore()
                    .execute(),
            sql -> sql.update(KPIS).set(KPIS.ID, 1).execute(),
            sql -> sql.update(KPIS).set(KPIS.ID, 1).returning().fetch(),
            sql -> sql.deleteFrom(KPIS).execute(),
            sql -> sql.mergeInto(KPIS)
                    .using(selectOne())
                    .on(KPIS.ID.eq(1))
                    .whenMatchedThenDelete()
                    .execute(),
            sql -> sql.with(name("gone").as(org.jooq.impl.DSL.deleteFrom(KPIS).returning()))
                    .selectOne()
                    .execute(),
            sql -> sql.selectFrom(KPIS).forUpdate().fetch(),
            sql -> sql.selectFrom(KPIS).forShare().fetch(),
            sql -> sql.selectFrom(select(KPIS.ID).from(KPIS).forUpdate().asTable("k"))
                    .fetch(),
            sql -> sql.truncate(KPIS).execute(),
            sql -> sql.createTable("x").column("y", SQLDataType.INTEGER).execute(),
            sql -> sql.newRecord(KPIS).insert(),
            sql -> sql.batchInsert(sql.newRecord(KPIS).with(KPIS.ID, 10)).execute());

    static final List<Consumer<DSLContext>> PLAIN_SQL = List.of(
            sql -> sql.fetch("select * from app.kpis"),
            sql -> sql.execute("delete from app.kpis"),
            sql -> sql.query("delete from app.kpis").execute(),
            sql -> sql.resultQuery("select * from app.kpis").fetch(),
            sql -> sql.resultQuery("{0}", name("x")).fetch(),
            sql -> sql.batch("delete from app.kpis").execute(),
            sql -> sql.batch(sql.query("delete from app.kpis"), sql.query("select 1"))
                    .execute(),
            sql -> sql.fetchValue("select name from app.kpis"),
            sql -> sql.selectFrom("app.kpis").fetch(),
            sql -> sql.select(field("(select count(*) from app.kpis)")).fetch(),
            sql -> sql.select(field("{0}", raw("(select 1)"))).fetch(),
            sql -> sql.select(field("{0}", keyword("(select 1)"))).fetch(),
            sql -> sql.select().from(table("app.kpis")).fetch(),
            sql -> sql.select().from(table("{0}", KPIS)).fetch(),
            sql -> sql.select().from(table("{0}", name("app", "kpis"))).fetch(),
            sql -> sql.selectFrom(KPIS).where(condition("true) or (true")).fetch(),
            sql -> sql.selectFrom(KPIS).where("true").fetch(),
            sql -> sql.selectFrom(KPIS).orderBy(field("1 -- ")).fetch(),
            sql -> sql.update(KPIS)
                    .set(KPIS.NAME, field("name -- ", String.class))
                    .execute(),
            sql -> sql.deleteFrom(KPIS).where("true --").execute(),
            sql -> sql.select(KPIS.ID).hint("distinct").from(KPIS).fetch(),
            sql -> {
                var query = sql.selectQuery(KPIS);
                query.addOption("union select * from app.kpis");
                query.fetch();
            },
            sql -> sql.select(CustomField.of("x", SQLDataType.INTEGER, context -> context.sql("1")))
                    .fetch(),
            sql -> sql.selectFrom(KPIS)
                    .where(CustomCondition.of(context -> context.sql("true")))
                    .fetch(),
            sql -> sql.select(field("{0}", CustomQueryPart.of(context -> context.sql("1"))))
                    .fetch(),
            sql -> sql.select().from(KPIS.useIndex("x")).fetch());

    static final List<Consumer<DSLContext>> OTHER_STATEMENTS = List.of(
            sql -> sql.truncate(KPIS).execute(),
            sql -> sql.dropTable(KPIS).execute(),
            sql -> sql.alterTable(KPIS).dropColumn(KPIS.NAME).execute(),
            sql -> sql.createView("v").as(select(KPIS.ID).from(KPIS)).execute(),
            sql -> sql.createTable("t").as(select(KPIS.ID).from(KPIS)).execute(),
            sql -> sql.createIndex("i").on(KPIS, KPIS.ID).execute(),
            sql -> sql.select(KPIS.ID)
                    .into(table(name("app", "copy")))
                    .from(KPIS)
                    .fetch(),
            sql -> sql.setSchema("public").execute(),
            sql -> sql.set(name("search_path"), inline("public")).execute(),
            sql -> sql.commentOnTable(KPIS).is("x").execute(),
            sql -> sql.grant(org.jooq.impl.DSL.privilege("select"))
                    .on(KPIS)
                    .toPublic()
                    .execute(),
            sql -> sql.begin(sql.deleteFrom(KPIS)).execute(),
            sql -> sql.update(KPIS).set(KPIS.ID, 1).limit(1).execute(),
            sql -> sql.deleteFrom(KPIS).orderBy(KPIS.ID).limit(1).execute(),
            sql -> sql.update(KPIS.join(DEPARTMENTS).on(KPIS.ID.eq(DEPARTMENTS.ID)))
                    .set(KPIS.ID, 1)
                    .execute());

    static final List<Consumer<DSLContext>> UNKNOWN_TABLES = List.of(
            sql -> sql.selectFrom(table(name("app", "secrets"))).fetch(),
            sql -> sql.selectFrom(table(name("public", "kpis"))).fetch(),
            sql -> sql.selectFrom(table(name("kpis"))).fetch(),
            sql -> sql.selectFrom(table(name("app", "readings_2026"))).fetch(),
            sql -> sql.selectFrom(table(name("app", "KPIS"))).fetch(),
            sql -> sql.selectFrom(table(name("pg_catalog", "pg_class"))).fetch(),
            sql -> sql.selectFrom(table(name("pg_class"))).fetch(),
            sql -> sql.selectFrom(table(name("information_schema", "tables"))).fetch(),
            sql -> sql.selectFrom(table(unquotedName("app.kpis, app.secrets"))).fetch(),
            sql -> sql.selectFrom(table(name("app", "secrets")).as("kpis")).fetch(),
            sql -> sql.insertInto(table(name("app", "secrets")), field(name("secret")))
                    .values("x")
                    .execute(),
            sql -> sql.update(table(name("app", "secrets")))
                    .set(field(name("secret")), "x")
                    .execute(),
            sql -> sql.deleteFrom(table(name("app", "secrets")).as("kpis")).execute(),
            sql -> sql.mergeInto(table(name("app", "secrets")))
                    .using(selectOne())
                    .on(org.jooq.impl.DSL.trueCondition())
                    .whenMatchedThenDelete()
                    .execute(),
            sql -> sql.deleteFrom(KPIS).using(table(name("app", "secrets"))).execute());

    static final List<Consumer<Settings>> UNSAFE_SETTINGS = List.of(
            settings -> settings.setRenderMapping(new RenderMapping()
                    .withSchemata(new MappedSchema().withInput("app").withOutput("public"))),
            settings -> settings.setRenderMapping(new RenderMapping().withDefaultSchema("app")),
            settings -> settings.setRenderNameCase(RenderNameCase.UPPER),
            settings -> settings.setRenderQuotedNames(RenderQuotedNames.NEVER),
            settings -> settings.setRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_QUOTED),
            settings -> settings.setRenderSchema(false));

    @RegisterExtension
    final ScopedDatabase database = new ScopedDatabase();

    @ParameterizedTest
    @FieldSource("WRITES")
    void aReaderWritesAndLocksNothing(Consumer<DSLContext> write) {
        DSLContext sql = database.sql(A, Access.READ);
        assertThatThrownBy(() -> write.accept(sql))
                .isInstanceOf(ReadOnlyContext.class)
                .hasMessageContaining("WRITE");
        assertThat(sql.fetchCount(KPIS)).isEqualTo(6);
    }

    @ParameterizedTest
    @FieldSource("PLAIN_SQL")
    void plainSqlIsRefused(Consumer<DSLContext> plain) {
        assertThatThrownBy(() -> plain.accept(database.sql())).isInstanceOf(UnscopedStatement.class);
    }

    @ParameterizedTest
    @FieldSource("OTHER_STATEMENTS")
    void whatCannotBeConfinedIsRefused(Consumer<DSLContext> statement) {
        assertThatThrownBy(() -> statement.accept(database.sql())).isInstanceOf(UnscopedStatement.class);
    }

    @ParameterizedTest
    @FieldSource("UNKNOWN_TABLES")
    void aTableThatNobodyDeclaredIsRefused(Consumer<DSLContext> statement) {
        assertThatThrownBy(() -> statement.accept(database.sql()))
                .isInstanceOf(UnscopedStatement.class)
                .hasMessageContaining("isolation.protect");
    }

    @ParameterizedTest
    @FieldSource("UNSAFE_SETTINGS")
    void settingsThatChangeNamesAreRefused(Consumer<Settings> change) {
        DSLContext sql = database.sql();
        change.accept(sql.settings());
        assertThatThrownBy(() -> sql.fetchCount(KPIS)).isInstanceOf(UnscopedStatement.class);
        assertThatThrownBy(() -> sql.deleteFrom(KPIS).execute()).isInstanceOf(UnscopedStatement.class);
    }

    @Test
    void theRefusalOfPlainSqlNamesTheWayOut() {
        assertThatThrownBy(() -> database.sql().fetch("select 1")).hasMessageContaining("scope.unscopedSql");
    }

    @Test
    void plainSqlThatIsMarkedRuns() {
        var sql = database.sql();
        assertThat(sql.fetch(UnscopedSql.of("select count(*) from app.kpis where id > ?", 3))
                        .getValues(0))
                .hasToString("[9]");
        assertThat(sql.fetchValue(select(field(UnscopedSql.of("(select count(*) from {0})", KPIS), int.class))))
                .isEqualTo(18);
        assertThat(sql.select()
                        .from(table(UnscopedSql.of("app.secrets")).as("s"))
                        .fetch())
                .hasSize(3);
        assertThat(sql.selectFrom(KPIS)
                        .where(UnscopedSql.of("{0} > 3", KPIS.ID))
                        .fetch())
                .hasSize(3);
        assertThat(sql.execute(UnscopedSql.of("update app.units set label = 'x'")))
                .isEqualTo(2);
    }

    @Test
    void theMarkCoversNothingBesideIt() {
        var sql = database.sql();
        assertThat(sql.select(KPIS.ID, field(UnscopedSql.of("1"))).from(KPIS).fetch())
                .hasSize(6);
        assertThatThrownBy(
                        () -> sql.select(field(UnscopedSql.of("1")), field("2")).fetch())
                .isInstanceOf(UnscopedStatement.class);
    }

    @Test
    void aNameOfTextIsOnlyAName() {
        assertThatThrownBy(() -> database.sql()
                        .select(field(unquotedName("(select count(*) from app.kpis)")))
                        .fetch())
                .hasMessageContaining("does not exist");
    }

    @Test
    void aCommonTableIsOnlyKnownWhereItIsInScope() {
        CommonTableExpression<?> secrets = name("secrets").as(select(KPIS.ID).from(KPIS));
        CommonTableExpression<?> inItself = name("kpis").as(select().from(table(name("kpis"))));
        var sql = database.sql();
        assertThat(sql.with(secrets).select().from(secrets).fetch()).hasSize(6);
        assertThatThrownBy(() -> sql.select().from(secrets).fetch()).isInstanceOf(UnscopedStatement.class);
        assertThatThrownBy(() -> sql.with(inItself).select().from(inItself).fetch())
                .isInstanceOf(UnscopedStatement.class);
        assertThatThrownBy(() -> sql.select()
                        .from(sql.with(secrets).select().from(secrets).asTable("a"), table(name("secrets")))
                        .fetch())
                .isInstanceOf(UnscopedStatement.class);
    }

    @Test
    void tablesOfOneNameInTwoSchemasNeedAliases() {
        assertThatThrownBy(
                        () -> database.sql().select().from(KPIS, ARCHIVED_KPIS).fetch())
                .isInstanceOf(UnscopedStatement.class)
                .hasMessageContaining("alias");
    }

    @Test
    void theScopingCannotBeTakenOut() {
        var configuration = database.sql().configuration();
        VisitListener none = VisitListener.onVisitStart(context -> {});
        assertThatThrownBy(() -> configuration.derive(() -> none)).isInstanceOf(UnscopedStatement.class);
        assertThatThrownBy(() -> configuration.set(none)).isInstanceOf(UnscopedStatement.class);
        assertThatThrownBy(() -> configuration.deriveAppending(none)).isInstanceOf(UnscopedStatement.class);
        assertThatThrownBy(() -> configuration.derive(SQLDialect.MYSQL)).isInstanceOf(UnscopedStatement.class);
        assertThatThrownBy(() -> configuration.set(SQLDialect.MYSQL)).isInstanceOf(UnscopedStatement.class);
    }

    @Test
    void anAttachedQueryKeepsItsScope() {
        var query = database.sql().selectFrom(READINGS);
        assertThat(query.fetch()).hasSize(8);
        assertThat(Stream.of(query.getSQL()).filter(text -> text.contains(A.toString())))
                .hasSize(1);
    }
}
