/** Keeps what was typed while the browser goes to a login and back. Forms of the console never hold secrets. */
const PREFIX = 'tenant-console-';
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
  sessionStorage.setItem(PREFIX + key, JSON.stringify({ owner, states }));
  return key;
}

/** Reads what was stored under the key, if it belongs to the same user, and forgets all that is stored. */
export function unstash(key, owner) {
  const text = key && sessionStorage.getItem(PREFIX + key);
  Object.keys(sessionStorage).filter(name => name.startsWith(PREFIX)).forEach(name => sessionStorage.removeItem(name));
  if (!text) return false;
  const stored = JSON.parse(text);
  if (stored.owner !== owner) return false;
  restored = stored.states;
  return true;
}
