package dev.tenantmfa.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Dashboard, alert rules and the page about them name meters and labels that there are. */
class MonitoringFilesTest {

    private static final Path DOCS = Path.of("docs");
    private static final Pattern METER = Pattern.compile("tenant_mfa_[a-z_]+");
    private static final Pattern SELECTED_LABEL = Pattern.compile("[{,]([a-z_]+)(?:=|!)");
    private static final Pattern GROUPING = Pattern.compile("(?:by|on) \\(([a-z_, ]+)\\)");

    private final Set<String> meters = new TreeSet<>();
    private final Set<String> labels = new TreeSet<>(Set.of("le"));

    MonitoringFilesTest() {
        MeterSamples samples = new MeterSamples();
        MeterSamples.ofEverything(samples.meters());
        for (String line : samples.lines()) {
            if (!line.startsWith("#")) {
                meters.add(line.replaceFirst("[{ ].*", ""));
                Matcher label = Pattern.compile("[{,]([a-z]+)=").matcher(line);
                label.results().forEach(found -> labels.add(found.group(1)));
            }
        }
    }

    @Test
    void alertRulesAskForMetersThatThereAre() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(Files.readString(DOCS.resolve("monitoring/alerts.yaml")))
                .at("/groups/0/rules");

        assertThat(rules).hasSizeGreaterThanOrEqualTo(6).allSatisfy(rule -> {
            assertThat(rule.get("alert").asText()).startsWith("TenantMfa");
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertAsksForWhatThereIs(rule.get("expr").asText());
        });
    }

    @Test
    void dashboardAsksForMetersThatThereAre() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(Files.readString(DOCS.resolve("monitoring/grafana-dashboard.json")));
        List<String> queries = new ArrayList<>(dashboard.findValuesAsText("expr"));

        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        assertThat(queries).hasSizeGreaterThan(10).allSatisfy(this::assertAsksForWhatThereIs);
        assertThat(meters.stream().filter(meter -> !String.join(" ", queries).contains(meter)))
                .as("meters that no panel shows")
                .isEmpty();
        assertThat(dashboard.get("panels").findValuesAsText("uid")).containsOnly("${datasource}");
        assertThat(dashboard.get("panels").findValues("gridPos")).doesNotHaveDuplicates();
    }

    @Test
    void pageOnOperationsListsEachMeter() throws IOException {
        String page = Files.readString(DOCS.resolve("operations.md"));
        Set<String> families = meters.stream()
                .map(meter -> meter.replaceFirst("_seconds_(count|sum|max|bucket)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> named =
                METER.matcher(page).results().map(found -> found.group()).collect(Collectors.toSet());

        assertThat(named).containsAll(families);
        named.removeAll(meters);
        assertThat(named).isSubsetOf(families);
    }

    private void assertAsksForWhatThereIs(String expression) {
        assertThat(METER.matcher(expression).results().map(found -> found.group()))
                .isNotEmpty()
                .isSubsetOf(meters);
        assertThat(SELECTED_LABEL.matcher(expression).results().map(found -> found.group(1)))
                .isSubsetOf(labels);
        GROUPING.matcher(expression)
                .results()
                .forEach(found -> assertThat(found.group(1).split(", ")).isSubsetOf(labels));
        assertThat(expression.chars().filter(character -> character == '(').count())
                .isEqualTo(
                        expression.chars().filter(character -> character == ')').count());
    }
}
