package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;

/** SQL text that knows simpler forms of its parts, for shrinking. */
final class Sql {

    static final Sql NOTHING = new Sql(List.of(), List.of());

    /** Texts and further {@link Sql}. */
    private final List<Object> parts;

    private final List<String> simpler;

    private Sql(List<Object> parts, List<String> simpler) {
        this.parts = parts;
        this.simpler = simpler;
    }

    /** The template with each {@code {}} replaced by the next of the parts, texts or {@link Sql}. */
    static Sql of(String template, Object... parts) {
        List<Object> pieces = new ArrayList<>();
        String[] texts = template.split("\\{}", -1);
        for (int i = 0; i < texts.length; i++) {
            pieces.add(texts[i]);
            if (i < texts.length - 1) {
                pieces.add(parts[i]);
            }
        }
        return new Sql(pieces, List.of());
    }

    static Sql join(String separator, List<?> parts) {
        List<Object> pieces = new ArrayList<>();
        for (Object part : parts) {
            if (!pieces.isEmpty()) {
                pieces.add(separator);
            }
            pieces.add(part);
        }
        return new Sql(pieces, List.of());
    }

    /** The same, for which one of the given texts could stand too. */
    Sql or(String... simplerTexts) {
        return new Sql(List.of(this), List.of(simplerTexts));
    }

    /** Every form of this in which one part is simpler, the greatest steps first. */
    List<Sql> simplified() {
        List<Sql> forms = new ArrayList<>();
        for (String text : simpler) {
            forms.add(new Sql(List.of(text), List.of()));
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Sql part) {
                for (Sql form : part.simplified()) {
                    List<Object> changed = new ArrayList<>(parts);
                    changed.set(i, form);
                    forms.add(new Sql(changed, simpler));
                }
            }
        }
        return forms;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        parts.forEach(text::append);
        return text.toString();
    }
}
