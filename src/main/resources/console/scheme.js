// Runs before the first paint: PatternFly 5 has a class for dark colors, not a media query.
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => document.documentElement.classList.toggle('pf-v5-theme-dark', dark.matches);
  dark.addEventListener('change', apply);
  apply();
})();
