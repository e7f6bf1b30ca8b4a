package io.partywall.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.PlatformWork;
import io.partywall.access.PublicUrl;
import io.partywall.access.RequestShare;
import io.partywall.connectors.onlineretail.ImportFile;
import io.partywall.database.Role;
import io.partywall.events.EventPartitions;
import io.partywall.http.Cursors;
import io.partywall.jobs.JobBoard;
import io.partywall.jobs.JobControl;
import io.partywall.jobs.JobType;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import io.partywall.mail.LoggedMailer;
import io.partywall.mail.Mailer;
import io.partywall.mail.SmtpMailer;
import io.partywall.server.Parts;
import io.partywall.server.Server;
import io.partywall.tenants.Erasures;
import io.partywall.tenants.ExportFiles;
import io.partywall.tenants.Tenants;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A platform that is being served: the API, and workers beside it. */
final class Serving implements AutoCloseable {

    static final String STOPPING = "stopping: what is at work may end";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Serving() {}

    static Serving start(Platform platform, ServeSettings settings, int port) {
        ServerLog.begin(settings.logFormat());
        Serving serving = new Serving();
        try {
            Server server = serving.begin(platform, settings, port);
            String address = "http://" + settings.address() + ":" + server.port();
            System.out.println(
                    "serving on " + address + ", until Ctrl-C; the API is shown at " + address + "/api/docs");
            return serving;
        } catch (RuntimeException failure) {
            serving.close();
            throw failure;
        }
    }

    private Server begin(Platform platform, ServeSettings settings, int port) {
        platform.withConnections(settings.connections() + settings.slots());
        HikariDataSource pool = opened(platformPool(platform, settings));
        if (settings.slots() > 0) {
            WorkerOptions options = WorkerOptions.DEFAULT
                    .withQueues(List.of(JobType.DEFAULT_QUEUE, ImportFile.QUEUE.name()))
                    .withSlots(settings.slots());
            Workers _ = opened(platform.workers(options));
        }
        ExportFiles exports = new ExportFiles(platform.exports());
        Parts parts = new Parts(
                platform.tenancy(),
                new PlatformWork(pool),
                platform.contexts(),
                new Tenants(pool),
                new Jobs(pool),
                new JobBoard(pool),
                new JobControl(pool),
                platform.secrets(pool),
                platform.publicAuditKeys(),
                new EventPartitions(pool),
                new Erasures(pool, exports),
                exports,
                mailer(settings),
                new Cursors(platform.database().signingKeys().getBytes(StandardCharsets.UTF_8)),
                RequestShare.of(settings.tenantRequests(), settings.callerRequests(), settings.anonymousRequests()),
                new PublicUrl(settings.publicUrl()),
                Clock.systemUTC(),
                new Parts.Pools(List.of(platform.pool(), pool)));
        return opened(Server.start(parts, settings.address(), port, settings.metricsToken()));
    }

    private static HikariDataSource platformPool(Platform platform, ServeSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(platform.database().dataSource(Role.PLATFORM));
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setPoolName("platform");
        return new HikariDataSource(config);
    }

    private Mailer mailer(ServeSettings settings) {
        URI smtp = settings.smtp();
        if (smtp == null) {
            return new LoggedMailer();
        }
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setProtocol(smtp.getScheme());
        sender.setHost(smtp.getHost());
        sender.setPort(smtp.getPort() < 0 ? 587 : smtp.getPort());
        Properties properties = sender.getJavaMailProperties();
        properties.setProperty("mail.smtp.connectiontimeout", "10000");
        properties.setProperty("mail.smtp.timeout", "10000");
        properties.setProperty("mail.smtp.writetimeout", "10000");
        if (smtp.getUserInfo() != null) {
            String[] login = smtp.getUserInfo().split(":", 2);
            sender.setUsername(login[0]);
            sender.setPassword(login.length > 1 ? login[1] : "");
            properties.setProperty("mail.smtp.auth", "true");
            properties.setProperty("mail.smtp.starttls.enable", "true");
            properties.setProperty("mail.smtp.starttls.required", "true");
        }
        return opened(new SmtpMailer(sender, settings.mailFrom()));
    }

    private <C extends AutoCloseable> C opened(C part) {
        open.push(part);
        return part;
    }

    /** The API first, so that nobody asks for what is gone. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failure) {
                org.slf4j.LoggerFactory.getLogger(Serving.class).warn("a part of the server did not close", failure);
            }
        }
    }
}
