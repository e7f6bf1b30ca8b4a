package io.partywall.server;

import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The records that are answered: all of their members are there, and null only where the record says so. */
final class Answers {

    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private final Set<Class<?>> records = new LinkedHashSet<>();

    void add(Type type) {
        if (type instanceof ParameterizedType generic) {
            add(generic.getRawType());
            for (Type argument : generic.getActualTypeArguments()) {
                add(argument);
            }
        } else if (type instanceof Class<?> raw && raw.isRecord() && records.add(raw)) {
            for (RecordComponent component : raw.getRecordComponents()) {
                add(component.getGenericType());
            }
        }
    }

    @SuppressWarnings("rawtypes") // So does the model have it.
    void describe(Map<String, Schema> schemas) {
        Set<String> names = new HashSet<>();
        for (Class<?> type : records) {
            if (!names.add(type.getSimpleName())) {
                throw new IllegalStateException("two records of the API are named " + type.getSimpleName());
            }
            schemas.forEach((name, schema) -> {
                if (name.equals(type.getSimpleName())
                        || (type.getSimpleName().equals("Page") && name.startsWith("Page"))) {
                    describe(schema, type);
                }
            });
        }
    }

    private static void describe(Schema<?> schema, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = HUMP.matcher(component.getName()).replaceAll("$1_$2").toLowerCase(java.util.Locale.ROOT);
            Schema<?> member = schema.getProperties().get(name);
            if (member == null) {
                throw new IllegalStateException(type + " has no " + name);
            }
            schema.addRequiredItem(name);
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class) && member.getTypes() != null) {
                Set<String> types = new LinkedHashSet<>(member.getTypes());
                types.add("null");
                member.setTypes(types);
            }
        }
    }
}
