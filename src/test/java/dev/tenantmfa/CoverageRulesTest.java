package dev.tenantmfa;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/** JaCoCo and Pitest ignore names that match nothing, so a class that is renamed would no longer be held by their rules. */
class CoverageRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//plugin[artifactId='jacoco-maven-plugin']//rule/includes/include",
                "//plugin[artifactId='pitest-maven']//param"
            })
    void eachNameIsThatOfAClassOrPackage(String path) throws Exception {
        Set<String> names = names();

        List<String> listed = texts(path);

        assertThat(listed).isNotEmpty().doesNotHaveDuplicates().allSatisfy(name -> {
            Pattern pattern = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
            assertThat(names).as(name).anyMatch(one -> pattern.matcher(one).matches());
        });
    }

    private static List<String> texts(String path) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        XPath xpath = XPathFactory.newInstance().newXPath();
        NodeList nodes = (NodeList) xpath.evaluate(path, pom, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }

    /** Of all classes and packages, tests included. */
    private static Set<String> names() throws Exception {
        Set<String> names = new HashSet<>();
        for (Path root : List.of(Path.of("src/main/java"), Path.of("src/test/java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    names.add(name(root.relativize(file)).replaceAll("\\.java$", ""));
                    names.add(name(root.relativize(file.getParent())));
                });
            }
        }
        return names;
    }

    private static String name(Path path) {
        return path.toString().replace('/', '.').replace('\\', '.');
    }
}
