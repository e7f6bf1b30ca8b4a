package io.partywall.schema.walls;

/**
 * The rows that an operation is tried with.
 *
 * @param present a row of the tenant that is aimed at
 * @param fresh a row that this tenant could have and has not
 * @param taken a row of the tenant that tries, which it could have, with the id of {@code present}
 */
record Aim(Row present, Row fresh, Row taken) {

    static Aim of(Relation relation, Situation situation, Rows rows) {
        Row present = rows.row(relation, situation.aim(), Rows.seeded(relation) - 1);
        Row taken = rows.fresh(relation, situation.claimed());
        for (String column : relation.key()) {
            if (!column.equals("tenant_id")) {
                taken = taken.with(column, present.value(column));
            }
        }
        return new Aim(present, rows.fresh(relation, situation.aim()), taken);
    }

    Relation relation() {
        return present.relation();
    }

    /** Whether the table has to be emptied before the operation can add to it. */
    boolean needsRoom(Operation operation) {
        return relation().onePerTenant() && (operation == Operation.INSERT || operation == Operation.UPSERT_TAKEN_ID);
    }
}
