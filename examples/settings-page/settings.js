// Security settings of one person: login by code flow with PKCE, then the calls of {issuer}/mfa. No library.

const config = await (await fetch("config.json")).json();
const here = location.origin + location.pathname;
const $ = (id) => document.getElementById(id);

// --- login (OpenID Connect, code flow with PKCE). Tokens stay in this module's memory and die with the page.

let tokens = null;

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function logIn(more = {}) {
  const state = random();
  const verifier = random();
  const challenge = base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
  // What must survive the way to the login page and back; useless without the code that comes back.
  sessionStorage.setItem("login", JSON.stringify({ state, verifier }));
  const query = new URLSearchParams({
    client_id: config.clientId,
    redirect_uri: here,
    response_type: "code",
    scope: "openid",
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...more,
  });
  location.assign(`${config.issuer}/protocol/openid-connect/auth?${query}`);
}

async function finishLogIn() {
  const answer = new URLSearchParams(location.search);
  const sent = JSON.parse(sessionStorage.getItem("login") ?? "null");
  sessionStorage.removeItem("login");
  if (!answer.has("state")) return;
  history.replaceState(null, "", here);
  if (!sent || answer.get("state") !== sent.state) throw new Problem("This login did not start here. Please log in again.");
  // RFC 9207: a code is redeemed at the server that gave it, and at no other.
  if (answer.get("iss") !== config.issuer) throw new Problem("The answer came from another server. Please log in again.");
  if (answer.has("error")) throw new Problem(answer.get("error_description") ?? "The login was not finished.");
  await takeTokens({
    grant_type: "authorization_code",
    code: answer.get("code"),
    code_verifier: sent.verifier,
    redirect_uri: here,
  });
}

async function takeTokens(grant) {
  tokens = null;
  const response = await send(`${config.issuer}/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: config.clientId, ...grant }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Problem("Your session has ended. Please log in again.", answer.error);
  tokens = answer;
}

/** Came straight from the server over its own connection, so its signature need not be checked (OpenID Connect Core, 3.1.3.7). */
function claimsOf(jwt) {
  const bytes = atob(jwt.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
}

function logOut() {
  const query = new URLSearchParams({ client_id: config.clientId, post_logout_redirect_uri: here });
  if (tokens?.id_token) query.set("id_token_hint", tokens.id_token);
  tokens = null;
  location.assign(`${config.issuer}/protocol/openid-connect/logout?${query}`);
}

// --- calls

class Problem extends Error {
  constructor(text, code) {
    super(text);
    this.code = code;
  }
}

async function send(url, options) {
  try {
    return await fetch(url, { cache: "no-store", ...options });
  } catch {
    throw new Problem(`${new URL(url).origin} does not answer. Does the server run, and is this page one of the client's web origins?`);
  }
}

/** A call of {issuer}/mfa; refreshes once when the access token has ended. */
async function mfa(method, path, body) {
  let response = await callOnce(method, path, body);
  if (response.status === 401 && !isAboutLogin(response)) {
    await takeTokens({ grant_type: "refresh_token", refresh_token: tokens.refresh_token });
    response = await callOnce(method, path, body);
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (answer.code === "insufficient_user_authentication") {
    // An account without a password proves itself by a fresh login.
    await logIn({ max_age: "0" });
  }
  if (response.status === 429) {
    const seconds = Number(response.headers.get("Retry-After") ?? 60);
    throw new Problem(`Too many attempts. Try again in ${Math.ceil(seconds / 60)} min.`, answer.code);
  }
  throw new Problem(answer.detail ?? answer.title ?? `HTTP ${response.status}`, answer.code);
}

function callOnce(method, path, body) {
  return send(`${config.issuer}/mfa/${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${tokens.access_token}`,
      ...(body && { "Content-Type": "application/json" }),
    },
    body: body && JSON.stringify(body),
  });
}

const isAboutLogin = (response) =>
  (response.headers.get("WWW-Authenticate") ?? "").includes("insufficient_user_authentication");

// --- what is shown

function show(...visible) {
  for (const id of ["begin", "enable", "codes", "manage"]) $(id).hidden = !visible.includes(id);
}

function say(text) {
  $("error").textContent = "";
  $("message").textContent = text;
}

