<#ftl output_format="plainText">
${msg("tmfa-mail-" + notice, realmTitle)}
<#if notice == "backup-code-used" && remaining??>
${msg("tmfa-mail-remaining", remaining)}
</#if>

${msg("tmfa-mail-account")}: ${user.username}
<#if deviceName?has_content>
${msg("tmfa-mail-device")}: ${deviceName}
</#if>
${msg("tmfa-mail-time")}: ${time}
<#if until?has_content>
${msg("tmfa-mail-access-pass-until")}: ${until}
</#if>
<#if ipAddress?has_content>
${msg("tmfa-mail-address")}: ${ipAddress}
</#if>
<#if browser?has_content>
${msg("tmfa-mail-browser")}: ${browser}
</#if>

${msg("tmfa-mail-not-you")}
