package io.partywall.benchmarks;

import io.partywall.benchmarks.Sampler.Micros;
import java.util.Map;
import java.util.Objects;

/** What one scenario took, by variant; all of it from one run. */
record Result(String link, String scenario, Map<String, Micros> variants) {

    Micros of(String variant) {
        return Objects.requireNonNull(variants.get(variant), variant);
    }

    /** How many times as long as the other variant this one takes. */
    double ratio(String variant, String other) {
        return of(variant).median() / of(other).median();
    }
}
