// A form is sent once: the second request of a double click would find a code that the first one has used up.

/** After that time without an answer the person may try again. */
const PATIENCE = 30_000;

for (const form of document.querySelectorAll(".tmfa form")) {
    const buttons = [...form.elements].filter((element) => element.type === "submit");
    let waiting = null;

    const release = () => {
        clearTimeout(waiting);
        waiting = null;
        buttons.forEach((button) => (button.disabled = false));
    };

    form.addEventListener("submit", (event) => {
        if (waiting !== null) {
            event.preventDefault();
            return;
        }
        waiting = setTimeout(release, PATIENCE);
        // Later, as the name and value of the button that was pressed belong to the request.
        setTimeout(() => buttons.forEach((button) => (button.disabled = waiting !== null)));
    });

    // "Back" may show the page as it was left.
    window.addEventListener("pageshow", release);
}
