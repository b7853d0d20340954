<#import "template.ftl" as layout>
<@layout.emailLayout>
<div lang="${msg("tmfa-language")}" dir="${msg("tmfa-direction")}">
  <p>${msg("tmfa-mail-message-code", realmTitle)}</p>
  <p><strong dir="ltr" style="font-size:1.5em;letter-spacing:.1em">${code}</strong></p>
  <p>${msg("tmfa-mail-message-code-minutes", minutes)}</p>
  <p>${msg("tmfa-mail-message-code-not-you")}</p>
</div>
</@layout.emailLayout>
