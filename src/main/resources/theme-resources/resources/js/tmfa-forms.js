// A form is sent once: the second request of a double click would find a code that the first one has used up.
// Without a script the server answers the second request.

/** After that time without an answer the person may try again. */
const PATIENCE = 30_000;

for (const form of document.querySelectorAll(".tmfa form")) {
    const buttons = [...form.elements].filter((element) => element.type === "submit");
    let sent = false;

    const release = () => {
        sent = false;
        buttons.forEach((button) => (button.disabled = false));
    };

    form.addEventListener("submit", (event) => {
        if (sent) {
            event.preventDefault();
            return;
        }
        sent = true;
        // Later, as the name and value of the button that was pressed belong to the request.
        setTimeout(() => buttons.forEach((button) => (button.disabled = sent)));
        setTimeout(release, PATIENCE);
    });

    // "Back" may show the page as it was left.
    window.addEventListener("pageshow", release);
}
