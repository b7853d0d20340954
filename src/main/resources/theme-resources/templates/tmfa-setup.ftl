<#import "tmfa-page.ftl" as page>
<@page.frame titleKey="tmfa-setup-title" fields=["code", "deviceName"] scripted=true>
  <p>${msg("tmfa-setup-text")}</p>
  <#if tmfa.apps?has_content>
    <p id="tmfa-apps">${msg("tmfa-setup-apps")} <#list tmfa.apps as app>${msg(app)}<#sep>, </#sep></#list>.</p>
  <#else>
    <p id="tmfa-apps">${msg("tmfa-setup-apps-unknown")}</p>
  </#if>

  <h2 class="tmfa-step">${msg("tmfa-setup-step-scan")}</h2>
  <p>${msg("tmfa-setup-scan")}</p>
  <div class="tmfa-key">
    <img class="tmfa-qr" src="${tmfa.qrCode}" alt="${msg("tmfa-setup-qr-alt")}">
    <div>
      <p id="tmfa-secret-label">${msg("tmfa-setup-key")}</p>
      <p id="tmfa-secret" class="tmfa-box"><@page.spelled groups=tmfa.secretGroups/></p>
      <p class="tmfa-tools">
        <@page.scriptedButton labelKey="tmfa-setup-copy-key" copy=tmfa.secret/>
        <a id="tmfa-open-app" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!}"
           href="${tmfa.otpauthUri}">${msg("tmfa-setup-open-app")}</a>
      </p>
      <@page.scriptStatus/>
    </div>
  </div>
  <details class="tmfa-details">
    <summary>${msg("tmfa-setup-settings")}</summary>
    <dl>
      <div><dt>${msg("tmfa-setup-issuer")}</dt><dd>${tmfa.issuer}</dd></div>
      <div><dt>${msg("tmfa-setup-account")}</dt><dd>${tmfa.account}</dd></div>
      <div><dt>${msg("tmfa-setup-type")}</dt><dd>${msg("tmfa-setup-type-totp")}</dd></div>
      <div><dt>${msg("tmfa-setup-algorithm")}</dt><dd>${tmfa.algorithm}</dd></div>
      <div><dt>${msg("tmfa-setup-digits")}</dt><dd>${tmfa.digits?c}</dd></div>
      <div><dt>${msg("tmfa-setup-period")}</dt><dd>${msg("tmfa-setup-seconds", tmfa.period?c)}</dd></div>
    </dl>
  </details>

  <h2 class="tmfa-step">${msg("tmfa-setup-step-code")}</h2>
  <@page.form id="tmfa-setup-form">
    <input type="hidden" name="stage" value="app">
    <#-- Without an error nothing takes the focus: the page is read, and the code scanned, before anything is typed. -->
    <@page.input name="code" labelKey="tmfa-setup-code-label" hint=msg("tmfa-setup-code-hint", tmfa.digits?c)
      autocomplete="one-time-code" inputMode="numeric" focus=messagesPerField.existsError("code") ltr=true/>
    <@page.input name="deviceName" labelKey="tmfa-device-name-label" hint=msg("tmfa-device-name-hint")
      value=tmfa.deviceName!"" required=tmfa.deviceNameRequired
      focus=messagesPerField.existsError("deviceName") && !messagesPerField.existsError("code")/>
    <#if tmfa.skippable>
      <@page.group><p id="tmfa-deadline">
        <#if tmfa.deadline?has_content>${msg("tmfa-setup-deadline", tmfa.deadline[0], tmfa.deadline[1], tmfa.deadline[2])}<#else>${msg("tmfa-setup-no-deadline")}</#if>
      </p></@page.group>
    </#if>
    <@page.buttons>
      <@page.submit labelKey="tmfa-continue"/>
      <#if tmfa.skippable><@page.secondary labelKey="tmfa-setup-skip" name="skip"/></#if>
      <@page.otherSetup/>
      <@page.cancel/>
    </@page.buttons>
  </@page.form>
</@page.frame>
