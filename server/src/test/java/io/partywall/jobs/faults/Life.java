package io.partywall.jobs.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a worker's process left in its {@link Journal}.
 *
 * @param stoppedAt when it was asked to stop, by the machine's monotonic clock; {@link Long#MAX_VALUE} where it was not
 */
record Life(String worker, long pid, long stoppedAt, List<Run> runs) {

    /** @param diedAt when the process was seen to have ended */
    static Life read(Path journal, long diedAt) throws IOException {
        String text = Files.exists(journal) ? Files.readString(journal, UTF_8) : "";
        String worker = "";
        long pid = 0;
        long stoppedAt = Long.MAX_VALUE;
        Map<String, String[]> begun = new LinkedHashMap<>();
        List<Run> runs = new ArrayList<>();
        // What follows the last line break was not written to its end.
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            String[] words = line.split("\t", -1);
            switch (words[0]) {
                case "worker" -> {
                    worker = words[1];
                    pid = Long.parseLong(words[2]);
                }
                case "stop" -> stoppedAt = Long.parseLong(words[1]);
                case "begin" -> begun.put(words[1], words);
                case "end" -> {
                    String[] begin = begun.remove(words[1]);
                    if (begin != null) {
                        runs.add(run(worker, begin, Long.parseLong(words[3]), Run.End.valueOf(words[2])));
                    }
                }
                default -> throw new IOException("the journal " + journal + " says: " + line);
            }
        }
        for (String[] begin : begun.values()) {
            runs.add(run(worker, begin, diedAt, Run.End.CUT_SHORT));
        }
        return new Life(worker, pid, stoppedAt, List.copyOf(runs));
    }

    private static Run run(String worker, String[] begin, long end, Run.End how) {
        return new Run(
                Long.parseLong(begin[1]),
                UUID.fromString(begin[2]),
                Integer.parseInt(begin[3]),
                worker,
                Long.parseLong(begin[4]),
                end,
                how);
    }
}
