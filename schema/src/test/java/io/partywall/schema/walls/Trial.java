package io.partywall.schema.walls;

/** One thing to try, named as it is reported. */
record Trial(Relation relation, Operation operation, Way way, Situation situation) {
    @Override
    public String toString() {
        return relation + " › " + operation + " › " + way + " › " + situation;
    }
}
