// The agent's session: nobody logs in before a call; a call that finds no session begins the login.

import { ChallengeLogin, LoginError, TooManyAttempts } from "./challenge-login.js";

const TIMEOUT_MILLIS = 30_000;

/** A person must give a code before the call can be made. */
export class TwoFactorCodeRequired extends Error {
  constructor({ due, destination }) {
    const sent = due === "message" ? `A code has been sent to ${destination}.` : "It is in the person's authenticator app.";
    super(`2FA code required. ${sent} Call enter_two_factor_code with the code.`);
  }
}

export class AgentSession {
  #config;
  #tokens = null;
  #login = null;
  #turn = Promise.resolve();

  constructor(config) {
    this.#config = config;
  }

  /**
   * GETs JSON from an API as the person.
   *
   * @throws TwoFactorCodeRequired when the person must give a code first; LoginError when no code would help
   */
  get(url) {
    return this.#inTurn(() => this.#get(url));
  }

  /** @returns a sentence for the agent */
  enterTwoFactorCode(code) {
    return this.#inTurn(() => this.#enter(code));
  }

  /** One at a time: two calls at once begin one login, and send one message. */
  #inTurn(work) {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  async #get(url) {
    if (!this.#tokens) await this.#logIn();
    let response = await this.#fetch(url);
    if (response.status === 401 && !isTooWeak(response)) {
      await this.#refreshOrLogIn();
      response = await this.#fetch(url);
    }
    if (isTooWeak(response)) {
      this.#tokens = null;
      throw new LoginError("This account has no second factor, and the API requires one. Set up a phone in the account console.");
    }
    if (!response.ok) throw new Error(`The API answered ${response.status}.`);
    return response.json();
  }

  async #enter(code) {
    if (!this.#login?.due) {
      return this.#tokens ? "Authentication successful" : "No code is asked for at the moment. Call get_portfolio first.";
    }
    let answer;
    try {
      answer = await this.#login.enter(code.replace(/[\s-]/g, ""));
    } catch (problem) {
      // After a refusal that no code can mend, the next call begins another login.
      if (!(problem instanceof TooManyAttempts)) this.#login = null;
      throw problem;
    }
    if (answer.done) {
      this.#tokens = answer.tokens;
      this.#login = null;
      return "Authentication successful";
    }
    switch (answer.outcome) {
      case "expired":
        return "The 2FA code expired. A new code has been sent. Please ask the user for the new code.";
      case "held":
        this.#login = null;
        return `The 2FA code expired. ${answer.text.replace("The code expired. ", "")} Then call get_portfolio again.`;
      case "over":
        return this.#again();
      default:
        return "The 2FA code was incorrect. Please ask the user for a new code and try again.";
    }
  }

  /** The whole login has ended, with its code: as with an expired code, the person gets a new one. */
  async #again() {
    this.#login = null;
    try {
      await this.#logIn();
    } catch (problem) {
      if (!(problem instanceof TwoFactorCodeRequired)) throw problem;
    }
    return this.#login?.due?.due === "message"
      ? "The 2FA code expired. A new code has been sent. Please ask the user for the new code."
      : "The login took too long. Please ask the user for the present code of the authenticator app.";
  }

  async #logIn() {
    // A second call while a code is awaited sends no second message.
    if (this.#login?.due) throw new TwoFactorCodeRequired(this.#login.due);
    const login = new ChallengeLogin(this.#config);
    const answer = await login.begin();
    if (answer.done) {
      this.#tokens = answer.tokens;
      return;
    }
    this.#login = login;
    throw new TwoFactorCodeRequired(answer);
  }

  async #refreshOrLogIn() {
    const { status, body } = await this.#config.post("/protocol/openid-connect/token", {
      grant_type: "refresh_token",
      refresh_token: this.#tokens.refresh_token,
    });
    this.#tokens = status === 200 ? body : null;
    if (!this.#tokens) await this.#logIn();
  }

  async #fetch(url) {
    try {
      return await fetch(url, {
        headers: { Authorization: `Bearer ${this.#tokens.access_token}` },
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
    } catch (problem) {
      throw new Error(`${url} does not answer (${problem.cause?.code ?? problem.name}).`);
    }
  }
}

/** RFC 9470: the token is good, but the login behind it was not strong enough. */
function isTooWeak(response) {
  return (response.headers.get("www-authenticate") ?? "").includes("insufficient_user_authentication");
}
