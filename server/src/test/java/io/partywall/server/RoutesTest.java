package io.partywall.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.partywall.access.OpenTo;
import io.partywall.access.Permission;
import io.partywall.access.Requires;
import io.partywall.isolation.TenantScope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every route says what it requires. */
class RoutesTest {

    private static final List<JavaMethod> ROUTES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.partywall").stream()
                    .filter(type -> type.isAnnotatedWith(RestController.class))
                    .map(JavaClass::getMethods)
                    .flatMap(methods -> methods.stream())
                    .filter(method -> method.isAnnotatedWith(RequestMapping.class)
                            || method.isMetaAnnotatedWith(RequestMapping.class))
                    .toList();

    @Test
    void everyRouteNamesItsPermissionOrWhomItIsOpenTo() {
        assertThat(ROUTES).hasSizeGreaterThan(40);
        assertThat(ROUTES)
                .filteredOn(route -> route.isAnnotatedWith(Requires.class) == route.isAnnotatedWith(OpenTo.class))
                .isEmpty();
    }

    @Test
    void aScopeIsForRoutesOfATenantOnly() {
        assertThat(ROUTES)
                .filteredOn(route ->
                        route.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(TenantScope.class)))
                .isNotEmpty()
                .allMatch(route -> route.isAnnotatedWith(Requires.class));
    }

    @Test
    void whatIsReadNeedsAPermissionToReadAndWhatIsWrittenOneToWrite() {
        assertThat(ROUTES)
                .filteredOn(route -> route.isAnnotatedWith(Requires.class))
                // An export is more than to read: its download needs the same right as the making of it.
                .filteredOn(route -> route.getAnnotationOfType(Requires.class).value() != Permission.TENANT_EXPORT)
                .allSatisfy(route -> assertThat(route.getAnnotationOfType(Requires.class)
                                .value()
                                .reads())
                        .as(route.getFullName())
                        .isEqualTo(route.isAnnotatedWith(GetMapping.class)));
    }
}
