package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Every random choice, from one seed. */
final class Draw {

    private final SplittableRandom random;

    Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends are included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Each with even chance, in their order, and at least one where there is one. */
    <T> List<T> some(List<T> choices) {
        List<T> chosen = new ArrayList<>(choices);
        chosen.removeIf(choice -> random.nextBoolean());
        return chosen.isEmpty() && !choices.isEmpty() ? List.of(pick(choices)) : chosen;
    }

    <T> List<T> shuffled(List<T> things) {
        List<T> left = new ArrayList<>(things);
        List<T> shuffled = new ArrayList<>();
        while (!left.isEmpty()) {
            shuffled.add(left.remove(random.nextInt(left.size())));
        }
        return shuffled;
    }
}
