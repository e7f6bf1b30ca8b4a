package io.partywall.mail;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes mail to the log, for demonstrations: whoever reads the log can follow its links. */
public final class LoggedMailer implements Mailer {

    private static final Logger LOG = LoggerFactory.getLogger("io.partywall.mail");

    @Override
    public void send(Mail mail) {
        LOG.info("mail to {}: {}\n{}", mail.to(), mail.subject(), mail.text());
    }
}
