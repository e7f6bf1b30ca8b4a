package io.partywall.isolation;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.ForeignKey;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableOptions;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.QOM;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.SchemaImpl;
import org.jooq.impl.TableImpl;
import org.jooq.impl.UpdatableRecordImpl;
import org.jspecify.annotations.Nullable;

/** The schema of these tests, as jOOQ's code generator would emit it. */
final class Tables {

    static final Schema APP = new SchemaImpl(DSL.name("app"));
    static final Departments DEPARTMENTS = new Departments();
    static final Kpis KPIS = new Kpis();
    static final Slugs SLUGS = new Slugs();
    static final Units UNITS = new Units();

    /** Tables that are only known by name. */
    static final Table<Record> READINGS = DSL.table(DSL.name("app", "readings"));

    static final Table<Record> EVENTS = DSL.table(DSL.name("app", "events"));
    static final Table<Record> KPI_OVERVIEW = DSL.table(DSL.name("app", "kpi_overview"));
    static final Table<Record> ARCHIVED_KPIS = DSL.table(DSL.name("archive", "kpis"));

    private Tables() {}

    /** What generated classes have in common. */
    abstract static class Generated<R extends Record> extends TableImpl<R> {
        private final Class<R> recordType;

        Generated(Name name, Class<R> recordType, @Nullable Table<R> aliased, @Nullable Condition where) {
            super(name, null, aliased, null, DSL.comment(""), TableOptions.table(), where);
            this.recordType = recordType;
        }

        Generated(Name name, Class<R> recordType, Table<?> path, ForeignKey<?, R> foreignKey, Table<R> target) {
            super(path, foreignKey, null, target);
            this.recordType = recordType;
        }

        @Override
        public @Nullable Schema getSchema() {
            return aliased() ? null : APP;
        }

        @Override
        public Class<R> getRecordType() {
            return recordType;
        }
    }

    static final class Departments extends Generated<DepartmentRecord> {
        final TableField<DepartmentRecord, UUID> TENANT_ID =
                createField(DSL.name("tenant_id"), SQLDataType.UUID.nullable(false), this);
        final TableField<DepartmentRecord, Integer> ID =
                createField(DSL.name("id"), SQLDataType.INTEGER.nullable(false), this);
        final TableField<DepartmentRecord, String> NAME = createField(DSL.name("name"), SQLDataType.CLOB, this);
        final TableField<DepartmentRecord, Integer> PARENT_ID =
                createField(DSL.name("parent_id"), SQLDataType.INTEGER, this);

        Departments() {
            super(DSL.name("departments"), DepartmentRecord.class, null, null);
        }

        Departments(Name alias, Departments aliased) {
            super(alias, DepartmentRecord.class, aliased, null);
        }

        Departments(Table<?> path, ForeignKey<?, DepartmentRecord> foreignKey) {
            super(DSL.name("departments"), DepartmentRecord.class, path, foreignKey, DEPARTMENTS);
        }

        @Override
        public Departments as(String alias) {
            return new Departments(DSL.name(alias), this);
        }

        @Override
        public Departments as(Name alias) {
            return new Departments(alias, this);
        }

        @Override
        public UniqueKey<DepartmentRecord> getPrimaryKey() {
            return Keys.DEPARTMENTS_PKEY;
        }
    }

    static final class Kpis extends Generated<KpiRecord> {
        final TableField<KpiRecord, UUID> TENANT_ID =
                createField(DSL.name("tenant_id"), SQLDataType.UUID.nullable(false), this);
        final TableField<KpiRecord, Integer> ID =
                createField(DSL.name("id"), SQLDataType.INTEGER.nullable(false), this);
        final TableField<KpiRecord, Integer> DEPARTMENT_ID =
                createField(DSL.name("department_id"), SQLDataType.INTEGER, this);
        final TableField<KpiRecord, String> NAME = createField(DSL.name("name"), SQLDataType.CLOB, this);
        final TableField<KpiRecord, BigDecimal> VALUE = createField(DSL.name("value"), SQLDataType.NUMERIC, this);

        Kpis() {
            super(DSL.name("kpis"), KpiRecord.class, null, null);
        }

