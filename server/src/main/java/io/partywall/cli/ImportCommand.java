package io.partywall.cli;

import io.partywall.connectors.onlineretail.OnlineRetailImport;
import io.partywall.connectors.onlineretail.OnlineRetailReader;
import io.partywall.connectors.onlineretail.RejectFile;
import io.partywall.tenants.Tenant;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Import files of sales into a tenant. A file states its days whole: imported again it changes",
            "nothing, corrected it changes what it corrects. Each file is imported whole or not at all.",
            "Lines that cannot be read go to FILE.rejected.csv."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Runnable {

    @Option(names = "--tenant", required = true, paramLabel = "SLUG", description = "The tenant")
    private String slug = "";

    @Option(
            names = "--format",
            defaultValue = OnlineRetailImport.FORMAT,
            description = "The format of the files: ${DEFAULT-VALUE}")
    private String format = OnlineRetailImport.FORMAT;

    @Option(names = "--strict", description = "Import nothing if any line cannot be read")
    private boolean strict;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    private List<Path> files = List.of();

    @Override
    public void run() {
        if (!format.equals(OnlineRetailImport.FORMAT)) {
            throw new UserError("there is no format '" + format + "': " + OnlineRetailImport.FORMAT + " is the one");
        }
        List<Path> wanted =
                files.stream().filter(file -> !RejectFile.isOne(file)).toList();
        if (wanted.isEmpty()) {
            throw new UserError("only reject files are given: name the files of the shop");
        }
        // All of them before the first is imported, so that one that is to be refused changes nothing.
        long bytes = 0;
        for (Path file : wanted) {
            try (OnlineRetailReader reader = OnlineRetailReader.open(file)) {
                bytes += reader.size();
            }
        }
        try (Platform platform = Platform.open("import")) {
            Tenant tenant = platform.tenants().get(slug);
            new Imports(platform, tenant, strict).run(wanted, bytes);
        }
    }
}
