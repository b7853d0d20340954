<#import "tmfa-page.ftl" as page>
<#-- One error for all three fields: which of them is wrong is not told. -->
<#assign error = messagesPerField.getFirstError("username", "password")!"">
<#assign passkeys = enableWebAuthnConditionalUI?has_content>
<@page.frame titleKey="tmfa-tenant-login-title" fields=["username", "password"]>
  <@page.form id="kc-form-login">
    <#if error?has_content>
      <div id="input-error" class="${properties.kcInputErrorMessageClass!} tmfa-error" role="alert">${error}</div>
    </#if>
    <#if !usernameHidden??>
      <@page.input name="tenant" labelKey="tmfa-tenant-login-tenant" hint=msg("tmfa-tenant-login-tenant-hint")
                   value=tmfa.tenant autocomplete="off" required=false/>
      <@page.group>
        <div class="${properties.kcLabelWrapperClass!} ${properties.kcFormGroupLabelClass!}">
          <label for="username" class="${properties.kcLabelClass!}">
            <span class="${properties.kcFormLabelTextClass!}">${msg("usernameOrEmail")}</span></label>
        </div>
        <span class="tmfa-control ${properties.kcInputClass!}">
          <input type="text" id="username" name="username" value="${tmfa.username}" autocomplete="${passkeys?then("username webauthn", "username")}"
                 autocapitalize="none" spellcheck="false" aria-required="true" autofocus dir="ltr"
                 <#if error?has_content>aria-invalid="true" aria-describedby="input-error"</#if>>
        </span>
      </@page.group>
    </#if>
    <@page.group>
      <div class="${properties.kcLabelWrapperClass!} ${properties.kcFormGroupLabelClass!}">
        <label for="password" class="${properties.kcLabelClass!}">
          <span class="${properties.kcFormLabelTextClass!}">${msg("password")}</span></label>
      </div>
      <span class="tmfa-control ${properties.kcInputClass!}">
        <input type="password" id="password" name="password" autocomplete="current-password" aria-required="true" dir="ltr"
               <#if usernameHidden??>autofocus</#if>
               <#if error?has_content>aria-invalid="true" aria-describedby="input-error"</#if>>
      </span>
    </@page.group>
    <#if realm.rememberMe && !usernameHidden??>
      <@page.group>
        <div class="${properties.kcCheckboxClass!properties.kcCheckClass!} tmfa-check">
          <input type="checkbox" id="rememberMe" name="rememberMe" class="${properties.kcCheckboxInputClass!properties.kcCheckInputClass!}"
                 <#if tmfa.rememberMe>checked</#if>>
          <label for="rememberMe" class="${properties.kcCheckboxLabelClass!properties.kcCheckLabelClass!}">${msg("rememberMe")}</label>
        </div>
      </@page.group>
    </#if>
    <@page.buttons>
      <button type="submit" id="kc-login" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("doLogIn")}</button>
    </@page.buttons>
    <#if realm.resetPasswordAllowed>
      <p><a href="${url.loginResetCredentialsUrl}">${msg("doForgotPassword")}</a></p>
    </#if>
  </@page.form>
  <#if passkeys>
    <@page.keyAnswer><input type="hidden" name="tenant" value="${tmfa.tenant}"></@page.keyAnswer>
    <@page.buttons>
      <@page.keyButton label=msg("tmfa-passkey-use") kind=properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!/>
    </@page.buttons>
    <script type="module" src="${url.resourcesPath}/${page.passkeyScript}"></script>
  </#if>
  <#if social?? && social.providers?has_content>
    <h2 class="tmfa-social">${msg("identity-provider-login-label")}</h2>
    <ul class="tmfa-social">
      <#list social.providers as provider>
        <li><a id="social-${provider.alias}" href="${provider.loginUrl}">${provider.displayName!}</a></li>
      </#list>
    </ul>
  </#if>
  <#if realm.password && realm.registrationAllowed && !registrationDisabled??>
    <p id="kc-registration">${msg("noAccount")} <a href="${url.registrationUrl}">${msg("doRegister")}</a></p>
  </#if>
</@page.frame>
