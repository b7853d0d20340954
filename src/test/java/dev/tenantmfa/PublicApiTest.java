package dev.tenantmfa;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import dev.tenantmfa.message.gateway.SmsGateway;
import dev.tenantmfa.message.gateway.SmsGatewayException;
import dev.tenantmfa.message.gateway.SmsGatewayFactory;
import dev.tenantmfa.message.gateway.SmsMessage;
import dev.tenantmfa.platform.PublicApi;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What other JARs may use. A type that is added here is promised until the next major version. */
class PublicApiTest {

    @Test
    void onlyWhatAnSmsGatewayNeedsIsPublic() {
        assertThat(annotated())
                .extracting(JavaClass::getName)
                .containsExactlyInAnyOrder(
                        SmsGateway.class.getName(),
                        SmsGatewayFactory.class.getName(),
                        SmsGatewayException.class.getName(),
                        SmsMessage.class.getName());
    }

    @Test
    void signaturesUseNoInternalType() {
        for (JavaClass type : annotated()) {
            assertThat(typesInSignaturesOf(type).distinct())
                    .as("types in %s", type.getSimpleName())
                    .allMatch(used -> !used.getPackageName().startsWith("dev.tenantmfa")
                            || used.isAnnotatedWith(PublicApi.class));
        }
    }

    private static List<JavaClass> annotated() {
        return OurClasses.ALL.stream()
                .filter(type -> type.isAnnotatedWith(PublicApi.class))
                .toList();
    }

    private static Stream<JavaClass> typesInSignaturesOf(JavaClass type) {
        Stream<JavaType> supertypes = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaClass> inMembers = type.getCodeUnits().stream()
                .filter(unit -> !unit.getModifiers().contains(JavaModifier.PRIVATE))
                .flatMap(PublicApiTest::typesIn);
        return Stream.concat(supertypes.flatMap(used -> used.getAllInvolvedRawTypes().stream()), inMembers);
    }

    private static Stream<JavaClass> typesIn(JavaCodeUnit unit) {
        Stream<JavaType> signature = Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
        return Stream.concat(
                signature.flatMap(used -> used.getAllInvolvedRawTypes().stream()), unit.getExceptionTypes().stream());
    }
}
