package dev.tenantmfa.it.assurance;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** An issuer whose signed assertions about users a realm trusts (RFC 7523). */
record AssertionIssuer(RSAKey key) {
    static final String ALIAS = "assertion-issuer";
    private static final String ISSUER = "https://assertions.example.test";

    /** Makes the realm trust a new issuer. */
    static AssertionIssuer trustedBy(RealmAdmin realm) {
        try {
            RSAKey key = new RSAKeyGenerator(2048).keyID("key").generate();
            realm.post(
                            "/identity-provider/instances",
                            Map.of(
                                    "alias",
                                    ALIAS,
                                    "providerId",
                                    "jwt-authorization-grant",
                                    "enabled",
                                    true,
                                    "config",
                                    Map.of(
                                            "issuer",
                                            ISSUER,
                                            "jwtAuthorizationGrantEnabled",
                                            "true",
                                            "useJwksUrl",
                                            "false",
                                            "publicKeySignatureVerifier",
                                            Base64.getEncoder()
                                                    .encodeToString(
                                                            key.toPublicKey().getEncoded()))))
                    .expect(201);
            return new AssertionIssuer(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new assertion about a user, who is linked to this issuer by it. */
    String about(RealmAdmin realm, Person person, String audience, Instant now) {
        realm.post(
                "/users/" + person.id() + "/federated-identity/" + ALIAS,
                Json.object()
                        .put("identityProvider", ALIAS)
                        .put("userId", person.id())
                        .put("userName", person.username()));
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(person.id())
                .audience(audience)
                .jwtID(UUID.randomUUID().toString())
                // Keycloak allows for no difference between the clocks.
                .issueTime(Date.from(now.minusSeconds(10)))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(), claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }
}