        Kpis(Name alias, @Nullable Kpis aliased, @Nullable Condition where) {
            super(alias, KpiRecord.class, aliased, where);
        }

        @Override
        public Kpis as(String alias) {
            return new Kpis(DSL.name(alias), this, null);
        }

        @Override
        public Kpis as(Name alias) {
            return new Kpis(alias, this, null);
        }

        @Override
        public Kpis where(Condition condition) {
            return new Kpis(getQualifiedName(), aliased() ? this : null, condition);
        }

        /** The implicit path join to the KPI's department. */
        Departments department() {
            return new Departments(this, Keys.KPIS_DEPARTMENT_FKEY);
        }

        @Override
        public UniqueKey<KpiRecord> getPrimaryKey() {
            return Keys.KPIS_PKEY;
        }

        @Override
        public List<ForeignKey<KpiRecord, ?>> getReferences() {
            return List.of(Keys.KPIS_DEPARTMENT_FKEY);
        }
    }

    static final class Slugs extends Generated<SlugRecord> {
        final TableField<SlugRecord, Integer> ID =
                createField(DSL.name("id"), SQLDataType.INTEGER.nullable(false).generatedByDefaultAsIdentity(), this);
        final TableField<SlugRecord, UUID> TENANT_ID =
                createField(DSL.name("tenant_id"), SQLDataType.UUID.nullable(false), this);
        final TableField<SlugRecord, String> SLUG = createField(DSL.name("slug"), SQLDataType.CLOB, this);
        final TableField<SlugRecord, Integer> HITS = createField(DSL.name("hits"), SQLDataType.INTEGER, this);

        Slugs() {
            super(DSL.name("slugs"), SlugRecord.class, null, null);
        }

        @Override
        public UniqueKey<SlugRecord> getPrimaryKey() {
            return Keys.SLUGS_PKEY;
        }
    }

    static final class Units extends Generated<UnitRecord> {
        final TableField<UnitRecord, String> CODE = createField(DSL.name("code"), SQLDataType.CLOB, this);
        final TableField<UnitRecord, String> LABEL = createField(DSL.name("label"), SQLDataType.CLOB, this);

        Units() {
            super(DSL.name("units"), UnitRecord.class, null, null);
        }
    }

    static final class DepartmentRecord extends UpdatableRecordImpl<DepartmentRecord> {
        DepartmentRecord() {
            super(DEPARTMENTS);
        }
    }

    static final class KpiRecord extends UpdatableRecordImpl<KpiRecord> {
        KpiRecord() {
            super(KPIS);
        }
    }

    static final class SlugRecord extends UpdatableRecordImpl<SlugRecord> {
        SlugRecord() {
            super(SLUGS);
        }
    }

    static final class UnitRecord extends UpdatableRecordImpl<UnitRecord> {
        UnitRecord() {
            super(UNITS);
        }
    }

    /** Apart from the tables, for the sake of class initialisation. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic columns, as the generator writes them
    static final class Keys {
        static final UniqueKey<DepartmentRecord> DEPARTMENTS_PKEY = Internal.createUniqueKey(
                DEPARTMENTS, DSL.name("departments_pkey"), DEPARTMENTS.TENANT_ID, DEPARTMENTS.ID);
        static final UniqueKey<KpiRecord> KPIS_PKEY =
                Internal.createUniqueKey(KPIS, DSL.name("kpis_pkey"), KPIS.TENANT_ID, KPIS.ID);
        static final UniqueKey<SlugRecord> SLUGS_PKEY =
                Internal.createUniqueKey(SLUGS, DSL.name("slugs_pkey"), SLUGS.ID);
        static final ForeignKey<KpiRecord, DepartmentRecord> KPIS_DEPARTMENT_FKEY = Internal.createForeignKey(
                KPIS,
                DSL.name("kpis_department_fkey"),
                new TableField[] {KPIS.TENANT_ID, KPIS.DEPARTMENT_ID},
                DEPARTMENTS_PKEY,
                new TableField[] {DEPARTMENTS.TENANT_ID, DEPARTMENTS.ID},
                true,
                QOM.ForeignKeyRule.CASCADE,
                QOM.ForeignKeyRule.NO_ACTION);

        private Keys() {}
    }
}
