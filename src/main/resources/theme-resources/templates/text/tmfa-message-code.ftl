<#ftl output_format="plainText">
${msg("tmfa-mail-message-code", realmTitle)}

${code}

${msg("tmfa-mail-message-code-minutes", minutes)}

${msg("tmfa-mail-message-code-not-you")}
