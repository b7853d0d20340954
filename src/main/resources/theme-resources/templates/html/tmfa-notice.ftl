<#import "template.ftl" as layout>
<#--
  No kcSanitize here: it decodes entities before it filters, so a device name could become a link. Escaped output cannot.
-->
<#macro fact labelKey value><tr><th scope="row" style="padding:2px 16px 2px 0;text-align:start">${msg(labelKey)}</th><td><bdi>${value}</bdi></td></tr></#macro>
<@layout.emailLayout>
<div lang="${msg("tmfa-language")}" dir="${msg("tmfa-direction")}">
  <p>${msg("tmfa-mail-" + notice, realmTitle)}</p>
  <#if notice == "backup-code-used" && remaining??><p>${msg("tmfa-mail-remaining", remaining)}</p></#if>
  <table>
    <@fact labelKey="tmfa-mail-account" value=user.username/>
    <#if deviceName?has_content><@fact labelKey="tmfa-mail-device" value=deviceName/></#if>
    <@fact labelKey="tmfa-mail-time" value=time/>
    <#if until?has_content><@fact labelKey="tmfa-mail-access-pass-until" value=until/></#if>
    <#if ipAddress?has_content><@fact labelKey="tmfa-mail-address" value=ipAddress/></#if>
    <#if browser?has_content><@fact labelKey="tmfa-mail-browser" value=browser/></#if>
  </table>
  <p>${msg("tmfa-mail-not-you")}</p>
</div>
</@layout.emailLayout>
