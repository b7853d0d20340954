<#import "tmfa-page.ftl" as page>
<#assign
  confirming = (tmfa.confirming)!false
  totp = tmfa.kinds?seq_contains("totp")
  backupCode = tmfa.kinds?seq_contains("backup-code")
  accessPass = (tmfa.accessPass)!false
  titleKey = confirming?then("tmfa-code-confirm-title", "tmfa-code-title")
>
<#if accessPass && !totp && !backupCode>
  <#assign labelKey = "tmfa-code-label-access-pass" hint = msg("tmfa-code-hint-access-pass")>
<#elseif totp && backupCode>
  <#assign labelKey = "tmfa-code-label" hint = (tmfa.digits??)?then(msg("tmfa-code-hint", tmfa.digits!), msg("tmfa-code-hint-any"))>
<#elseif backupCode>
  <#assign labelKey = "tmfa-code-label-backup-code" hint = msg("tmfa-code-hint-backup-code")>
<#else>
  <#assign labelKey = "tmfa-code-label-totp" hint = (tmfa.digits??)?then(msg("tmfa-code-hint-totp", tmfa.digits!), msg("tmfa-code-hint-totp-any"))>
</#if>
<#if accessPass && (totp || backupCode)><#assign hint = hint + " " + msg("tmfa-code-hint-or-access-pass")></#if>
<@page.frame titleKey=titleKey fields=["code"]>
  <#if confirming><p>${msg("tmfa-code-confirm-text")}</p></#if>
  <@page.form id="tmfa-code-form">
    <@page.input name="code" labelKey=labelKey hint=hint autocomplete="one-time-code" inputMode=tmfa.inputMode focus=true ltr=true/>
    <@page.trustDevice/>
    <@page.buttons>
      <@page.submit labelKey="tmfa-continue"/>
      <@page.cancel/>
      <@page.otherWays/>
    </@page.buttons>
  </@page.form>
</@page.frame>
