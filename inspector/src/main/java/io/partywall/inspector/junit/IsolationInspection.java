package io.partywall.inspector.junit;

import io.partywall.inspector.Decisions;
import io.partywall.inspector.Inspector;
import io.partywall.inspector.Options;
import io.partywall.inspector.Report;
import io.partywall.inspector.report.Format;
import io.partywall.inspector.report.Reports;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Inspects after all that sets a test up, so that the database is as the test has made it. */
final class IsolationInspection implements BeforeTestExecutionCallback {

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        InspectIsolation wanted = context.getRequiredTestMethod().getAnnotation(InspectIsolation.class);
        DataSource dataSource =
                DataSourceField.of(context.getRequiredTestInstances().getAllInstances(), wanted.dataSource());
        Report report = Inspector.inspect(
                dataSource,
                Options.guess()
                        .withApplicationRoles(wanted.applicationRoles())
                        .withTenantColumn(wanted.tenantColumn())
                        .withContextSetting(wanted.contextSetting())
                        .withDecisions(
                                wanted.baseline().isEmpty()
                                        ? Decisions.none()
                                        : Decisions.read(Path.of(wanted.baseline()))));
        if (!report.held(wanted.failOn())) {
            StringBuilder text = new StringBuilder();
            Reports.write(report, Format.TEXT, wanted.failOn(), false, text);
            throw new AssertionError(Reports.summary(report, wanted.failOn()) + "\n\n" + text);
        }
    }
}
