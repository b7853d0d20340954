<#import "tmfa-page.ftl" as page>
<#if tmfa.nationalExample??>
  <#assign hint = msg("tmfa-phone-hint-region", tmfa.nationalExample, tmfa.internationalExample)>
<#else>
  <#assign hint = msg("tmfa-phone-hint")>
</#if>
<@page.frame titleKey="tmfa-phone-title" fields=["number"]>
  <p>${msg("tmfa-phone-text")}</p>
  <p>${msg("tmfa-phone-weaker")}</p>
  <@page.form id="tmfa-phone-form">
    <@page.input name="number" labelKey="tmfa-phone-label" hint=hint value=tmfa.number autocomplete="tel" inputMode="tel" focus=true ltr=true/>
    <@page.buttons>
      <@page.submit labelKey="tmfa-message-send"/>
      <@page.otherSetup/>
      <@page.cancel/>
    </@page.buttons>
  </@page.form>
</@page.frame>
