/** What the server says about the realm, from the page's attributes. */
const data = document.documentElement.dataset;

export const config = {
  server: data.server,
  console: data.console,
  realm: data.realm,
  realmName: data.name,
  client: data.client,
  locale: data.locale,
  longestList: Number(data.longest),
  locales: data.locales.split(' '),
  mayCreateTenants: data.creates === 'true',
  mayCreateAccounts: data.accounts === 'true',
};
