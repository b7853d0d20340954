<#import "template.ftl" as layout>
<#-- Names are text that somebody chose: no kcSanitize, which would decode them, and no arguments of msg(). -->
<#macro fact labelKey value><tr><th scope="row" style="padding:2px 16px 2px 0;text-align:start">${msg(labelKey)}</th><td><bdi>${value}</bdi></td></tr></#macro>
<@layout.emailLayout>
<div lang="${msg("tmfa-language")}" dir="${msg("tmfa-direction")}">
  <p><#if reminder == "asked">${msg("tmfa-mail-reminder-asked")}<#elseif reminder == "week">${msg("tmfa-mail-reminder-week")}<#else>${msg("tmfa-mail-reminder-day")}</#if></p>
  <table>
    <@fact labelKey="tmfa-mail-reminder-organization" value=organizationName/>
    <@fact labelKey="tmfa-mail-reminder-account" value=account/>
    <#if from?has_content><@fact labelKey="tmfa-mail-reminder-from" value=from/><#else><@fact labelKey="tmfa-mail-reminder-from" value=msg("tmfa-mail-reminder-next")/></#if>
  </table>
  <p>${msg("tmfa-mail-reminder-todo")}</p>
</div>
</@layout.emailLayout>
