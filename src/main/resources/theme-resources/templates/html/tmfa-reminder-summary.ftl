<#import "template.ftl" as layout>
<#-- Names are text that somebody chose: no kcSanitize, which would decode them, and no arguments of msg(). -->
<#macro fact labelKey value><tr><th scope="row" style="padding:2px 16px 2px 0;text-align:start">${msg(labelKey)}</th><td><bdi>${value}</bdi></td></tr></#macro>
<@layout.emailLayout>
<div lang="${msg("tmfa-language")}" dir="${msg("tmfa-direction")}">
  <p>${msg("tmfa-mail-reminder-summary")}</p>
  <table>
    <@fact labelKey="tmfa-mail-reminder-organization" value=organizationName/>
    <#if from?has_content><@fact labelKey="tmfa-mail-reminder-from" value=from/></#if>
    <@fact labelKey="tmfa-mail-reminder-required" value=required/>
    <@fact labelKey="tmfa-mail-reminder-missing" value=missing/>
  </table>
  <p>${msg("tmfa-mail-reminder-names")}</p>
  <ul>
    <#list names as name><li><bdi>${name}</bdi></li></#list>
    <#if (more > 0)><li>${msg("tmfa-mail-reminder-more", more)}</li></#if>
  </ul>
  <p>${msg("tmfa-mail-reminder-summary-todo")}</p>
</div>
</@layout.emailLayout>
