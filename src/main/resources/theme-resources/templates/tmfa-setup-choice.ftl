<#import "tmfa-page.ftl" as page>
<@page.frame titleKey="tmfa-setup-choice-title">
  <p>${msg("tmfa-setup-choice-text")}</p>
  <#if tmfa.scripted><noscript><p role="alert">${msg("tmfa-key-script")}</p></noscript></#if>
  <@page.form id="tmfa-setup-choice">
    <@page.buttons>
      <#list tmfa.ways as way><@page.choice name="way" value=way.id label=msg(way.label)/></#list>
    </@page.buttons>
  </@page.form>
</@page.frame>
