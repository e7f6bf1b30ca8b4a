package io.partywall.inspector.catalogue;

/** What a statement does with rows, as policies tell it apart. */
public enum Command {
    SELECT('r'),
    INSERT('a'),
    UPDATE('w'),
    DELETE('d');

    private final char letter;

    Command(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }
}
