package dev.tenantmfa.platform.rest.resource;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The HTTP methods that a resource serves at a path, including its sub-resources. If several templates match, the one
 * with the most literal characters wins (Jakarta RESTful Web Services, 3.7.2).
 */
final class Routes {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\s*\\w+\\s*(?::\\s*([^}]+))?}");

    private static final String ONE_SEGMENT = "[^/]+";

    private Routes() {}

    /**
     * @param path below the resource, without a leading slash
     * @return empty if nothing is served, or if the types do not tell
     */
    static Set<String> verbs(Class<?> resource, String path) {
        String here = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Optional<Fit> best = Stream.of(resource.getMethods())
                .filter(method -> verbOf(method).isPresent() || isLocator(method))
                .flatMap(method -> Fit.of(method, here).stream())
                .max(Comparator.comparingInt(Fit::literals).thenComparing(fit -> !isLocator(fit.method())));
        if (best.isEmpty()) {
            return new TreeSet<>();
        }
        if (isLocator(best.get().method())) {
            return verbs(best.get().method().getReturnType(), best.get().rest());
        }
        Set<String> verbs = new TreeSet<>();
        String template = templateOf(best.get().method());
        Stream.of(resource.getMethods())
                .filter(method -> templateOf(method).equals(template))
                .forEach(method -> verbOf(method).ifPresent(verbs::add));
        return verbs;
    }

    /** A method whose template matches the path, or for a sub-resource the beginning of the path. */
    private record Fit(Method method, int literals, String rest) {

        static Optional<Fit> of(Method method, String path) {
            String template = templateOf(method);
            Matcher matcher = Pattern.compile(regex(template) + (isLocator(method) ? "(?:/(.*))?" : "()"))
                    .matcher(path);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String rest = matcher.group(matcher.groupCount());
            int literals = VARIABLE.matcher(template).replaceAll("").length();
            return Optional.of(new Fit(method, literals, rest == null ? "" : rest));
        }

        private static String regex(String template) {
            StringBuilder regex = new StringBuilder();
            Matcher variable = VARIABLE.matcher(template);
            int end = 0;
            while (variable.find()) {
                String text = variable.group(1);
                regex.append(Pattern.quote(template.substring(end, variable.start())))
                        .append("(?:")
                        .append(text == null ? ONE_SEGMENT : text.strip())
                        .append(')');
                end = variable.end();
            }
            return regex.append(Pattern.quote(template.substring(end))).toString();
        }
    }

    private static String templateOf(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    private static boolean isLocator(Method method) {
        return method.isAnnotationPresent(Path.class) && verbOf(method).isEmpty();
    }

    private static Optional<String> verbOf(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod served = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (served != null) {
                return Optional.of(served.value());
            }
        }
        return Optional.empty();
    }
}
