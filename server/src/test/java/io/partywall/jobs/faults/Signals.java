package io.partywall.jobs.faults;

import java.io.IOException;

/** Signals that Java does not send. */
final class Signals {

    private Signals() {}

    /** Tells a process; one that is gone is not told. */
    static void send(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
