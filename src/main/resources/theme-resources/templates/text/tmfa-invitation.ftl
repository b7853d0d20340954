<#ftl output_format="plainText">
${msg("tmfa-mail-invitation")}

${organizationName}

${msg("tmfa-mail-invitation-link")}:

${link}

${msg("tmfa-mail-invitation-expires")?replace("[time]", expires)}

${msg("tmfa-mail-invitation-not-you")}
