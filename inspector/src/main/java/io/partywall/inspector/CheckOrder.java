package io.partywall.inspector;

import java.util.Comparator;

/** A2 before A10, C7 before C7b. */
enum CheckOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        int byGroup = Character.compare(left.charAt(0), right.charAt(0));
        int byNumber = Integer.compare(number(left), number(right));
        return byGroup != 0 ? byGroup : byNumber != 0 ? byNumber : left.compareTo(right);
    }

    private static int number(String id) {
        return Integer.parseInt(id.replaceAll("\\D", ""));
    }
}
