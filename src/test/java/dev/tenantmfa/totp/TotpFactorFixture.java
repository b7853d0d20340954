package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.seal.CredentialSeal;
import org.keycloak.common.util.SecretGenerator;

/** A user of a realm, and apps of theirs. */
abstract class TotpFactorFixture {
    static final Check WRONG = new Check.Refused(Reason.WRONG);
    static final Check USED = new Check.Refused(Reason.USED);
    static final TotpParameters SIX = new TotpParameters(6, 30, TotpAlgorithm.SHA1);
    static final TotpParameters EIGHT = new TotpParameters(8, 30, TotpAlgorithm.SHA512);

    final RealmFixture keycloak = new RealmFixture();
    final TotpFactor factor = new TotpFactor(keycloak.session);
    final TotpSecret secret = TotpSecret.generate(SecretGenerator.getInstance()::randomBytes);
    final long step = RealmFixture.START.getEpochSecond() / 30;

    TotpCredential add(TotpSecret secret, TotpParameters parameters, long lastStep) {
        TotpCredential app =
                TotpCredential.create("user-1", secret, parameters, null, lastStep, RealmFixture.START, seal());
        keycloak.credentials.createStoredCredential(app.model());
        return app;
    }

    CredentialSeal seal() {
        return CredentialSeal.of(keycloak.session, keycloak.realm);
    }

    Check check(String code) {
        return recorded(factor.check(keycloak.realm, keycloak.user, input(code), keycloak.clock.now()));
    }

    /** As {@link dev.tenantmfa.factor.CodeCheck} does. */
    Check recorded(Check check) {
        return check instanceof Check.Claimed claimed
                ? claimed.use()
                        .record(keycloak.session, keycloak.realm, keycloak.user)
                        .<Check>map(Check.Refused::new)
                        .orElse(claimed.accepted())
                : check;
    }

    static String code(TotpSecret secret, long step) {
        return new Totp(SIX, secret).codeAt(step);
    }

    static CodeInput input(String code) {
        return CodeInput.of(code).orElseThrow();
    }
}
