<#import "tmfa-page.ftl" as page>
<@page.frame titleKey="tmfa-tenant-choice-title">
  <p>${msg("tmfa-tenant-choice-text")}</p>
  <@page.form id="tmfa-tenant-choice">
    <@page.buttons>
      <#list tmfa.tenants as tenant>
        <button type="submit" name="tenant" value="${tenant.id}"
                class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}"><bdi>${tenant.name}</bdi></button>
      </#list>
    </@page.buttons>
  </@page.form>
</@page.frame>
