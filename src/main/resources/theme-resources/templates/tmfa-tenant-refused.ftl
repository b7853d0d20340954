<#import "tmfa-page.ftl" as page>
<@page.frame titleKey="tmfa-tenant-refused-title">
  <#-- The tenant's name is text that a person chose: put in after the message was made, and escaped. -->
  <p id="tmfa-tenant-refused" role="alert">
    <#if tmfa.deleted>
      ${msg("tmfa-tenant-deleted")?replace("[tenant]", tmfa.tenant)}
    <#elseif tmfa.tenant?has_content>
      ${msg("tmfa-tenant-suspended")?replace("[tenant]", tmfa.tenant)}
    <#else>
      ${msg("tmfa-tenant-not-member")}
    </#if>
  </p>
  <p>${tmfa.deleted?then(msg("tmfa-tenant-deleted-text"), msg("tmfa-tenant-refused-text"))}</p>
</@page.frame>
