// Asks the browser for a security key or passkey, by Keycloak's own script beside this one.
import { authenticateByWebAuthn } from "./webauthnAuthenticate.js";

const button = document.getElementById("tmfa-key-use");
button.hidden = false;
button.addEventListener(
  "click",
  () =>
    authenticateByWebAuthn({
      isUserIdentified: button.dataset.identified === "true",
      challenge: button.dataset.challenge,
      userVerification: button.dataset.verification,
      rpId: button.dataset.rp,
      createTimeout: Number(button.dataset.timeout),
      errmsg: button.dataset.unsupported,
    }),
  { once: true },
);
