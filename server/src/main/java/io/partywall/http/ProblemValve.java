package io.partywall.http;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.ExceptionUtils;

/** Tells what Tomcat itself refuses, before any of our filters, as a problem too. Tomcat makes it, by its name. */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemType type =
                switch (status) {
                    case 404 -> ProblemType.NOT_FOUND;
                    case 405, 501 -> ProblemType.METHOD_NOT_ALLOWED;
                    case 413 -> ProblemType.TOO_LARGE;
                    case 503 -> ProblemType.UNAVAILABLE;
                    default -> status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL;
                };
        try {
            Problems.write(Refused.of(type), request, response);
        } catch (IOException gone) {
            ExceptionUtils.handleThrowable(gone);
        }
    }
}
