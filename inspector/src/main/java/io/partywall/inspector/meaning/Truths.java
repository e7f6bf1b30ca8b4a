package io.partywall.inspector.meaning;

/** The truth values that an expression can have in a situation: any of SQL's three. */
record Truths(boolean canBeTrue, boolean canBeFalse, boolean canBeNull) {

    static final Truths ANY = new Truths(true, true, true);
    static final Truths TRUE = new Truths(true, false, false);
    static final Truths FALSE = new Truths(false, true, false);
    static final Truths NULL = new Truths(false, false, true);
    static final Truths NOT_TRUE = new Truths(false, true, true);
    static final Truths NONE = new Truths(false, false, false);

    static Truths of(boolean truth) {
        return truth ? TRUE : FALSE;
    }

    boolean mustBeTrue() {
        return canBeTrue && !canBeFalse && !canBeNull;
    }

    boolean canBeOtherThanTrue() {
        return canBeFalse || canBeNull;
    }

    Truths not() {
        return new Truths(/* canBeTrue= */ canBeFalse, /* canBeFalse= */ canBeTrue, canBeNull);
    }

    Truths and(Truths other) {
        return new Truths(
                canBeTrue && other.canBeTrue,
                canBeFalse || other.canBeFalse,
                (canBeNull && (other.canBeTrue || other.canBeNull)) || (other.canBeNull && (canBeTrue || canBeNull)));
    }

    Truths or(Truths other) {
        return not().and(other.not()).not();
    }

    Truths union(Truths other) {
        return new Truths(canBeTrue || other.canBeTrue, canBeFalse || other.canBeFalse, canBeNull || other.canBeNull);
    }
}
