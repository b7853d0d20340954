import { html, render } from './lib/standalone.module.js';
import { App } from './app.js';
import { config } from './config.js';
import * as session from './session.js';
import { load, t } from './texts.js';
import { Alert, Button } from './ui.js';

/** Logs in, loads the texts in the user's language, and shows the console. */
async function start(root) {
  const texts = load(config.locale);
  try {
    await session.start();
    await texts;
    const own = session.userLocale();
    if (own && own !== config.locale && config.locales.includes(own)) await load(own);
    root.replaceChildren();
    render(html`<${App} />`, root);
  } catch (e) {
    await texts.catch(() => {});
    root.replaceChildren();
    render(html`<main class="tc-alone"><h1 class="pf-v5-c-title pf-m-2xl">${t('title')}</h1>
      <${Alert} kind="danger" title=${t('error-start')}
        action=${html`<${Button} kind="primary" onClick=${() => location.assign(config.console)}>${t('try-again')}<//>`} /></main>`, root);
  }
}

start(document.getElementById('app'));
