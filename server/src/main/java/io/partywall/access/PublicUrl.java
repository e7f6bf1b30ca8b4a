package io.partywall.access;

/** Where people reach this installation, for the links in mails; without a slash at the end. */
public record PublicUrl(String text) {
    @Override
    public String toString() {
        return text;
    }
}
