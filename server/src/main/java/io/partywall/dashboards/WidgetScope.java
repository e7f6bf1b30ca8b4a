package io.partywall.dashboards;

import io.partywall.http.ProblemType;
import io.partywall.http.Refused;

/** Whose tile it is: the caller's own, or the tenant's, for everybody who has none of that type. */
enum WidgetScope {
    OWN,
    DEFAULT;

    /** As it is written in an address. */
    static WidgetScope ofParameter(String text) {
        return switch (text) {
            case "own" -> OWN;
            case "default" -> DEFAULT;
            default ->
                throw Refused.of(ProblemType.MALFORMED_REQUEST, "the parameter 'scope' is to be one of [own, default]");
        };
    }
}
