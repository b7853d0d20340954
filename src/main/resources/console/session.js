import { config } from './config.js';
import * as drafts from './drafts.js';
import { language, t } from './texts.js';

/** The login, which login.js began. Tokens are kept in memory only. */
const { keycloak: kc, done } = window.consoleLogin;
delete window.consoleLogin;
const RESUME = 'resume';
/** Marks a login that a refusal asked for (RFC 9470); others reuse the session, and its login may be old. */
const STEP_UP = 'up-';
let cameBackAt = 0;
let steppedUpAt = 0;
let mustKeep = false;
/** The login to which this page leads: it ends only if the user comes back by the button of the browser, to the page as it was left. */
let leaving = null;
addEventListener('pageshow', event => {
  if (!event.persisted || !leaving) return;
  leaving.stop(Object.assign(new Error(t('error-back')), { isBack: true, status: 0 }));
  leaving = null;
});

/** Whose forms these are, also when the session has ended. */
let known = '';
const note = () => { known = `${claims().sub} ${claims().tenant_id}`; };

export const claims = () => kc.tokenParsed ?? {};
export const userLocale = () => kc.idTokenParsed?.locale;

/** Waits until the user is logged in. Says whether forms from before the login are there again. */
export async function start() {
  await done;
  // Else the library begins a login of its own when it finds the session ended, beside that of this page.
  kc.loginRequired = false;
  const url = new URL(location.href);
  const key = url.searchParams.get(RESUME);
  note();
  const isBack = drafts.unstash(key?.replace(STEP_UP, '') ?? null, known);
  if (key !== null) {
    cameBackAt = Date.now();
    if (key.startsWith(STEP_UP)) steppedUpAt = cameBackAt;
    url.searchParams.delete(RESUME);
    history.replaceState(null, '', url);
  }
  return isBack;
}

/** An access token that is valid for a while. Leads to a login if the session has ended; throws if the server is not reached. */
export async function token(force = false) {
  try {
    await kc.updateToken(force ? -1 : mustKeep ? 1 : 30);
  } catch (e) {
    if (kc.refreshToken) throw new TypeError('The server was not reached.');
    return login({});
  }
  note();
  return kc.token;
}

/** Uses the access token to its end: the server refuses to refresh it while the tenant is suspended. */
export const keepToken = keep => { mustKeep = keep; };

/** Lifetime of the access token in seconds, and its end by the clock of the browser. */
export const tokenLifetime = () => claims().exp - claims().iat;
export const tokenEnd = () => new Date((claims().exp + (kc.timeSkew ?? 0)) * 1000);

const isRecent = at => Date.now() - at < 60000;

/** Whether a login was just done, so that a second one would not make a refused token valid. */
export const isJustBack = () => isRecent(cameBackAt);

/** Whether the login that a refusal asks for was just done, so that a second one would not help. */
export const hasJustSteppedUp = () => isRecent(steppedUpAt);

/**
 * Goes to a login and comes back to the same place, with the forms as they are; to another one without them. Only once if several calls
 * find the session ended: of two logins that begin at the same time, the page may be that of one and the cookie that of the other.
 */
export function login({ acr, maxAge, tenant, place, isStepUp }) {
  if (leaving && performance.now() - leaving.at < 5000) return leaving.promise;
  leaving ??= pending();
  leaving.at = performance.now();
  const back = new URL(place ?? location.href, location.href);
  back.hash = '';
  back.searchParams.set(RESUME, (isStepUp ? STEP_UP : '') + ((place ? null : drafts.stash(known)) ?? 'none'));
  let url = kc.createLoginUrl({ redirectUri: back.href, acrValues: acr, maxAge, locale: language() });
  if (tenant) url += `&tenant=${encodeURIComponent(tenant)}`;
  location.assign(url);
  return leaving.promise;
}

function pending() {
  let stop;
  const promise = new Promise((resolve, reject) => { stop = reject; });
  // Not every caller waits.
  promise.catch(() => {});
  return { promise, stop };
}

/** The login that a refusal asks for (RFC 9470). */
export function stepUp(challenge, tenant) {
  const acr = /acr_values="([^"]*)"/.exec(challenge)?.[1];
  const maxAge = /max_age="?(\d+)/.exec(challenge)?.[1];
  return login({ acr, maxAge: maxAge && Number(maxAge), tenant, isStepUp: true });
}

export const logOut = () => kc.logout({ redirectUri: location.origin + config.console });
export const accountUrl = () => kc.createAccountUrl({ redirectUri: location.origin + config.console });
