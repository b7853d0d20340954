// The MCP server: two tools over stdio. Credentials come from the environment and never reach the agent.

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import { AgentSession } from "./agent-session.js";
import { configFrom } from "./challenge-login.js";

const PORTFOLIO_URL = process.env.PORTFOLIO_URL ?? "http://127.0.0.1:8090/portfolio";

let session;
try {
  session = new AgentSession(configFrom(process.env));
} catch (problem) {
  console.error(problem.message);
  process.exit(1);
}

const server = new McpServer({ name: "mcp-lazy-login", version: "1.0.0" });

server.registerTool(
  "get_portfolio",
  {
    title: "Portfolio",
    description: "The positions of the user's portfolio. May ask for a two-factor code first; call it again after that.",
    outputSchema: {
      tenant: z.string().nullable(),
      positions: z.array(z.object({ name: z.string(), quantity: z.number(), value: z.number(), currency: z.string() })),
    },
    annotations: { readOnlyHint: true },
  },
  tool(() => session.get(PORTFOLIO_URL)),
);

server.registerTool(
  "enter_two_factor_code",
  {
    title: "Two-factor code",
    description: "Submits the two-factor code that the user was asked for.",
    inputSchema: { code: z.string().min(1).max(64).describe("the code, as the user read it") },
    outputSchema: { message: z.string() },
  },
  tool(async ({ code }) => ({ message: await session.enterTwoFactorCode(code) })),
);

await server.connect(new StdioServerTransport());

/** What a call gives, as structure and as text; what goes wrong, as an error that the agent can read. */
function tool(call) {
  return async (input) => {
    try {
      const result = await call(input);
      return { structuredContent: result, content: [{ type: "text", text: result.message ?? JSON.stringify(result) }] };
    } catch (problem) {
      return { isError: true, content: [{ type: "text", text: problem.message }] };
    }
  };
}
