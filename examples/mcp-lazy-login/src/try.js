// The agent's part, typed by hand: starts the portfolio service and the MCP server, and calls tools over stdio.

import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { servePortfolio } from "./portfolio-service.js";

/** What holds for the demo realm; the environment says otherwise. */
const DEMO = {
  AGENT_CLIENT_ID: "demo-agent",
  AGENT_CLIENT_SECRET: "demo-agent-secret",
  AGENT_USERNAME: "owner@acme.test",
  AGENT_PASSWORD: "Demo-Passw0rd!",
};

const service = await servePortfolio(process.env, 0);
const client = new Client({ name: "try", version: "1.0.0" });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: [fileURLToPath(new URL("server.js", import.meta.url))],
    env: { ...DEMO, ...process.env, PORTFOLIO_URL: `http://127.0.0.1:${service.address().port}/portfolio` },
  }),
);
const { tools } = await client.listTools();
console.log(`Tools: ${tools.map((tool) => tool.name).join(", ")}. Type get_portfolio, or enter_two_factor_code and the code.`);

const lines = createInterface({ input: process.stdin, output: process.stdin.isTTY ? process.stdout : undefined, prompt: "> " });
lines.prompt();
for await (const line of lines) {
  const [name, code] = line.trim().split(/\s+/);
  if (name) await call(name, code);
  lines.prompt();
}
await client.close();
service.close();

async function call(name, code) {
  try {
    const result = await client.callTool({ name, arguments: code ? { code } : {} });
    console.log(`${result.isError ? "error" : "result"}: ${result.content.map((part) => part.text).join("\n")}`);
  } catch (problem) {
    console.log(`error: ${problem.message}`);
  }
}
