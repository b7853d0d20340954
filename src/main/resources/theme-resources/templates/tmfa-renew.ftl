<#import "tmfa-page.ftl" as page>
<@page.frame titleKey=tmfa.first?then("tmfa-first-codes-title", "tmfa-renew-title")>
  <#if tmfa.first>
    <p id="tmfa-remaining"><strong>${msg("tmfa-first-codes")}</strong></p>
    <p>${msg("tmfa-first-codes-text")}</p>
  <#else>
    <p id="tmfa-remaining"><strong>${msg("tmfa-renew-remaining", tmfa.remaining)}</strong></p>
    <p>${msg("tmfa-renew-text")}</p>
  </#if>
  <@page.form id="tmfa-renew-form">
    <@page.buttons>
      <@page.submit labelKey=tmfa.first?then("tmfa-first-codes-now", "tmfa-renew-now") name="renew"/>
      <#if tmfa.skippable><@page.secondary labelKey="tmfa-renew-later" name="skip"/></#if>
      <@page.cancel/>
    </@page.buttons>
  </@page.form>
</@page.frame>
