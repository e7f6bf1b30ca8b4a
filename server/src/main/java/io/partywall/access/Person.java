package io.partywall.access;

import java.util.UUID;

/** Somebody with an account. */
public record Person(UUID id, String email, String name, boolean emailVerified, boolean platformAdmin) {}
