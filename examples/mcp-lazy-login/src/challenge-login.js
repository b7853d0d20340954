// A login without a browser: OAuth 2.0 for First-Party Applications (draft-ietf-oauth-first-party-apps), with PKCE.

import { createHash, randomBytes } from "node:crypto";

const TIMEOUT_MILLIS = 30_000;

/** The server refused, and the text says why in words for people. */
export class LoginError extends Error {}

/** The server wants a pause; the login can go on after it. */
export class TooManyAttempts extends LoginError {}

/**
 * One login, from the password to the tokens. Its steps are answered with what is due next:
 *
 * - `{ done: true, tokens }`
 * - `{ due: "message", destination }`: a code was sent there
 * - `{ due: "otp" }`: a code of the authenticator app, or a backup code
 *
 * and after a code with `outcome` beside it: `"wrong"`, `"expired"` (a new one was sent), `"held"` (expired, and `text` says
 * when a new one may be sent) or `"over"` (this login is at its end; begin another one).
 */
export class ChallengeLogin {
  #config;
  #verifier = randomBytes(32).toString("base64url");
  #session = null;
  #due = null;

  /** @param config {@link configFrom} */
  constructor(config) {
    this.#config = config;
  }

  get due() {
    return this.#due;
  }

  /** User name and password; has a message sent where the person has a phone. */
  async begin() {
    const { username, password, tenant } = this.#config;
    const answer = await this.#challenge({
      response_type: "code",
      scope: "openid",
      code_challenge: createHash("sha256").update(this.#verifier).digest("base64url"),
      code_challenge_method: "S256",
      username,
      password,
      ...(tenant && { tenant }),
    });
    if (answer.authorization_code) return this.#redeem(answer.authorization_code);
    if (answer.oob_required) return this.#read(await this.#challenge({ challenge_type: "oob" }));
    return this.#read(answer);
  }

  /** A code that the person gave. */
  async enter(code) {
    const answer = await this.#challenge(this.#due.due === "message" ? { binding_code: code } : { otp: code });
    if (answer.authorization_code) return this.#redeem(answer.authorization_code);
    if (answer.error === "invalid_session") return { outcome: "over" };
    const text = answer.error_description ?? "";
    if (text.startsWith("The code expired.") && !answer.destination) return { outcome: "held", text };
    const next = this.#read(answer);
    if (answer.destination) return { ...next, outcome: "expired" };
    if (text === "The code was incorrect.") return { ...next, outcome: "wrong" };
    throw new LoginError(sentence(answer));
  }

  /** What the answer asks for. The server names a destination only when it has sent a code there just now. */
  #read(answer) {
    if (answer.destination) {
      this.#due = { due: "message", destination: answer.destination };
    } else if (answer.retry_after) {
      throw new LoginError(`No code can be sent yet. Try again in ${answer.retry_after} seconds.`);
    } else if (!this.#due && answer.otp_required) {
      this.#due = { due: "otp" };
    } else if (!this.#due || !(answer.otp_required || answer.oob_required)) {
      // The message could not be sent, or the account was locked meanwhile.
      throw new LoginError(sentence(answer));
    }
    return this.#due;
  }

  async #redeem(code) {
    const { status, body } = await this.#config.post("/protocol/openid-connect/token", {
      grant_type: "authorization_code",
      code,
      code_verifier: this.#verifier,
    });
    if (status !== 200) throw new LoginError(sentence(body));
    return { done: true, tokens: body };
  }

  async #challenge(parameters) {
    const { status, body, retryAfter } = await this.#config.post("/authorize-challenge", {
      ...(this.#session && { auth_session: this.#session }),
      ...parameters,
    });
    // Each answer brings a new session; the old one is dead.
    this.#session = body.auth_session ?? null;
    if (status === 200 || body.error === "invalid_session") return body;
    if (status === 403 && body.error === "insufficient_authorization") return body;
    if (status === 429) throw new TooManyAttempts(`${sentence(body)} (${retryAfter} seconds)`);
    if (body.error === "redirect_to_web") throw new LoginError(`${sentence(body)} Log in once with a browser.`);
    throw new LoginError(sentence(body));
  }
}

/**
 * What a login needs, from the environment; the password never leaves this process but to the server.
 *
 * @throws LoginError naming the variables that are missing
 */
export function configFrom(environment) {
  const required = ["AGENT_USERNAME", "AGENT_PASSWORD", "AGENT_CLIENT_ID", "AGENT_CLIENT_SECRET"];
  const missing = required.filter((name) => !environment[name]);
  if (missing.length) throw new LoginError(`Set ${missing.join(", ")} in the environment of this server.`);
  const issuer = (environment.TENANT_MFA_URL ?? "http://localhost:8080/realms/demo").replace(/\/$/, "");
  return {
    issuer,
    username: environment.AGENT_USERNAME,
    password: environment.AGENT_PASSWORD,
    tenant: environment.AGENT_TENANT,
    /** A form POST as the client. */
    async post(path, form) {
      return postForm(issuer + path, {
        client_id: environment.AGENT_CLIENT_ID,
        client_secret: environment.AGENT_CLIENT_SECRET,
        ...form,
      });
    },
  };
}

/** @returns status, body (an object, empty where the answer was no JSON) and retryAfter in seconds */
export async function postForm(url, form) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
  } catch (problem) {
    throw new LoginError(`${url} does not answer (${problem.cause?.code ?? problem.name}). Does the demo run? ./mvnw -Pdemo`);
  }
  return {
    status: response.status,
    body: await response.json().catch(() => ({})),
    retryAfter: Number(response.headers.get("retry-after") ?? 0),
  };
}

function sentence(body) {
  const text = body.error_description ?? body.error ?? "The server gave no reason";
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
