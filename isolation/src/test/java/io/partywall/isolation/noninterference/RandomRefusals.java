package io.partywall.isolation.noninterference;

/** Statements that meet an error, or a wall. */
final class RandomRefusals {

    private RandomRefusals() {}

    /** What is refused whatever the rows are, or for one of A's own. */
    static Sql refused(Vocabulary words) {
        Draw draw = words.draw;
        Relation relation = words.storedTable().as(words.alias());
        String id = Column.ID.of(relation.alias());
        return Sql.of(
                draw.any(
                        "select 10 / ({} - {}) from {}",
                        "select cast((select 'greatest ' || cast(max({} + {}) as text) from {}) as int)",
                        "select (select {} + {} from {})",
                        "update shop.t0 set tenant_id = '" + Tenants.B + "' where id > 2",
                        "insert into shop.t0 (tenant_id, id) values ('" + Tenants.B + "', 1) on conflict do nothing",
                        "truncate shop.t0",
                        "select count(*) from shop.t0_0",
                        "select * from pg_stats where schemaname = 'shop'"),
                id,
                draw.between(1, 14),
                relation.declared());
    }
}
