<#ftl output_format="plainText">
${msg("tmfa-mail-reminder-summary")}

${msg("tmfa-mail-reminder-organization")}: ${organizationName}
<#if from?has_content>
${msg("tmfa-mail-reminder-from")}: ${from}
</#if>
${msg("tmfa-mail-reminder-required")}: ${required}
${msg("tmfa-mail-reminder-missing")}: ${missing}

${msg("tmfa-mail-reminder-names")}
<#list names as name>
- ${name}
</#list>
<#if (more > 0)>
- ${msg("tmfa-mail-reminder-more", more)}
</#if>

${msg("tmfa-mail-reminder-summary-todo")}
