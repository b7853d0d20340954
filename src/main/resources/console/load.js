import { useEffect, useState } from './lib/standalone.module.js';

/** Loads data when something that it depends on changes; the last data stay on the screen meanwhile. */
export function useLoad(load, on) {
  const [state, set] = useState({ loading: true });
  const [round, again] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    set(before => ({ ...before, loading: true, error: undefined }));
    load(abort.signal).then(
      data => abort.signal.aborted || set({ data, loading: false }),
      error => abort.signal.aborted || set(before => ({ ...before, loading: false, error })));
    return () => abort.abort();
  }, [...on, round]);
  return { ...state, reload: () => again(count => count + 1) };
}
