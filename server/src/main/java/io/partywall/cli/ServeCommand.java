package io.partywall.cli;

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

    private final UntilAsked untilAsked = new UntilAsked();

    @Override
    public void run() {
        ServeSettings settings = ServeSettings.of(System.getenv(), port);
        try (Platform platform = Platform.open("serve")) {
            untilAsked.work(platform, () -> Serving.start(platform, settings, port), Serving.STOPPING);
        } finally {
            untilAsked.end();
        }
    }
}
