<#import "template.ftl" as layout>
<#-- Names are text that somebody chose: no kcSanitize, which would decode them, and no arguments of msg(). -->
<#macro fact labelKey value><tr><th scope="row" style="padding:2px 16px 2px 0;text-align:start">${msg(labelKey)}</th><td><bdi>${value}</bdi></td></tr></#macro>
<@layout.emailLayout>
<div lang="${msg("tmfa-language")}" dir="${msg("tmfa-direction")}">
  <p><#if until?has_content>${msg("tmfa-mail-exemption")}<#else>${msg("tmfa-mail-exemption-ended")}</#if></p>
  <table>
    <@fact labelKey="tmfa-mail-exemption-organization" value=organizationName/>
    <@fact labelKey="tmfa-mail-exemption-member" value=member/>
    <#if until?has_content><@fact labelKey="tmfa-mail-exemption-until" value=until/></#if>
    <@fact labelKey="tmfa-mail-exemption-owner" value=owner/>
  </table>
  <p>${msg("tmfa-mail-exemption-undo")}</p>
</div>
</@layout.emailLayout>
