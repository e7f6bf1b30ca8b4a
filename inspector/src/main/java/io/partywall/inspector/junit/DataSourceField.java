package io.partywall.inspector.junit;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Finds the DataSource of a test: in the test's class, in what it extends, and in the classes that it is nested in. */
final class DataSourceField {

    private DataSourceField() {}

    /**
     * The DataSource.
     *
     * @param instances the test's, outermost first
     * @param name the field's; empty: the only one
     * @throws ExtensionConfigurationException where there is none, or more than one; it says what to do
     */
    static DataSource of(List<Object> instances, String name) {
        for (Object instance : instances.reversed()) {
            List<Field> fields = fields(instance.getClass(), name);
            if (fields.size() > 1) {
                throw new ExtensionConfigurationException(instance.getClass().getName() + " has several DataSources ("
                        + fields.stream().map(Field::getName).collect(Collectors.joining(", "))
                        + "): name one, @InspectIsolation(dataSource = \""
                        + fields.getFirst().getName() + "\").");
            }
            if (fields.size() == 1) {
                return value(fields.getFirst(), instance);
            }
        }
        String test = instances.getLast().getClass().getName();
        throw new ExtensionConfigurationException(test + " has no field " + (name.isEmpty() ? "" : name + " ")
                + "of type DataSource: add one that leads to the database.");
    }

    private static List<Field> fields(Class<?> test, String name) {
        List<Field> fields = new ArrayList<>();
        for (@Nullable Class<?> type = test; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (DataSource.class.isAssignableFrom(field.getType())
                        && (name.isEmpty() || field.getName().equals(name))) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static DataSource value(Field field, Object instance) {
        try {
            field.setAccessible(true);
            Object value = field.get(Modifier.isStatic(field.getModifiers()) ? null : instance);
            if (value instanceof DataSource dataSource) {
                return dataSource;
            }
        } catch (IllegalAccessException | InaccessibleObjectException closed) {
            throw new ExtensionConfigurationException(
                    field + " cannot be read: open its package to the inspector.", closed);
        }
        throw new ExtensionConfigurationException(field + " is null when the test begins: fill it before.");
    }
}
