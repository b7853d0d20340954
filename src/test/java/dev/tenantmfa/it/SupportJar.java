package dev.tenantmfa.it;

import dev.tenantmfa.it.support.FailingInstallation;
import dev.tenantmfa.it.support.HeldLogin;
import dev.tenantmfa.it.support.MagicLinkFactory;
import dev.tenantmfa.it.support.PeopleStorageFactory;
import dev.tenantmfa.it.support.TestSupportResourceProviderFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;
import org.keycloak.storage.UserStorageProviderFactory;

/** The JAR with what the servers of these tests have in addition. */
final class SupportJar {

    private SupportJar() {}

    /** Packs the provider into a JAR whose bytes change only with its classes, so that the server is built rarely. */
    static void write(Path jar) {
        Class<?> factory = TestSupportResourceProviderFactory.class;
        String folder = factory.getPackageName().replace('.', '/');
        Map<String, byte[]> entries = new TreeMap<>();
        putService(entries, RealmResourceProviderFactory.class, factory);
        putService(entries, UserStorageProviderFactory.class, PeopleStorageFactory.class);
        putService(entries, EventListenerProviderFactory.class, FailingInstallation.class, HeldLogin.class);
        putService(entries, AuthenticatorFactory.class, MagicLinkFactory.class);
        try {
            Path classes = Path.of(factory.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolve(folder);
            try (Stream<Path> files = Files.list(classes)) {
                for (Path file : files.toList()) {
                    entries.put(folder + "/" + file.getFileName(), Files.readAllBytes(file));
                }
            }
            Files.createDirectories(jar.getParent());
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    JarEntry header = new JarEntry(entry.getKey());
                    header.setLastModifiedTime(FileTime.fromMillis(0));
                    out.putNextEntry(header);
                    out.write(entry.getValue());
                    out.closeEntry();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void putService(Map<String, byte[]> entries, Class<?> service, Class<?>... providers) {
        String names = Stream.of(providers).map(Class::getName).collect(Collectors.joining("\n"));
        entries.put("META-INF/services/" + service.getName(), names.getBytes(StandardCharsets.UTF_8));
    }
}
