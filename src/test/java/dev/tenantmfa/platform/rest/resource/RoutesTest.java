package dev.tenantmfa.platform.rest.resource;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RoutesTest {

    /** A resource such as ours. */
    public static class Things {

        @GET
        public String list() {
            return "";
        }

        @POST
        public String create() {
            return "";
        }

        @GET
        @Path("count")
        public String count() {
            return "";
        }

        @Path("me")
        public Thing mine() {
            return new Thing();
        }
    }

    /** Below it. */
    public static class Thing {

        @PUT
        public String change() {
            return "";
        }

        @GET
        @Path("parts/count")
        public String count() {
            return "";
        }

        @PATCH
        @Path("parts/{id}")
        public String part(@PathParam("id") String id) {
            return id;
        }

        @DELETE
        @Path("parts/{id}")
        public String remove(@PathParam("id") String id) {
            return id;
        }

        @POST
        @Path("parts/{id: [0-9]+}/copy")
        public String copy(@PathParam("id") String id) {
            return id;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', GET POST",
        "count, GET",
        "me, PUT",
        "me/, PUT",
        "me/parts/count, GET",
        "me/parts/7, DELETE PATCH",
        "me/parts/no.id-at:all, DELETE PATCH",
        "me/parts/7/copy, POST"
    })
    void verbsOfAPath(String path, String verbs) {
        assertThat(String.join(" ", Routes.verbs(Things.class, path))).isEqualTo(verbs);
    }

    @ParameterizedTest
    @CsvSource({"nothing", "count/more", "men", "me/parts", "me/parts/7/8", "me/parts/x/copy"})
    void nothingIsServedElsewhere(String path) {
        assertThat(Routes.verbs(Things.class, path)).isEmpty();
    }

    @Test
    void pathBelowAProviderIsFoundWhateverTheRealmIsCalled() {
        assertThat(Unserved.below("/realms/demo/tenants", "tenants")).isEmpty();
        assertThat(Unserved.below("/realms/demo/tenants/me/users", "tenants")).isEqualTo("me/users");
        assertThat(Unserved.below("/realms/tenants/tenants/me", "tenants")).isEqualTo("me");
        assertThat(Unserved.below("/admin/realms/mfa/mfa/users/7", "mfa")).isEqualTo("users/7");
    }
}
