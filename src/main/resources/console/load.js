import { useEffect, useState } from './lib/standalone.module.js';

/**
 * Loads data when something that it depends on changes (texts and numbers); the last data stay on the screen meanwhile, and
 * `loading` says so from the first moment.
 */
export function useLoad(load, on) {
  const [state, set] = useState({});
  const [round, again] = useState(0);
  const wanted = JSON.stringify([...on, round]);
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).then(
      data => abort.signal.aborted || set({ data, of: wanted }),
      error => abort.signal.aborted || set(before => ({ ...before, error, of: wanted })));
    return () => abort.abort();
  }, [wanted]);
  const loading = state.of !== wanted;
  return { data: state.data, error: loading ? undefined : state.error, loading, reload: () => again(count => count + 1) };
}
