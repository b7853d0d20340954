<#import "tmfa-page.ftl" as page>
<@page.frame titleKey=(tmfa.passkey)?then("tmfa-key-title-passkey", "tmfa-key-title")>
  <p id="tmfa-key-text">${msg(tmfa.passkey?then("tmfa-key-text-passkey", "tmfa-key-text"))}</p>
  <noscript><p role="alert">${msg("tmfa-key-script")}</p></noscript>
  <#-- The names are those that Keycloak's script fills in. -->
  <form id="webauth" action="${url.loginAction}" method="post">
    <#list ["clientDataJSON", "authenticatorData", "signature", "credentialId", "userHandle", "error"] as name>
      <input type="hidden" id="${name}" name="${name}">
    </#list>
  </form>
  <#if authenticators??>
    <form id="authn_select" hidden>
      <#list authenticators.authenticators as authenticator>
        <input type="hidden" name="authn_use_chk" value="${authenticator.credentialId}">
      </#list>
    </form>
  </#if>
  <@page.buttons>
    <button type="button" id="tmfa-key-use" hidden autofocus
            data-identified="${isUserIdentified}" data-challenge="${challenge}" data-verification="${userVerification}"
            data-rp="${rpId}" data-timeout="${createTimeout?c}" data-unsupported="${msg("webauthn-unsupported-browser-text")}"
            class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("tmfa-key-use")}</button>
  </@page.buttons>
  <@page.form id="tmfa-key-form">
    <@page.buttons><@page.otherWays/></@page.buttons>
  </@page.form>
  <script type="module" src="${url.resourcesPath}/${page.keyScript}"></script>
</@page.frame>
