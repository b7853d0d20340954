<#import "tmfa-page.ftl" as page>
<#-- The name is text that somebody chose: never an argument of msg(), always escaped. -->
<@page.frame titleKey="tmfa-invitation-title">
  <p>${msg("tmfa-invitation-text")}</p>
  <p id="tmfa-invitation-organization"><strong><bdi>${tmfa.organization}</bdi></strong></p>
  <p>${msg("tmfa-invitation-account")} <bdi>${tmfa.account}</bdi></p>
  <p><a id="tmfa-invitation-join" href="${tmfa.link}">${msg("tmfa-invitation-join")}</a></p>
  <p>${msg("tmfa-invitation-not-you")}</p>
</@page.frame>
