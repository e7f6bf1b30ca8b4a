package io.partywall.isolation;

import java.math.BigDecimal;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** The table shop.kpis, as jOOQ's generator would write it. */
final class Kpis extends TableImpl<Record> {

    private static final long serialVersionUID = 1;

    static final Kpis KPIS = new Kpis();

    final TableField<Record, String> name = createField(DSL.name("name"), SQLDataType.VARCHAR, this);
    final TableField<Record, BigDecimal> value = createField(DSL.name("value"), SQLDataType.NUMERIC, this);

    private Kpis() {
        super(DSL.name("kpis"), DSL.schema(DSL.name("shop")));
    }

    record Kpi(String name, BigDecimal value) {}
}
