package io.partywall.database;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * In whose name PostgreSQL's programs run. They refuse to run as root, which is what a command in a container usually is:
 * there they run in a user namespace of their own, where root's files are nobody's and there are no privileges; and where a
 * container forbids that, as the user nobody, with no other privilege left than to pass through root's directories.
 */
record ServerAccount(List<String> prefix, int uid) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    /** The account for a home. Called behind the gate. */
    static ServerAccount of(Home home) {
        int user = (int) new UnixSystem().getUid();
        if (user != ROOT) {
            return new ServerAccount(List.of(), user);
        }
        // A data directory stays with the account that it was made for, a directory of another user's with that user.
        int wanted = owner(Files.exists(home.data()) ? home.data() : home.directory());
        ServerAccount namespace = new ServerAccount(List.of("unshare", "-U", "--"), ROOT);
        if (wanted == ROOT && namespace.canUse(home)) {
            return namespace;
        }
        ServerAccount other = unprivileged(wanted == ROOT ? NOBODY : wanted);
        if (other.canUse(home)) {
            return other;
        }
        throw new DatabaseException(
                "the embedded PostgreSQL does not run as root, and neither unshare(1) nor setpriv(1) can run it as"
                        + " another user here: run the command as an ordinary user, or set PARTYWALL_DATABASE_URL");
    }

    /** Makes a directory of root's one that this account may write to. */
    void own(Path directory) throws IOException {
        if (uid == ROOT || owner(directory) == uid) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.toList()) {
                Files.setAttribute(path, "unix:uid", uid);
            }
        }
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    private static ServerAccount unprivileged(int uid) {
        String id = Integer.toString(uid);
        return new ServerAccount(
                List.of(
                        "setpriv",
                        // Else access(2), which the programs ask about themselves, would not count what is left.
                        "--securebits=+no_setuid_fixup",
                        "--reuid=" + id,
                        "--regid=" + id,
                        "--clear-groups",
                        "--inh-caps=-all,+dac_override",
                        "--ambient-caps=+dac_override",
                        "--"),
                uid);
    }

    private boolean canUse(Home home) {
        try {
            return new ProcessBuilder(command(
                                    List.of("test", "-w", home.directory().toString())))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int owner(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException failure) {
            throw new DatabaseException("cannot read who owns " + path + ": " + PrivateFiles.reason(failure), failure);
        }
    }
}
