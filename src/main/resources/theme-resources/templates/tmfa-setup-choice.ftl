<#import "tmfa-page.ftl" as page>
<@page.frame titleKey="tmfa-setup-choice-title">
  <p>${msg("tmfa-setup-choice-text")}</p>
  <#if tmfa.scripted><noscript><p role="alert">${msg("tmfa-key-script")}</p></noscript></#if>
  <@page.form id="tmfa-setup-choice">
    <#if tmfa.deadline?has_content>
      <@page.group><p id="tmfa-deadline">${msg("tmfa-setup-deadline", tmfa.deadline[0], tmfa.deadline[1], tmfa.deadline[2])}</p></@page.group>
    </#if>
    <@page.buttons>
      <#list tmfa.ways as way><@page.choice name="way" value=way.id label=msg(way.label)/></#list>
      <#if tmfa.deadline?has_content><@page.secondary labelKey="tmfa-setup-skip" name="skip"/></#if>
    </@page.buttons>
  </@page.form>
</@page.frame>
