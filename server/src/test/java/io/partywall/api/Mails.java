package io.partywall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.mail.Mail;
import io.partywall.mail.Mailer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was mailed. */
public final class Mails implements Mailer {

    private static final Pattern TOKEN = Pattern.compile("token=([A-Za-z0-9_-]+)");

    private final List<Mail> sent = new CopyOnWriteArrayList<>();

    @Override
    public void send(Mail mail) {
        sent.add(mail);
    }

    /** All to this address, the oldest first. */
    public List<Mail> to(String address) {
        return sent.stream().filter(mail -> mail.to().equals(address)).toList();
    }

    /** The token in the newest mail to this address. */
    public String token(String address) {
        assertThat(to(address)).isNotEmpty();
        Matcher token = TOKEN.matcher(to(address).getLast().text());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }
}
