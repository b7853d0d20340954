/** Keeps what was typed while the browser goes to a login and back. Forms of the console never hold secrets. */
const PREFIX = 'tenant-console-';
const KEPT_MS = 10 * 60 * 1000;
const forms = new Map();
let restored = {};

/** A form on the screen; what `state` returns (values, and whether the form is being sent) is kept if the page must be left. */
export function open(id, state) {
  forms.set(id, state);
  return () => forms.delete(id);
}

/** State of the form from before the login, once. */
export function take(id) {
  const state = restored[id];
  delete restored[id];
  return state;
}

/** Stores all open forms under a new random key, which is returned; null if there is none. */
export function stash(owner) {
  if (forms.size === 0) return null;
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  const states = Object.fromEntries([...forms].map(([id, state]) => [id, state()]));
  sessionStorage.setItem(PREFIX + key, JSON.stringify({ owner, states, place: here(), at: Date.now() }));
  return key;
}

/**
 * Reads what was stored under the key and forgets all that is stored. Without a key, which is how a user comes back who left the login
 * by the button of the browser, that is the latest of the same place, if it is not old. Forms of other users are never read.
 */
export function unstash(key, owner) {
  const stored = Object.keys(sessionStorage).filter(name => name.startsWith(PREFIX)).map(name => {
    const text = sessionStorage.getItem(name);
    sessionStorage.removeItem(name);
    return { ...JSON.parse(text), key: name.slice(PREFIX.length) };
  });
  const found = stored.filter(entry => entry.owner === owner && (key === null ? isHere(entry) : entry.key === key))
    .sort((one, other) => other.at - one.at)[0];
  restored = found?.states ?? {};
  return found !== undefined;
}

const here = () => location.pathname + location.search;
const isHere = ({ place, at }) => place === here() && Date.now() - at < KEPT_MS;
