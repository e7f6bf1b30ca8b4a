package io.partywall.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another command, in a process of its own: it opens the database, answers each line it is sent with a query's result, and ends when told. */
final class OtherCommand implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private OtherCommand(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Begins to open the database; returns at once. */
    static OtherCommand launch(Path home) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                OtherCommand.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PARTYWALL_HOME", home.toString());
        return new OtherCommand(builder.start());
    }

    /** Waits until the database is open; the port of the server. */
    int opened() throws IOException {
        return Integer.parseInt(output.readLine());
    }

    /** What the server answers, or {@code gone}. */
    String ask(String query) throws IOException {
        var input = process.outputWriter(StandardCharsets.UTF_8);
        input.write(query + "\n");
        input.flush();
        return output.readLine();
    }

    /** Lets it come to its end. */
    void finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        awaitExit();
    }

    /** What Ctrl-C does to it. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        awaitExit();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the command does not end");
        }
    }

    public static void main(String[] arguments) throws IOException {
        try (Database database = Database.open("other")) {
            System.out.println(database.url(Role.ADMIN).port());
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String query = input.readLine(); query != null; query = input.readLine()) {
                System.out.println(answer(database, query));
            }
        }
    }

    private static String answer(Database database, String query) {
        try (Connection connection = database.dataSource(Role.ADMIN).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException gone) {
            return "gone";
        }
    }
}
