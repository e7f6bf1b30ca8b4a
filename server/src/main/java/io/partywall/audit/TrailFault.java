package io.partywall.audit;

/** Something in a trail that is not as it was sealed. */
public sealed interface TrailFault {

    /** Rows that were sealed and are not there. */
    record Missing(long from, long to) implements TrailFault {
        @Override
        public String toString() {
            return from == to ? "row " + from + " was taken away" : "rows " + from + " to " + to + " were taken away";
        }
    }

    /** A row that says it was sealed and was not. */
    record Inserted(long sequence, String row) implements TrailFault {
        @Override
        public String toString() {
            return "row " + sequence + " was slipped in: " + row;
        }
    }

    /** A row of which something is other than it was. */
    record Changed(long sequence, String what, String row) implements TrailFault {
        @Override
        public String toString() {
            return "row " + sequence + " was changed (" + what + "): " + row;
        }
    }

    /** A row in another's place. */
    record Moved(long sequence, long sealedAs, String row) implements TrailFault {
        @Override
        public String toString() {
            return "row " + sequence + " was sealed as row " + sealedAs + ": " + row;
        }
    }

    /** A seal that does not hold, or is not there. */
    record Unsealed(long from, long to, String why) implements TrailFault {
        @Override
        public String toString() {
            return "nothing proves rows " + from + " to " + to + ": " + why;
        }
    }
}
