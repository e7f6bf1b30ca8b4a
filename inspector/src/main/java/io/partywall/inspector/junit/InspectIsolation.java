package io.partywall.inspector.junit;

import io.partywall.inspector.finding.Severity;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that fails where a database's tenants are not kept apart, and lists every finding. It stands in a class with a field
 * of type {@link javax.sql.DataSource}, filled by whatever fills it: an initializer, Spring, a set-up method.
 *
 * {@snippet :
 * class IsolationTest {
 *
 *     static final DataSource DATABASE = Shop.testDatabase();
 *
 *     @InspectIsolation(applicationRoles = "shop_app")
 *     void tenantsAreKeptApart() {}
 * }
 * }
 *
 * <p>The method is called once the inspection has held; it may look at anything else.
 */
@Test
@ExtendWith(IsolationInspection.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface InspectIsolation {

    /** The roles that the application acts as; guessed where none is named. */
    String[] applicationRoles() default {};

    /** The column that says whose a row is; guessed where it is not named. */
    String tenantColumn() default "";

    /** The setting that says who is acting; guessed where it is not named. */
    String contextSetting() default "";

    /** How bad a finding must be for the test to fail. */
    Severity failOn() default Severity.HIGH;

    /** A file of decisions, seen from the directory that the tests run in; none where it is not named. */
    String baseline() default "";

    /** The field that holds the DataSource, where the class has several. */
    String dataSource() default "";
}
