package dev.tenantmfa.platform;

import dev.tenantmfa.fixture.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class RealmTitleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Demo Shop | Demo Shop",
                "<b>Demo</b> Shop | Demo Shop",
                "<div class=\"kc-logo-text\"><span>Demo</span></div> | Demo",
                "Demo <img src=x | Demo",
                "<<b>b>Demo | Demo",
                "Demo &amp; Sons | Demo & Sons",
                "&lt;b&gt;Demo&lt;/b&gt; | Demo",
                "&amp;lt;i&amp;gt;Demo | Demo",
                "&#60;b&#62;Demo&#x27;s | Demo's",
                "&#x3C;b&#X3e;Demo&#60;/b&#62; | Demo",
                "&amp;#60;i&amp;#62;Demo | Demo",
                "Caf&#233; &#x1F511; &#1114112; | Caf\u00e9 \uD83D\uDD11",
                "<!-- x -->Demo | Demo",
                "O'Neil & S\u00f6hne {1} $2 <3 | O'Neil & S\u00f6hne {1} $2 <3",
                "5 > 3 | 5 > 3"
            })
    void isTheDisplayNameAsPlainText(String displayName, String title) {
        assertThat(titleOf(displayName)).isEqualTo(title);
    }

    @Test
    void controlCharactersAreBlanksAndDirectionMarksAreGone() {
        assertThat(titleOf(" Demo\r\nShop\t\u2028\u202eX ")).isEqualTo("Demo Shop X");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "<b></b>", "${realmName}", "Demo ${x}", "$<b>{x}</b>", "&lt;b&gt;"})
    void isTheRealmsNameIfNothingIsLeftOrKeycloakWouldPutATextThere(String displayName) {
        assertThat(titleOf(displayName)).isEqualTo("demo");
    }

    @Test
    void holdsNoTagHoweverTheDisplayNameIsWritten() {
        Property.holds(inputs -> {
            StringBuilder name = new StringBuilder();
            for (int i = inputs.number(1, 8); i > 0; i--) {
                name.append(inputs.oneOf(
                        "<b>",
                        "</b>",
                        "<",
                        ">",
                        "&lt;",
                        "&gt;",
                        "&amp;",
                        "lt;",
                        "<!--",
                        "-->",
                        "<script src=",
                        "${",
                        "}",
                        "{0}",
                        "b",
                        " ",
                        "'",
                        inputs.text(5)));
            }

            assertThat(titleOf(name.toString()))
                    .isNotBlank()
                    .doesNotContainPattern("<[A-Za-z/!?]")
                    .doesNotContainPattern("\\$\\{[^}]*}")
                    .doesNotContain("&lt;", "&gt;", "\n");
        });
    }

    private static String titleOf(String displayName) {
        RealmModel realm = mock(RealmModel.class);
        when(realm.getName()).thenReturn("demo");
        when(realm.getDisplayName()).thenReturn(displayName);
        return RealmTitle.of(realm);
    }
}
