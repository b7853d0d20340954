// Logs in with Auth0's own libraries, whose paths a proxy turns into Keycloak's. Says what it found in one line of JSON,
// reads a code from its input, and ends with another line.
import { createInterface } from 'node:readline/promises';
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { AuthClient } from '@auth0/auth0-auth-js';
import { AuthenticationClient } from 'auth0';

const { REALM, KEYSTORE, CLIENT_ID, CLIENT_SECRET, LOGIN_USERNAME, LOGIN_PASSWORD } = process.env;

const PATHS = {
  '/oauth/token': '/protocol/openid-connect/token',
  '/mfa/authenticators': '/mfa/authenticators',
  '/mfa/challenge': '/mfa/challenge',
  '/mfa/associate': '/mfa/associate',
};

const server = createServer({ pfx: readFileSync(KEYSTORE), passphrase: 'changeit' }, async (request, response) => {
  const origin = `https://${request.headers.host}`;
  if (request.url === '/.well-known/openid-configuration') {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ issuer: `${origin}/`, token_endpoint: `${origin}/oauth/token` }));
    return;
  }
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const headers = {};
  for (const name of ['authorization', 'content-type']) {
    if (request.headers[name]) {
      headers[name] = request.headers[name];
    }
  }
  const answer = await fetch(REALM + PATHS[request.url], {
    method: request.method,
    headers,
    body: chunks.length ? Buffer.concat(chunks) : undefined,
  });
  response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') });
  response.end(await answer.text());
});
await new Promise((listening) => server.listen(0, 'localhost', listening));
const domain = `localhost:${server.address().port}`;
const options = { domain, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };

const say = (found) => console.log(JSON.stringify(found));

let mfaToken;
let refusal;
try {
  await new AuthenticationClient(options).oauth.passwordGrant({ username: LOGIN_USERNAME, password: LOGIN_PASSWORD });
} catch (error) {
  refusal = { status: error.statusCode, error: error.error };
  mfaToken = JSON.parse(error.body).mfa_token;
}

const { mfa } = new AuthClient(options);
const authenticators = await mfa.listAuthenticators({ mfaToken });
const begun = authenticators.length
  ? await mfa.challengeAuthenticator({ challengeType: 'otp', mfaToken })
  : await mfa.enrollAuthenticator({ authenticatorTypes: ['otp'], mfaToken });
say({ refusal, authenticators, begun });

const input = createInterface({ input: process.stdin });
const [otp] = await new Promise((line) => input.once('line', (text) => line([text])));
let wrong;
try {
  await mfa.verify({ factorType: 'otp', otp: otp === '000000' ? '000001' : '000000', mfaToken });
} catch (error) {
  wrong = error.message;
}
const tokens = await mfa.verify({ factorType: 'otp', otp, mfaToken });
say({ wrong, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken });
input.close();
server.close();
