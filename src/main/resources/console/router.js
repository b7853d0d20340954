import { html, useEffect, useState } from './lib/standalone.module.js';
import { config } from './config.js';

/** Addresses below the console's own: a path of words, and a query that says which dialog is open. */
const changed = new EventTarget();

export function here() {
  const path = location.pathname.startsWith(config.console) ? location.pathname.slice(config.console.length) : '';
  return { path: path.split('/').filter(Boolean).map(part => decodePart(part)), query: new URLSearchParams(location.search) };
}

function decodePart(part) {
  try {
    return decodeURIComponent(part);
  } catch (e) {
    return part;
  }
}

export const address = path => config.console + path;

export function go(path, { replace = false, dialog = false } = {}) {
  history[replace ? 'replaceState' : 'pushState']({ dialog }, '', address(path));
  changed.dispatchEvent(new Event('change'));
}

/** Changes the query of the current address; null removes a value. */
export function goQuery(values, options) {
  const { path, query } = here();
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  go(path.map(encodeURIComponent).join('/') + (text && `?${text}`), options);
}

/** Opens a dialog, which the back button closes. */
export const openDialog = name => goQuery({ do: name }, { dialog: true });

/** Closes the open dialog, without another step for the back button. */
export function closeDialog() {
  if (history.state?.dialog) history.back();
  else goQuery({ do: null }, { replace: true });
}

export function useRoute() {
  const [route, set] = useState(here);
  useEffect(() => {
    const update = () => set(here());
    addEventListener('popstate', update);
    changed.addEventListener('change', update);
    return () => {
      removeEventListener('popstate', update);
      changed.removeEventListener('change', update);
    };
  }, []);
  return route;
}

/** A link inside the console. */
export function Link({ to, children, ...rest }) {
  const open = event => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return html`<a href=${address(to)} onClick=${open} ...${rest}>${children}</a>`;
}
