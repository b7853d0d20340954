<#ftl output_format="plainText">
${msg("tmfa-mail-message-code", realmName)}

${code}

${msg("tmfa-mail-message-code-minutes", minutes)}

${msg("tmfa-mail-message-code-not-you")}
