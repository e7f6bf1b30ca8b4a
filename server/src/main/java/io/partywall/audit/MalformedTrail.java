package io.partywall.audit;

/** A file that is no export of an audit trail; the message names the line and what is wrong with it. */
public final class MalformedTrail extends RuntimeException {

    MalformedTrail(String message) {
        super(message);
    }
}
