package dev.tenantmfa.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes the next version of the shipped JAR, for a rolling update. */
final class NextVersion {
    private NextVersion() {}

    /** The JAR once more with another version in its manifest; the same bytes for the same JAR. */
    static Path of(Path shipped, Path work) {
        Path copy = work.resolve("next").resolve(shipped.getFileName());
        try (JarFile jar = new JarFile(shipped.toFile())) {
            Files.createDirectories(copy.getParent());
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy))) {
                Manifest manifest = jar.getManifest();
                manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, KeycloakCluster.NEXT_VERSION);
                out.putNextEntry(timeless(JarFile.MANIFEST_NAME));
                manifest.write(out);
                for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(timeless(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JarEntry timeless(String name) {
        JarEntry entry = new JarEntry(name);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        return entry;
    }
}
