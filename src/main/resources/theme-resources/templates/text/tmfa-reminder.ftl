<#ftl output_format="plainText">
<#if reminder == "asked">${msg("tmfa-mail-reminder-asked")}<#elseif reminder == "week">${msg("tmfa-mail-reminder-week")}<#else>${msg("tmfa-mail-reminder-day")}</#if>

${msg("tmfa-mail-reminder-organization")}: ${organizationName}
${msg("tmfa-mail-reminder-account")}: ${account}
${msg("tmfa-mail-reminder-from")}: <#if from?has_content>${from}<#else>${msg("tmfa-mail-reminder-next")}</#if>

${msg("tmfa-mail-reminder-todo")}
