package dev.tenantmfa.platform.rest;

import dev.tenantmfa.fixture.RealmFixture;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PageTest {

    private final RealmFixture fixture = new RealmFixture();

    @Test
    void hasTwentyEntriesAndAtMostAHundred() {
        assertThat(page(null)).isEqualTo(new Page(0, 20, ""));
        assertThat(page("100").max()).isEqualTo(100);
        assertThatThrownBy(() -> page("101")).isInstanceOf(Refusal.class);
    }

    @Test
    void sizesAreTheRealms() {
        fixture.setAttribute("tenant-mfa.list-size", "30");
        fixture.setAttribute("tenant-mfa.max-list-size", "200");

        assertThat(page(null).max()).isEqualTo(30);
        assertThat(page("200").max()).isEqualTo(200);
        assertThatThrownBy(() -> page("201")).isInstanceOf(Refusal.class);
    }

    @Test
    void usualSizeIsNoLargerThanTheLargest() {
        fixture.setAttribute("tenant-mfa.list-size", "30");
        fixture.setAttribute("tenant-mfa.max-list-size", "10");

        assertThat(page(null).max()).isEqualTo(10);
    }

    private Page page(@Nullable String max) {
        MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
        if (max != null) {
            query.putSingle("max", max);
        }
        return Page.of(fixture.realm, query);
    }
}
