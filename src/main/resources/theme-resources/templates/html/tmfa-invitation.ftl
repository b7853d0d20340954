<#import "template.ftl" as layout>
<#--
  The name is text that somebody chose. No kcSanitize here, which would decode it and keep its links; and no argument of
  msg(), which would resolve its placeholders.
-->
<@layout.emailLayout>
<div lang="${msg("tmfa-language")}" dir="${msg("tmfa-direction")}">
  <p>${msg("tmfa-mail-invitation")}</p>
  <p><strong><bdi>${organizationName}</bdi></strong></p>
  <p><a href="${link}">${msg("tmfa-mail-invitation-link")}</a></p>
  <p>${msg("tmfa-mail-invitation-expires")?replace("[time]", expires)}</p>
  <p>${msg("tmfa-mail-invitation-not-you")}</p>
</div>
</@layout.emailLayout>
