package io.partywall.goals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a goal has come.
 *
 * <p>A KPI with the current value {@code c}, the baseline {@code b} and the target {@code t} has come
 * {@code p = (c - b) / (t - b)} of its way, and no less than 0 and no more than 1: what one KPI has done beyond its target does
 * not make up for another. Where less is better, the target is below the baseline, and the formula is the same. A KPI without a
 * baseline or a target, or with the same for both, has no way and no progress.
 *
 * <p>A goal has come {@code Σ w·p / Σ w} of its way, over those of its KPIs that have a progress, each with its weight {@code w};
 * without such a KPI it has no progress. A KPI without one thus counts neither for nor against.
 *
 * <p>Figures are rounded once, at the end, to 4 decimals and half to even.
 */
final class GoalProgress {

    private static final int DECIMALS = 4;

    private GoalProgress() {}

    /** That of one KPI; null where it has none. */
    static @Nullable BigDecimal of(GoalKpi kpi) {
        BigDecimal share = share(kpi);
        return share == null ? null : rounded(share);
    }

    /** That of a goal with these KPIs; null where it has none. */
    static @Nullable BigDecimal of(List<GoalKpi> kpis) {
        BigDecimal weighted = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (GoalKpi kpi : kpis) {
            BigDecimal share = share(kpi);
            if (share != null) {
                weighted = weighted.add(kpi.weight().multiply(share));
                weights = weights.add(kpi.weight());
            }
        }
        return weights.signum() == 0 ? null : rounded(weighted.divide(weights, MathContext.DECIMAL128));
    }

    private static @Nullable BigDecimal share(GoalKpi kpi) {
        BigDecimal baseline = kpi.baseline();
        BigDecimal target = kpi.target();
        if (baseline == null || target == null || baseline.compareTo(target) == 0) {
            return null;
        }
        return kpi.currentValue()
                .subtract(baseline)
                .divide(target.subtract(baseline), MathContext.DECIMAL128)
                .max(BigDecimal.ZERO)
                .min(BigDecimal.ONE);
    }

    private static BigDecimal rounded(BigDecimal share) {
        return share.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }
}
