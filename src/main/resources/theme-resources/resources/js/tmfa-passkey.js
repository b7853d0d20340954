// Passkeys in the sign-in form, by Keycloak's own scripts beside this one: from the browser's list at the field for the
// username, or with the button.
import { authenticateByWebAuthn } from "./webauthnAuthenticate.js";
import { initAuthenticate } from "./passkeysConditionalAuth.js";

const button = document.getElementById("tmfa-key-use");
const answer = document.getElementById("webauth");
const tenant = document.getElementById("tenant");
const request = {
  isUserIdentified: button.dataset.identified === "true",
  challenge: button.dataset.challenge,
  userVerification: button.dataset.verification,
  rpId: button.dataset.rp,
  createTimeout: Number(button.dataset.timeout),
  mediation: button.dataset.mediation,
  authenticatorAttachment: button.dataset.attachment,
  errmsg: button.dataset.unsupported,
};

if (tenant) {
  answer.addEventListener("submit", () => {
    answer.elements.tenant.value = tenant.value;
  });
}
button.hidden = false;
button.addEventListener("click", () => authenticateByWebAuthn(request), { once: true });
initAuthenticate(request);
