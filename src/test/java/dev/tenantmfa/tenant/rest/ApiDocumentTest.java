package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tenantmfa.mfa.MfaAdminResource;
import dev.tenantmfa.mfa.MfaResource;
import dev.tenantmfa.tenant.console.ConsoleResource;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The document names every call that there is, and no other; the pages of the console are no calls. */
class ApiDocumentTest {
    @Test
    void documentAndResourcesHaveTheSameCalls() throws IOException {
        Set<String> served = new TreeSet<>();
        collect(TenantsResource.class, "/realms/{realm}/tenants", served);
        collect(TenantsAdminResource.class, "/admin/realms/{realm}/tenants", served);
        collect(MfaResource.class, "/realms/{realm}/mfa", served);
        collect(MfaAdminResource.class, "/admin/realms/{realm}/mfa", served);

        assertThat(served).containsExactlyInAnyOrderElementsOf(documented());
    }

    private static void collect(Class<?> resource, String path, Set<String> calls) {
        for (Method method : resource.getDeclaredMethods()) {
            Path annotation = method.getAnnotation(Path.class);
            String here = annotation == null ? path : path + "/" + annotation.value();
            String verb = verb(method);
            if (verb != null && !verb.equals("OPTIONS")) {
                calls.add(verb + " " + here);
            } else if (verb == null && annotation != null && method.getReturnType() != ConsoleResource.class) {
                collect(method.getReturnType(), here, calls);
            }
        }
    }

    private static String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return null;
    }

    private static Set<String> documented() throws IOException {
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(ApiDocumentTest.class.getResource("/dev/tenantmfa/api/openapi.yaml"));
        Set<String> calls = new TreeSet<>();
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(name -> {
                    if (!name.equals("parameters")) {
                        calls.add(name.toUpperCase() + " " + path.getKey());
                    }
                }));
        return calls;
    }
}