/** Runs what the person asked for; what goes wrong is told, and the form stays as it is. */
function doing(work) {
  return async (event) => {
    event?.preventDefault();
    const buttons = [...document.querySelectorAll("button")];
    buttons.forEach((button) => (button.disabled = true));
    say("");
    try {
      await work(event);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      $("error").textContent = problem.message;
      if (!tokens) showSignedOut();
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  };
}

const formOf = (event) => {
  const values = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ""));
  if (values.code) values.code = values.code.trim();
  event.target.reset();
  return values;
};

function showSignedOut() {
  $("signed-in").hidden = true;
  $("signed-out").hidden = false;
}

async function showSettings() {
  $("signed-out").hidden = true;
  $("signed-in").hidden = false;
  const claims = claimsOf(tokens.id_token);
  $("person").textContent = claims.email ?? claims.preferred_username;
  await showStatus();
}

async function showStatus() {
  const status = await mfa("GET", "status");
  const time = (text) => (text ? new Date(text).toLocaleString() : "never");
  $("status").textContent = status.enabled
    ? `On since ${time(status.created_at)}, last used ${time(status.last_used_at)}. Backup codes left: ${status.backup_codes_remaining ?? 0}.`
    : "Off.";
  if (status.locked_until) $("status").textContent += ` No code is accepted until ${time(status.locked_until)}.`;
  show(status.enabled ? "manage" : "begin");
  await showAttempts();
}

async function showAttempts() {
  let attempts = [];
  try {
    attempts = await mfa("GET", "attempts?max=10");
  } catch (problem) {
    if (problem.code !== "events_not_stored") throw problem;
  }
  $("attempts").replaceChildren(
    ...attempts.map((attempt) => {
      const row = document.createElement("tr");
      for (const text of [
        new Date(attempt.created_at).toLocaleString(),
        attempt.type,
        attempt.success ? "correct" : "incorrect",
        attempt.ip_address,
        attempt.client_id,
      ]) {
        row.insertCell().textContent = text ?? "";
      }
      return row;
    }),
  );
}

/** The codes, and the focus on their heading, since they replace what the person was at. */
function showCodes(codes) {
  $("code-list").replaceChildren(
    ...codes.map((code) => {
      const item = document.createElement("li");
      item.textContent = code;
      return item;
    }),
  );
  show("codes");
  $("codes-title").focus();
}

let pendingCodes = [];

function forgetSecrets() {
  pendingCodes = [];
  $("secret").textContent = "";
  $("qr-code").removeAttribute("src");
  $("code-list").replaceChildren();
}

// --- what the person does

$("log-in").addEventListener("click", doing(() => logIn()));
$("log-out").addEventListener("click", doing(logOut));

$("begin").addEventListener(
  "submit",
  doing(async (event) => {
    const setup = await mfa("POST", "setup", formOf(event));
    $("qr-code").src = setup.qr_code_data_uri;
    $("secret").textContent = setup.secret.match(/.{1,4}/g).join(" ");
    pendingCodes = setup.backup_codes;
    show("enable");
    $("enable-title").focus();
  }),
);

$("enable").addEventListener(
  "submit",
  doing(async (event) => {
    await mfa("POST", "enable", formOf(event));
    const codes = pendingCodes;
    forgetSecrets();
    showCodes(codes);
    say("The second factor is on.");
  }),
);

$("cancel").addEventListener(
  "click",
  doing(async () => {
    forgetSecrets();
    await showStatus();
  }),
);

$("codes-saved").addEventListener(
  "click",
  doing(async () => {
    forgetSecrets();
    await showStatus();
    $("message").textContent = "Keep the codes where you can find them without your phone.";
  }),
);

$("regenerate").addEventListener(
  "submit",
  doing(async (event) => {
    const { backup_codes: codes } = await mfa("POST", "backup-codes/regenerate", formOf(event));
    showCodes(codes);
    say("The old backup codes are no longer valid.");
  }),
);

$("disable").addEventListener(
  "submit",
  doing(async (event) => {
    await mfa("POST", "disable", formOf(event));
    await showStatus();
    say("The second factor is off.");
  }),
);

await doing(async () => {
  await finishLogIn();
  if (tokens) await showSettings();
  else showSignedOut();
})();
