<#import "tmfa-page.ftl" as page>
<@page.frame titleKey="tmfa-access-pass-title">
  <p>${msg("tmfa-access-pass-text")}</p>
  <#if tmfa.apps?has_content><p>${msg("tmfa-access-pass-apps")}</p></#if>
  <@page.form id="tmfa-access-pass-form">
    <@page.buttons>
      <#list tmfa.apps as app>
        <#assign name = app.label?has_content?then(app.label, msg("tmfa-totp-display-name"))>
        <@page.choice name="choice" value=app.choice label=msg("tmfa-access-pass-replace")?replace("[app]", name)/>
      </#list>
      <#if tmfa.apps?has_content>
        <@page.secondary labelKey="tmfa-access-pass-keep" name="choice" value="keep"/>
      <#else>
        <@page.submit labelKey="tmfa-access-pass-set-up" name="choice" value="keep"/>
      </#if>
      <#if tmfa.skippable><@page.secondary labelKey="tmfa-setup-skip" name="choice" value="skip"/></#if>
    </@page.buttons>
  </@page.form>
</@page.frame>
