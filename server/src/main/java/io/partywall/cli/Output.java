package io.partywall.cli;

/** How a command prints what it found. */
enum Output {
    TABLE,
    JSON,
    CSV
}
