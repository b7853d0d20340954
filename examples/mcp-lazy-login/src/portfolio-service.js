// A resource server: shows a portfolio to whoever brings a token of a session with a second factor. It asks the
// authorization server about each token (introspection, RFC 7662), so that an ended session is refused at once.

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { postForm } from "./challenge-login.js";

const POSITIONS = [
  { name: "World Equity ETF", quantity: 120, value: 10_842.6, currency: "EUR" },
  { name: "Green Bonds 2031", quantity: 40, value: 3_918.2, currency: "EUR" },
];

/** @returns a server that listens on the loopback interface */
export function servePortfolio(environment, port) {
  const issuer = (environment.TENANT_MFA_URL ?? "http://localhost:8080/realms/demo").replace(/\/$/, "");
  const introspect = async (token) => {
    const { status, body } = await postForm(`${issuer}/protocol/openid-connect/token/introspect`, {
      client_id: environment.PORTFOLIO_CLIENT_ID ?? "demo-api",
      client_secret: environment.PORTFOLIO_CLIENT_SECRET ?? "demo-api-secret",
      token,
    });
    if (status !== 200) throw new Error(`introspection answered ${status}`);
    return body;
  };
  const server = createServer(async (request, response) => {
    try {
      await answer(request, response, introspect);
    } catch (problem) {
      console.error(problem.message);
      send(response, 503, { error: "The authorization server cannot be asked." });
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function answer(request, response, introspect) {
  if (request.method !== "GET" || request.url !== "/portfolio") return send(response, 404, { error: "not found" });
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (!token) return refuse(response, "");
  const claims = await introspect(token);
  if (!claims.active || ![claims.aud].flat().includes("demo-api")) return refuse(response, ' error="invalid_token"');
  if (claims.mfa !== true) return refuse(response, ' error="insufficient_user_authentication"');
  send(response, 200, { tenant: claims.tenant_name ?? null, positions: POSITIONS });
}

function refuse(response, error) {
  response.setHeader("WWW-Authenticate", `Bearer${error}`);
  send(response, 401, { error: "Log in with a second factor." });
}

function send(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const port = Number(process.env.PORTFOLIO_PORT ?? 8090);
  await servePortfolio(process.env, port);
  console.error(`http://127.0.0.1:${port}/portfolio`);
}
