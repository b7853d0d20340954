<#import "tmfa-page.ftl" as page>
<@page.frame titleKey=(tmfa.passkey)?then("tmfa-key-title-passkey", "tmfa-key-title")>
  <p id="tmfa-key-text">${msg(tmfa.passkey?then("tmfa-key-text-passkey", "tmfa-key-text"))}</p>
  <noscript><p role="alert">${msg("tmfa-key-script")}</p></noscript>
  <@page.keyAnswer><@page.trustDevice/></@page.keyAnswer>
  <@page.buttons>
    <@page.keyButton label=msg("tmfa-key-use") kind=properties.kcButtonPrimaryClass! focus=true/>
  </@page.buttons>
  <@page.form id="tmfa-key-form">
    <@page.buttons><@page.otherWays/></@page.buttons>
  </@page.form>
  <script type="module" src="${url.resourcesPath}/${page.keyScript}"></script>
</@page.frame>
