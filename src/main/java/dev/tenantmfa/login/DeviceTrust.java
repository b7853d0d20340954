package dev.tenantmfa.login;

import dev.tenantmfa.assurance.DeviceTerms;
import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.device.DeviceLogin;
import dev.tenantmfa.assurance.device.DeviceTrusted;
import dev.tenantmfa.assurance.device.TrustedDevice;
import dev.tenantmfa.assurance.device.TrustedDevices;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Trusted devices at the step: whether one spares the page, and whether the page offers to trust this one. Neither where
 * more is asked for than a login: at a level of authentication, for {@code acr} or {@code max_age}, for a change of
 * factors, in the reset of a password, after a link from a mail, and in an impersonated session.
 */
final class DeviceTrust {

    /** The tick on the pages. */
    static final String FIELD = "trust-device";

    private final AuthenticationFlowContext context;
    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final UserModel user;
    private final StepSettings settings;

    DeviceTrust(AuthenticationFlowContext context, StepSettings settings) {
        this.context = context;
        this.session = context.getSession();
        this.login = context.getAuthenticationSession();
        this.user = context.getUser();
        this.settings = settings;
    }

    static DeviceTrust in(AuthenticationFlowContext context) {
        return new DeviceTrust(context, StepSettings.in(context));
    }

    /** Days for which the page offers to trust the device; 0 for no offer. */
    int offeredDays() {
        return isPlainLogin() ? terms().days() : 0;
    }

    /**
     * The device that spares the user what the login asks for next: the one that spared it earlier in this session, or the
     * one that the request comes from. What was shown when it was trusted must be enough for the policy.
     */
    Optional<TrustedDevice> sparing(MfaDemand demand) {
        if (!isPlainLogin()) {
            return Optional.empty();
        }
        DeviceTerms terms = terms();
        return SingleSignOn.sessionOf(session, login)
                .flatMap(earlier -> DeviceLogin.in(session, earlier, terms))
                .or(() -> TrustedDevices.of(session, user).current(terms))
                .filter(device -> isEnough(device, demand));
    }

    private boolean isEnough(TrustedDevice device, MfaDemand demand) {
        return device.standsFor(KeycloakClock.now())
                .filter(shown -> settings.isServedBy(shown.method()))
                .filter(shown -> !(demand instanceof MfaDemand.Due due)
                        || due.strength().isMetBy(List.of(shown), KeycloakClock.now()))
                .isPresent();
    }

    /** Ends the question for the second factor on a device that the user trusts. It is not evidence. */
    void spare(TrustedDevice device) {
        TrustedDevices.of(session, user).noteUse(device);
        DeviceLogin.note(login, device);
        context.getEvent().detail("trusted_device", device.id());
    }

    /**
     * Trusts the device if the user ticked it and it is offered.
     *
     * @param credentialId of the credential with which the method was shown; null for a key
     */
    void trustIfAsked(Method shown, @Nullable String credentialId) {
        boolean asked = context.getHttpRequest().getDecodedFormParameters().containsKey(FIELD);
        if (!asked || offeredDays() == 0) {
            return;
        }
        TrustedDevice device = TrustedDevices.of(session, user).trust(terms(), shown, credentialId);
        context.getEvent()
                .clone()
                // The event of the login describes the code.
                .removeDetail(FactorEvents.RESULT)
                .event(EventType.UPDATE_CREDENTIAL)
                .user(user)
                .detail(Details.CREDENTIAL_TYPE, TrustedDevice.TYPE)
                .detail(Details.CREDENTIAL_ID, device.id())
                .detail(Details.CREDENTIAL_USER_LABEL, device.label())
                .success();
        session.getKeycloakSessionFactory().publish(new DeviceTrusted(session, context.getRealm(), user));
    }

    private DeviceTerms terms() {
        return MfaPolicy.devicesAt(session, user, login);
    }

    private boolean isPlainLogin() {
        return !settings.freshOnly()
                && !settings.methods().stream().allMatch(Method::resistsPhishing)
                && !asksForLevel()
                && login.getClientNote(Constants.KC_ACTION) == null
                && !LoginActionsService.RESET_CREDENTIALS_PATH.equals(context.getFlowPath())
                && !LinkLogin.lacksPassword(session, login, user)
                && !Impersonation.isIn(session, login);
    }

    private boolean asksForLevel() {
        return login.getClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION) != null
                || login.getClientNote(OIDCLoginProtocol.ACR_PARAM) != null
                || login.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM) != null;
    }
}
