package io.partywall.api;

import io.partywall.MigratedDatabase;
import io.partywall.access.Contexts;
import io.partywall.access.PlatformWork;
import io.partywall.access.PublicUrl;
import io.partywall.access.RequestShare;
import io.partywall.access.Role;
import io.partywall.access.Tokens;
import io.partywall.audit.AuditKeys;
import io.partywall.events.EventPartitions;
import io.partywall.http.Cursors;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.JobBoard;
import io.partywall.jobs.JobControl;
import io.partywall.jobs.Jobs;
import io.partywall.schema.Roles;
import io.partywall.secrets.MasterKeys;
import io.partywall.secrets.Secrets;
import io.partywall.server.Parts;
import io.partywall.server.Server;
import io.partywall.tenants.Erasures;
import io.partywall.tenants.ExportFiles;
import io.partywall.tenants.Tenants;
import io.partywall.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** A server of this process on a database of its own, one for all tests: each makes its own tenants. */
public final class ServedApi {

    private static final AtomicLong NUMBER = new AtomicLong();

    private final TestDatabase database = MigratedDatabase.copy();
    private final Mails mails = new Mails();
    private final Path exports = exports();
    private final AuditKeys auditKeys = AuditKeys.parse(AuditKeys.generate("a1"));
    private final Tenancy tenancy;
    private final Contexts contexts = new Contexts(MigratedDatabase.KEYS);
    private final DataSource platform;
    private final Server server;

    private ServedApi() {
        try {
            tenancy = Tenancy.connect(database.pool(Roles.APP, 12), MigratedDatabase.KEYS);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        platform = database.pool(Roles.PLATFORM, 8);
        server = Server.start(
                new Parts(
                        tenancy,
                        new PlatformWork(platform),
                        contexts,
                        new Tenants(platform),
                        new Jobs(platform),
                        new JobBoard(platform),
                        new JobControl(platform),
                        new Secrets(
                                platform,
                                MasterKeys.parse("m1:" + Base64.getEncoder().encodeToString(new byte[32]))),
                        AuditKeys.Public.parse(auditKeys.publicKeys()),
                        new EventPartitions(platform),
                        new Erasures(platform, new ExportFiles(exports)),
                        new ExportFiles(exports),
                        mails,
                        new Cursors("a secret of the tests".getBytes(StandardCharsets.UTF_8)),
                        RequestShare.of(1_000_000, 1_000_000, 1_000_000),
                        new PublicUrl("https://partywall.example"),
                        Clock.systemUTC(),
                        new Parts.Pools(List.of())),
                "127.0.0.1",
                0,
                "");
    }

    private static Path exports() {
        try {
            Path directory = Files.createTempDirectory("exports");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where exports are written. */
    public Path exportDirectory() {
        return exports;
    }

    private static final class Shared {
        static final ServedApi API = new ServedApi();
    }

    /** The one server of all tests. */
    public static ServedApi shared() {
        return Shared.API;
    }

    /** Another server, for who stops it. */
    public static ServedApi another() {
        return new ServedApi();
    }

    /** Stops it as a process that is asked to end does. */
    public void stop() {
        server.close();
    }

    public TestDatabase database() {
        return database;
    }

    public Tenancy tenancy() {
        return tenancy;
    }

    public Contexts contexts() {
        return contexts;
    }

    public DataSource platform() {
        return platform;
    }

    public Mails mails() {
        return mails;
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** What seals the trails here. */
    public AuditKeys auditKeys() {
        return auditKeys;
    }

    /** Somebody without a credential. */
    public Client anybody() {
        return new Client(url(), Map.of());
    }

    /** Something that no other test has. */
    public static String unique(String name) {
        return name + "-" + Long.toString(NUMBER.incrementAndGet(), 36);
    }

    /** A new tenant with an owner. */
    public Tenants tenants() {
        return new Tenants(platform);
    }

    /** A tenant of its own for a test. */
    public TenantId tenant(String name) {
        String slug = unique(name);
        TenantId tenant = MigratedDatabase.tenant(database, slug);
        member(tenant, Role.OWNER);
        return tenant;
    }

    /** A new member of the tenant, logged in. */
    public Client member(TenantId tenant, Role role) {
        UUID person = person(unique(role.name().toLowerCase(java.util.Locale.ROOT)) + "@example.com");
        database.execute("insert into app.tenant_members (tenant_id, id, user_id, role) values ('%s', '%s', '%s', '%s')"
                .formatted(tenant, UUID.randomUUID(), person, role));
        return logIn(person).with("Partywall-Tenant", tenant.toString());
    }

    /** A new person with a verified address and no tenant. */
    public UUID person(String email) {
        UUID id = UUID.randomUUID();
        database.execute("insert into app.users (id, email, name, email_verified) values ('%s', '%s', '%s', true)"
                .formatted(id, email, email.substring(0, email.indexOf('@'))));
        return id;
    }

    /** A session of this person. */
    public Client logIn(UUID person) {
        String token = Tokens.random();
        database.execute("""
            insert into app.sessions (id, user_id, token_hash, expires_at)
            values ('%s', '%s', decode('%s', 'hex'), now() + interval '1 day')
            """.formatted(UUID.randomUUID(), person, HexFormat.of().formatHex(Tokens.hash(token))));
        Client client = anybody().with("Cookie", "__Host-partywall=" + token);
        return client.with("X-CSRF-Token", client.get("/api/me").at("/csrf_token"));
    }
}
