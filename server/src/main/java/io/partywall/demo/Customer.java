package io.partywall.demo;

/** Somebody who buys. The number is empty for one whom the shop does not know. */
record Customer(String number, String country) {}
