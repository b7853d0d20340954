import { config } from './config.js';
import * as drafts from './drafts.js';

/** The login, which login.js began. Tokens are kept in memory only. */
const { keycloak: kc, done } = window.consoleLogin;
delete window.consoleLogin;
const RESUME = 'resume';
let cameBackAt = 0;
let leftAt = -Infinity;
// Back from the login by the button of the browser: the page is as it was left.
addEventListener('pageshow', event => { if (event.persisted) leftAt = -Infinity; });

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
  const isBack = drafts.unstash(key, known);
  if (key !== null) {
    cameBackAt = Date.now();
    url.searchParams.delete(RESUME);
    history.replaceState(null, '', url);
  }
  return isBack;
}

/** An access token that is valid for a while. Leads to a login if the session has ended; throws if the server is not reached. */
export async function token(force = false) {
  try {
    await kc.updateToken(force ? -1 : 30);
  } catch (e) {
    if (kc.refreshToken) throw new TypeError('The server was not reached.');
    return login({});
  }
  note();
  return kc.token;
}

/** Whether a login was just done for a call, so that a second one would not help. */
export const isJustBack = () => Date.now() - cameBackAt < 60000;

/**
 * Goes to a login and comes back to the same place, with the forms as they are; to another one without them. Only once if several calls
 * find the session ended: of two logins that begin at the same time, the page may be that of one and the cookie that of the other.
 */
export function login({ acr, maxAge, tenant, place }) {
  if (performance.now() - leftAt < 5000) return new Promise(() => {});
  leftAt = performance.now();
  const back = new URL(place ?? location.href, location.href);
  back.hash = '';
  back.searchParams.set(RESUME, (place ? null : drafts.stash(known)) ?? 'none');
  let url = kc.createLoginUrl({ redirectUri: back.href, acrValues: acr, maxAge, locale: document.documentElement.lang });
  if (tenant) url += `&tenant=${encodeURIComponent(tenant)}`;
  location.assign(url);
  return new Promise(() => {});
}

/** The login that a refusal asks for (RFC 9470). */
export function stepUp(challenge, tenant) {
  const acr = /acr_values="([^"]*)"/.exec(challenge)?.[1];
  const maxAge = /max_age="?(\d+)/.exec(challenge)?.[1];
  return login({ acr, maxAge: maxAge && Number(maxAge), tenant });
}

export const logOut = () => kc.logout({ redirectUri: location.origin + config.console });
export const accountUrl = () => kc.createAccountUrl({ redirectUri: location.origin + config.console });
