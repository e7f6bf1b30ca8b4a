package io.partywall.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mail reaches a real server. */
class SmtpMailerTest {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private SmtpMailer mailer(int port) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        return new SmtpMailer(sender, "partywall@example.com");
    }

    @Test
    void whatIsSentArrives() throws MessagingException, IOException {
        try (SmtpMailer mailer = mailer(server.getSmtp().getPort())) {
            mailer.send(new Mail("ann@example.com", "Verify your address", "Follow the link.\n"));
        }
        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(1);
        assertThat(received[0].getSubject()).isEqualTo("Verify your address");
        assertThat(received[0].getFrom()[0]).hasToString("partywall@example.com");
        assertThat(received[0].getAllRecipients()[0]).hasToString("ann@example.com");
        assertThat(received[0].getContent().toString().strip()).isEqualTo("Follow the link.");
    }

    @Test
    void aServerThatIsGoneKeepsNobodyWaiting() {
        int port = server.getSmtp().getPort();
        server.stop();
        try (SmtpMailer mailer = mailer(port)) {
            mailer.send(new Mail("ann@example.com", "Lost", "Nobody reads this.\n"));
        }
    }
}
