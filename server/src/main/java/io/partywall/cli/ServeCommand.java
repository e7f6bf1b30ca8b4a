package io.partywall.cli;

import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {
            "Serve the API until Ctrl-C or SIGTERM, and run jobs beside it.",
            "Refuses to start where the inspector finds a hole. docs/reference/configuration.md lists the settings."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {

    @Option(names = "--port", defaultValue = "8080", description = "Where to listen (default: ${DEFAULT-VALUE})")
    private int port = 8080;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void run() {
        ServeSettings settings = ServeSettings.of(System.getenv(), port);
        try (Platform platform = Platform.open("serve")) {
            platform.database().beforeExit(this::stop);
            serve(platform, settings, port, asked);
        } finally {
            ended.countDown();
        }
    }

    /** Serves until the latch is opened. */
    static void serve(Platform platform, ServeSettings settings, int port, CountDownLatch asked) {
        ServerLog.begin(settings.logFormat());
        try (Serving serving = Serving.start(platform, settings, port)) {
            System.out.println("serving on http://" + settings.address() + ":" + serving.port() + ", until Ctrl-C");
            asked.await();
            System.out.println("stopping: what is at work may end");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The exit that a signal has begun waits here; a server that was asked to stop and did has done well. */
    private void stop() {
        if (ended.getCount() == 0) {
            return;
        }
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
