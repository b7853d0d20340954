// Begins or ends the login before the styles and modules of the page are read, which a page that leads to a login does not need.
(() => {
  const { server, realm, client } = document.documentElement.dataset;
  const keycloak = new window.Keycloak({ url: location.origin + server, realm, clientId: client });
  const done = new Promise(resolve => resolve(keycloak.init({
    onLoad: 'login-required', checkLoginIframe: false, pkceMethod: 'S256', redirectUri: location.href.split('#')[0],
  })));
  // The console says it.
  done.catch(() => {});
  window.consoleLogin = { keycloak, done };
})();
