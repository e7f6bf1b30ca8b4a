package io.partywall.mail;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** Sends mail through SMTP, behind the request that asked for it; what cannot be sent is tried twice more. */
public final class SmtpMailer implements Mailer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpMailer.class);
    private static final int TRIES = 3;
    private static final int MOST_WAITING = 1_000;

    private final JavaMailSender sender;
    private final String from;
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            4,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofVirtual().factory());

    public SmtpMailer(JavaMailSender sender, String from) {
        this.sender = sender;
        this.from = from;
    }

    @Override
    public void send(Mail mail) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(from);
        message.setTo(mail.to());
        message.setSubject(mail.subject());
        message.setText(mail.text());
        try {
            threads.execute(() -> deliver(message));
        } catch (RejectedExecutionException full) {
            LOG.error("a mail was not sent: {} others wait", MOST_WAITING);
        }
    }

    private void deliver(SimpleMailMessage message) {
        for (int tries = 1; tries <= TRIES; tries++) {
            try {
                sender.send(message);
                return;
            } catch (MailException failure) {
                LOG.warn("a mail could not be sent, try {} of {}: {}", tries, TRIES, failure.getMessage());
            }
        }
    }

    /** Waits ten seconds for what is still to be sent. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
