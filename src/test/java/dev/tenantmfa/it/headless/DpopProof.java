package dev.tenantmfa.it.headless;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.id.JWTID;
import java.net.URI;
import java.time.Instant;
import java.util.Date;

/** Proofs that a client has its key (RFC 9449), by a library of others' making. */
final class DpopProof {
    private DpopProof() {}

    static String of(ECKey key, URI uri, Instant now) {
        try {
            return new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256)
                    .createDPoPJWT(new JWTID(), "POST", uri, Date.from(now), null, null)
                    .serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
