package io.partywall.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This machine, and the workers that run on it. */
final class Machine {

    private static final Pattern WORKER = Pattern.compile("(.*)/(\\d+)/[0-9a-f]+");

    private Machine() {}

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            return "host";
        }
    }

    /** Host, process, and what tells two in one process apart. */
    static String newWorker() {
        return host() + "/" + ProcessHandle.current().pid() + "/"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /** Whether the worker was of this machine and its process is gone; of other machines nothing is known here. */
    static boolean isGone(String worker) {
        Matcher parts = WORKER.matcher(worker);
        if (!parts.matches() || !parts.group(1).equals(host())) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(parts.group(2)))
                .filter(ProcessHandle::isAlive)
                .isEmpty();
    }
}
