package io.partywall.cli;

/** Something that the person at the terminal can put right: told in one line, exit code 2. */
final class UserError extends RuntimeException {

    UserError(String message) {
        super(message);
    }
}
