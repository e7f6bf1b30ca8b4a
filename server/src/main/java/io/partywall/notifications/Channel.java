package io.partywall.notifications;

/** How people are told. */
enum Channel {
    IN_APP,
    EMAIL
}
