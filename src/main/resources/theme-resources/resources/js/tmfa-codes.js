// Copy and print, for those who have a script; the pages work without it.

const status = document.querySelector("[data-tmfa-status]");

/** Says it in the live region. Emptied first, so that saying the same again is heard again. */
function say(text) {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 50);
}

/** The clipboard needs a secure context (HTTPS or localhost). */
async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        say(status.dataset.tmfaCopied);
    } catch {
        say(status.dataset.tmfaCopyFailed);
    }
}

for (const button of document.querySelectorAll("[data-tmfa-copy]")) {
    button.addEventListener("click", () => copy(button.dataset.tmfaCopy));
    button.hidden = false;
}

for (const button of document.querySelectorAll("[data-tmfa-print]")) {
    button.addEventListener("click", () => window.print());
    button.hidden = false;
}
