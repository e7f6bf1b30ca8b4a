package io.partywall.server;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.partywall.access.Caller;
import io.partywall.access.OpenTo;
import io.partywall.access.Origin;
import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How the API's description is made of its routes. */
@Configuration(proxyBeanMethods = false)
class DescribedApi {

    /** To Jackson 2, which describes, the objects of Jackson 3 are full of methods. */
    @JsonAutoDetect(
            getterVisibility = JsonAutoDetect.Visibility.NONE,
            isGetterVisibility = JsonAutoDetect.Visibility.NONE,
            setterVisibility = JsonAutoDetect.Visibility.NONE,
            fieldVisibility = JsonAutoDetect.Visibility.NONE,
            creatorVisibility = JsonAutoDetect.Visibility.NONE)
    private interface Opaque {}

    static {
        for (ObjectMapper mapper : List.of(Json.mapper(), Json31.mapper())) {
            mapper.addMixIn(JsonNode.class, Opaque.class).addMixIn(ObjectNode.class, Opaque.class);
        }
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        TenantScope.class, Caller.class, Origin.class, Paging.class, IfMatch.class, Patch.class);
    }

    @Bean
    ModelResolver names(ObjectMapperProvider mappers) {
        return new ModelResolver(mappers.jsonMapper()
                .copy()
                .addMixIn(JsonNode.class, Opaque.class)
                .addMixIn(ObjectNode.class, Opaque.class)
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    @Bean
    OpenApiCustomizer whole(Answers answers) {
        return api -> {
            api.info(new Info()
                    .title("Partywall")
                    .version("1.0.0")
                    .description("Business analytics in which one tenant can never see another's figures.")
                    .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
            api.servers(List.of());
            Components components = api.getComponents();
            components.addSecuritySchemes(
                    "session",
                    new SecurityScheme()
                            .type(SecurityScheme.Type.APIKEY)
                            .in(SecurityScheme.In.COOKIE)
                            .name("__Host-partywall")
                            .description("Of POST /api/auth/login; what changes something needs X-CSRF-Token too."));
            components.addSecuritySchemes(
                    "key",
                    new SecurityScheme()
                            .type(SecurityScheme.Type.HTTP)
                            .scheme("bearer")
                            .description("An API key."));
            components.addSchemas("Problem", problem());
            answers.describe(components.getSchemas());
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .flatMap(operation -> operation.getResponses().values().stream())
                    .filter(response -> response.getContent() != null
                            && response.getContent().containsKey("*/*"))
                    .forEach(response -> response.setContent(new Content()
                            .addMediaType(
                                    "application/json", response.getContent().get("*/*"))));
        };
    }

    private static Schema<?> problem() {
        Schema<Object> problem = new Schema<>();
        problem.setTypes(Set.of("object"));
        problem.setDescription("What a request was refused for (RFC 9457).");
        for (String member : List.of("type", "title", "code", "detail", "request_id")) {
            problem.addProperty(member, new StringSchema());
        }
        problem.setRequired(List.of("type", "title", "status", "code", "detail", "request_id"));
        Schema<Object> status = new Schema<>();
        status.setTypes(Set.of("integer"));
        problem.addProperty("status", status);
        return problem;
    }

    @Bean
    OperationCustomizer operations(OpenApiModels models, Answers answers) {
        return (operation, method) -> {
            operation.operationId(
                    operation.getTags().getFirst() + "_" + method.getMethod().getName());
            answers.add(method.getMethod().getGenericReturnType());
            right(operation, method);
            for (MethodParameter parameter : method.getMethodParameters()) {
                if (parameter.getParameterType() == Paging.class) {
                    operation.addParametersItem(query("limit", "How many at most: 1 to 200, usually 50"));
                    operation.addParametersItem(query("cursor", "'next' of the page before"));
                } else if (parameter.getParameterType() == IfMatch.class) {
                    operation.addParametersItem(header("If-Match", "The ETag of the version that is meant"));
                } else if (parameter.getParameterType() == Patch.class) {
                    operation.requestBody(patch(models, parameter));
                }
            }
            if (method.hasMethodAnnotation(PostMapping.class) && method.hasMethodAnnotation(Requires.class)) {
                operation.addParametersItem(header("Idempotency-Key", "The same key gets the same answer, for a day"));
            }
            operation
                    .getResponses()
                    .addApiResponse(
                            "default",
                            new ApiResponse()
                                    .description("Refused")
                                    .content(new Content()
                                            .addMediaType(
                                                    "application/problem+json",
                                                    new MediaType()
                                                            .schema(new Schema<>()
                                                                    .$ref("#/components/schemas/Problem")))));
            return operation;
        };
    }

    private static void right(Operation operation, HandlerMethod method) {
        Requires requires = method.getMethodAnnotation(Requires.class);
        OpenTo openTo = method.getMethodAnnotation(OpenTo.class);
        if (requires != null) {
            operation.addExtension("x-permission", requires.value().toString());
            operation.addSecurityItem(new SecurityRequirement().addList("session"));
            operation.addSecurityItem(new SecurityRequirement().addList("key"));
            boolean named = Arrays.stream(method.getMethodParameters())
                    .anyMatch(parameter -> "tenant".equals(parameter.getParameterName()));
            if (!named) {
                operation.addParametersItem(
                        header("Partywall-Tenant", "Slug or id of the tenant; for a session of several tenants"));
            }
        } else {
            operation.addExtension(
                    "x-open-to", Objects.requireNonNull(openTo).value().name().toLowerCase(java.util.Locale.ROOT));
            if (openTo.value() != OpenTo.Audience.ANYBODY) {
                operation.addSecurityItem(new SecurityRequirement().addList("session"));
            }
        }
    }

    private static RequestBody patch(OpenApiModels models, MethodParameter parameter) {
        Class<?> draft = Objects.requireNonNull(
                ResolvableType.forMethodParameter(parameter).getGeneric(0).resolve());
        return new RequestBody()
                .required(true)
                .description("A JSON Merge Patch (RFC 7396): what is not mentioned stays, null takes away")
                .content(new Content().addMediaType("application/json", new MediaType().schema(models.patchOf(draft))));
    }

    private static Parameter query(String name, String description) {
        return new Parameter().in("query").name(name).description(description).schema(new StringSchema());
    }

    private static Parameter header(String name, String description) {
        return new Parameter().in("header").name(name).description(description).schema(new StringSchema());
    }

    @Bean
    Answers answers() {
        return new Answers();
    }

    @Bean
    OpenApiModels models() {
        return new OpenApiModels();
    }

    /** Schemas that no route names by itself. */
    static final class OpenApiModels {
        /** The draft with nothing required; written where it is used. */
        Schema<?> patchOf(Class<?> draft) {
            ResolvedSchema resolved = ModelConverters.getInstance(true)
                    .resolveAsResolvedSchema(new AnnotatedType(draft).resolveAsRef(false));
            Schema<?> schema = resolved.schema;
            schema.setRequired(null);
            return schema;
        }
    }
}
