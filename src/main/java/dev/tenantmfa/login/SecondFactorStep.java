package dev.tenantmfa.login;

import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.CodeLogin;
import dev.tenantmfa.assurance.evidence.CookieLogin;
import dev.tenantmfa.assurance.evidence.ExemptLogin;
import dev.tenantmfa.assurance.evidence.LevelOfAuthentication;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.assurance.link.LinkConfirmation;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.page.CodePage;
import dev.tenantmfa.factor.page.MessagePage;
import dev.tenantmfa.factor.page.MessageStep;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.provider.PlainStep;
import dev.tenantmfa.setup.form.RenewalOffer;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The second factor of a login in one step: decides whether one is due ({@link SecondFactorDue}), asks for it or leads to
 * its setup while the login is still open, and does nothing, without a page, for users who need nothing. Belongs after the
 * first factor.
 */
final class SecondFactorStep implements PlainStep {

    /** The button that leads to another way; its value is the id of a {@link Way}. */
    static final String WAY = "way";

    private static final String CHOSEN = "tenant-mfa.way";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        context.getAuthenticationSession().removeAuthNote(CHOSEN);
        SingleSignOn.endIfFresh(context.getSession(), context.getAuthenticationSession());
        proceed(context);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (!codes(context).wasAsked()) {
            authenticate(context);
            return;
        }
        EventTenant.tell(context.getEvent(), context.getAuthenticationSession());
        Next next = next(context);
        if (next instanceof Next.Proof proof) {
            answer(context, proof.methods());
        } else if (next instanceof Next.AfterPass after) {
            new AfterPassPage(context, after).answer();
            proceed(context);
        } else if (next instanceof Next.Setup setup) {
            if (new SetupInStep(context, setup.methods()).answer()) {
                proceed(context);
            }
        } else if (!(next instanceof Next.Reminder reminder) || new ReminderInStep(context, reminder).answer()) {
            proceed(context);
        }
    }

    private static Next next(AuthenticationFlowContext context) {
        return new SecondFactorDue(context, StepSettings.in(context)).next();
    }

    /** Shows the page of what the login needs next, or ends the step. */
    private static void proceed(AuthenticationFlowContext context) {
        Next next = next(context);
        if (next instanceof Next.FirstFactor) {
            Reauthentication.begin(context);
        } else if (next instanceof Next.Refusal) {
            NotOffered.refuse(context);
        } else if (next instanceof Next.Proof proof) {
            show(context, proof.methods(), false);
        } else if (next instanceof Next.AfterPass after) {
            new AfterPassPage(context, after).show();
        } else if (next instanceof Next.Setup setup) {
            if (Reauthentication.isNeededForSetup(context.getSession(), context.getAuthenticationSession())) {
                Reauthentication.begin(context);
            } else {
                new SetupInStep(context, setup.methods()).show();
            }
        } else {
            if (next instanceof Next.Reminder reminder && new ReminderInStep(context, reminder).show()) {
                return;
            }
            if (next instanceof Next.Exempt) {
                ExemptLogin.note(context.getAuthenticationSession());
            } else if (next instanceof Next.Trusted trusted) {
                DeviceTrust.in(context).spare(trusted.device());
            }
            end(context);
        }
    }

    private static void end(AuthenticationFlowContext context) {
        CodeLogin codes = codes(context);
        LevelOfAuthentication.begin(context);
        LinkConfirmation.note(context);
        if (PassLogin.in(context).isAll()) {
            context.getEvent().detail(FactorEvents.FACTOR, FactorKind.ACCESS_PASS.id());
        }
        if (codes.hasShownFactor()) {
            codes.pass();
        } else {
            StepMark.set(context.getAuthenticationSession());
            context.success();
        }
    }

    private static void show(AuthenticationFlowContext context, Set<Method> methods, boolean afterError) {
        List<Way> ways = ways(context, methods);
        Way way = Ways.first(context, ways, context.getAuthenticationSession().getAuthNote(CHOSEN));
        context.getAuthenticationSession().setAuthNote(CHOSEN, way.id());
        List<Way> others = ways.stream().filter(other -> other != way).toList();
        switch (way) {
            case KEY -> new KeyForm(context, Method.SECURITY_KEY).show(Way.shown(others, methods), afterError);
            case PASSKEY -> new KeyForm(context, Method.PASSKEY).show(Way.shown(others, methods), afterError);
            case MESSAGE ->
                context.challenge(message(context, Way.shown(others, methods)).show());
            case CODE -> context.challenge(codePage(context, others, methods).page());
        }
    }

    /** The answer to the page that was shown, or the wish for another one. */
    private static void answer(AuthenticationFlowContext context, Set<Method> methods) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        List<Way> ways = ways(context, methods);
        String wish = form.getFirst(WAY);
        if (wish != null) {
            Way.of(wish).filter(ways::contains).ifPresent(way -> login.setAuthNote(CHOSEN, way.id()));
            show(context, methods, false);
            return;
        }
        Way way = Ways.first(context, ways, login.getAuthNote(CHOSEN));
        List<Way> others = ways.stream().filter(other -> other != way).toList();
        switch (way) {
            case KEY -> key(context, Method.SECURITY_KEY, methods);
            case PASSKEY -> key(context, Method.PASSKEY, methods);
            case MESSAGE -> message(context, Way.shown(others, methods), form);
            case CODE -> code(context, others, form.getFirst(CodePage.FIELD), methods);
        }
    }

    private static void key(AuthenticationFlowContext context, Method method, Set<Method> methods) {
        if (new KeyForm(context, method).check()) {
            Ways.rememberType(context.getUser(), KeyForm.typeOf(method));
            DeviceTrust.in(context).trustIfAsked(method, null);
            RenewalOffer.addIfFew(context.getAuthenticationSession());
            proceed(context);
        } else {
            show(context, methods, true);
        }
    }

    private static void code(AuthenticationFlowContext context, List<Way> others, String raw, Set<Method> methods) {
        CodeLogin codes = codes(context);
        Verification verification = codes.verify(raw, FactorKind.typed(methods));
        if (verification instanceof Verification.Accepted accepted) {
            if (accepted.kind() != FactorKind.ACCESS_PASS) {
                RenewalOffer.addIfDue(context.getSession(), context.getAuthenticationSession(), accepted);
            }
            accept(context, accepted);
            return;
        }
        codes.reportError(verification);
        context.failureChallenge(
                CodeLogin.errorOf(verification),
                codePage(context, others, methods).after(verification));
    }

    private static void message(
            AuthenticationFlowContext context, List<Map<String, String>> others, MultivaluedMap<String, String> form) {
        CodeLogin codes = codes(context);
        MessageStep.Answer answer = message(context, others).answer(form);
        Response page = answer.page();
        Verification verification = answer.verification().orElse(null);
        if (verification != null) {
            codes.describe(verification);
        }
        if (page == null && verification instanceof Verification.Accepted accepted) {
            RenewalOffer.addIfFew(context.getAuthenticationSession());
            accept(context, accepted);
        } else if (verification != null && codes.reportError(verification)) {
            context.failureChallenge(CodeLogin.errorOf(verification), page);
        } else {
            context.challenge(page);
        }
    }

    /** The policy may demand more than what was accepted. */
    private static void accept(AuthenticationFlowContext context, Verification.Accepted accepted) {
        codes(context).accept(accepted);
        if (accepted.kind() == FactorKind.ACCESS_PASS) {
            PassLogin.report(context);
        } else {
            Ways.remember(context.getSession(), context.getUser(), accepted.credentialId());
            DeviceTrust.in(context).trustIfAsked(accepted.method(), accepted.credentialId());
        }
        proceed(context);
    }

    private static List<Way> ways(AuthenticationFlowContext context, Set<Method> methods) {
        List<Way> ways = Way.to(methods);
        boolean canReach = MessageStep.canReach(context.getSession(), context.getUser());
        List<Way> usable =
                ways.stream().filter(way -> way != Way.MESSAGE || canReach).toList();
        // Users who have nothing else get the page all the same: it says that no code can be sent.
        return usable.isEmpty() ? ways : usable;
    }

    private static CodePage codePage(AuthenticationFlowContext context, List<Way> others, Set<Method> methods) {
        boolean ownCodes = Way.takesOwnCodes(methods);
        CodePage page = CodePage.login(context.form(), SecondFactors.of(context.getSession()), context.getUser())
                .withWays(Way.shown(others, methods))
                .offeringTrust(ownCodes ? DeviceTrust.in(context).offeredDays() : 0);
        return methods.contains(Method.ACCESS_PASS) ? page.withAccessPass(!ownCodes) : page;
    }

    private static MessageStep message(AuthenticationFlowContext context, List<Map<String, String>> others) {
        return new MessageStep(
                context.getSession(),
                context.getAuthenticationSession(),
                context.getUser(),
                CookieLogin.budgetOf(context.getSession(), context.getAuthenticationSession()),
                () -> MessagePage.login(context.form())
                        .withWays(others)
                        .offeringTrust(DeviceTrust.in(context).offeredDays()));
    }

    private static CodeLogin codes(AuthenticationFlowContext context) {
        return new CodeLogin(context, FactorKind.TOTP);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }
}
