package io.partywall.mail;

/** A message to one person, in plain text. */
public record Mail(String to, String subject, String text) {}
