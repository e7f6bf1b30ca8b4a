package io.partywall.connectors.onlineretail;

import java.util.List;

/**
 * A line that cannot be read.
 *
 * @param reason in words, for the person who corrects the file
 * @param fields as written, as far as they could be told apart; what is beyond the eighth is one field
 */
public record Rejected(long line, String reason, List<String> fields) implements Row {

    public Rejected {
        fields = List.copyOf(fields);
    }
}
