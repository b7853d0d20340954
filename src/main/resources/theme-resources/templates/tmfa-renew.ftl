<#import "tmfa-page.ftl" as page>
<@page.frame titleKey="tmfa-renew-title">
  <p id="tmfa-remaining"><strong>${msg("tmfa-renew-remaining", tmfa.remaining)}</strong></p>
  <p>${msg("tmfa-renew-text")}</p>
  <@page.form id="tmfa-renew-form">
    <@page.buttons>
      <@page.submit labelKey="tmfa-renew-now" name="renew"/>
      <#if tmfa.skippable><@page.secondary labelKey="tmfa-renew-later" name="skip"/></#if>
      <@page.cancel/>
    </@page.buttons>
  </@page.form>
</@page.frame>
