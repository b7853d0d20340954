<#ftl output_format="plainText">
<#if until?has_content>${msg("tmfa-mail-exemption")}<#else>${msg("tmfa-mail-exemption-ended")}</#if>

${msg("tmfa-mail-exemption-organization")}: ${organizationName}
${msg("tmfa-mail-exemption-member")}: ${member}
<#if until?has_content>
${msg("tmfa-mail-exemption-until")}: ${until}
</#if>
${msg("tmfa-mail-exemption-owner")}: ${owner}

${msg("tmfa-mail-exemption-undo")}
