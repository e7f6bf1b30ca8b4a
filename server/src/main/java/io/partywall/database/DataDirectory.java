package io.partywall.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The rows themselves: made once, under another name first, so that {@code data/} is there whole or not at all. */
final class DataDirectory {

    private static final String DATABASE = "partywall";

    /** Written anew at each start; what an administrator sets with {@code alter system} prevails and stays. */
    private static final String SETTINGS = """
        # Written by Partywall at each start. Your own settings: alter system set ...
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        password_encryption = 'scram-sha-256'
        max_connections = 100
        shared_buffers = '128MB'
        maintenance_work_mem = '64MB'
        effective_cache_size = '512MB'
        wal_compression = 'on'
        max_wal_size = '1GB'
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = on
        log_directory = '../log'
        log_filename = 'postgresql-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = '1d'
        log_rotation_size = 0
        log_checkpoints = off
        """;

    private final Home home;
    private final ServerAccount account;
    private final Programs programs;

    DataDirectory(Home home, ServerAccount account, Programs programs) {
        this.home = home;
        this.account = account;
        this.programs = programs;
    }

    /** Makes the data directory where it is missing, and refuses one of another major version. */
    void prepare() {
        try {
            if (!Files.exists(home.data())) {
                create();
            }
            checkVersion();
            account.own(home.log());
            Path settings = home.data().resolve("postgresql.conf");
            if (!Files.exists(settings) || !Files.readString(settings).equals(SETTINGS)) {
                PrivateFiles.write(settings, SETTINGS.getBytes(StandardCharsets.UTF_8));
                account.own(settings);
            }
        } catch (IOException failure) {
            throw home.unusable(failure);
        }
    }

    private void create() throws IOException {
        CredentialsFile credentials = home.credentials();
        credentials.createEmbedded();
        PrivateFiles.deleteLeftovers(home.directory(), "initialising-");
        Path fresh = home.directory().resolve("initialising-" + UUID.randomUUID());
        Path password = home.log().resolve("initial-" + UUID.randomUUID());
        try {
            PrivateFiles.createDirectory(fresh);
            PrivateFiles.write(password, credentials.adminPassword().getBytes(StandardCharsets.UTF_8));
            account.own(fresh);
            account.own(home.log());
            initialise(fresh, password);
            PrivateFiles.moveDirectory(fresh, home.data());
        } finally {
            Files.deleteIfExists(password);
            if (Files.exists(fresh)) {
                PrivateFiles.deleteTree(fresh);
            }
        }
    }

    /** Without a sync after each step, and with one of everything at the end. */
    private void initialise(Path fresh, Path password) {
        String directory = fresh.toString();
        mustSucceed(programs.run(
                "initdb",
                "",
                List.of(
                        "--pgdata=" + directory,
                        "--username=partywall_admin",
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        // PostgreSQL's own collation: the same order on every machine, whatever locales it has.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-sync",
                        "--no-instructions")));
        mustSucceed(programs.run(
                "postgres",
                "create database " + DATABASE + "\n",
                List.of("--single", "-F", "-c", "log_checkpoints=off", "-D", directory, "postgres")));
        mustSucceed(programs.run("initdb", "", List.of("--sync-only", "--pgdata=" + directory)));
    }

    private void mustSucceed(Programs.Outcome outcome) {
        if (outcome.failed() || outcome.output().contains("ERROR:")) {
            throw new DatabaseException(
                    "cannot create the embedded database in " + home.directory() + ": " + outcome.reason());
        }
    }

    private void checkVersion() throws IOException {
        Path file = home.data().resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new DatabaseException(home.data() + " is not the data directory of a PostgreSQL: move it away,"
                    + " or choose another home with PARTYWALL_HOME");
        }
        String found = Files.readString(file).strip();
        if (!found.equals(Binaries.major())) {
            throw new DatabaseException(home.data() + " was written by PostgreSQL " + found + ", this Partywall brings "
                    + Binaries.version() + ": dump it with the Partywall that wrote it and restore it into a new"
                    + " PARTYWALL_HOME");
        }
    }
}
