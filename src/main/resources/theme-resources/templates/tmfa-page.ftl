<#--
  What the pages of this extension share. They run under any login theme, so only template.ftl, the theme's class
  properties and the markup below are used: field.ftl and buttons.ftl exist in keycloak.v2 alone.

  Never hand text that a person chose to msg(): Keycloak resolves ${...} in its arguments.
-->
<#import "template.ftl" as layout>

<#-- Browsers keep theme files for weeks; the digest in the address makes them fetch a changed file. -->
<#assign stylesheet = "css/tmfa.css?v=d4a42f48" script = "js/tmfa-codes.js?v=edda3446"
  formScript = "js/tmfa-forms.js?v=7aab189e" keyScript = "js/tmfa-key.js?v=aa53b964"
  passkeyScript = "js/tmfa-passkey.js?v=0ebb2e95">

<#-- The page's frame. `fields` are those that show their own error, so that the theme does not show it again. -->
<#macro frame titleKey fields=[] scripted=false>
  <#global title = msg(titleKey) + " - " + realm.displayName>
  <#local ownError = false>
  <#list fields as field>
    <#if messagesPerField.existsError(field)><#local ownError = true></#if>
  </#list>
  <#local titled = false>
  <@layout.registrationLayout displayMessage=!ownError; section>
    <#if section == "header">
      <#local titled = true>
      <@inOwnLanguage>${msg(titleKey)}</@inOwnLanguage>
    <#elseif section == "show-username">
      <#-- Themes built on `base` put the person's name where the heading would be. -->
      <#if !titled><h1 id="kc-page-title"><@inOwnLanguage>${msg(titleKey)}</@inOwnLanguage></h1></#if>
    <#elseif section == "form">
      <link rel="stylesheet" href="${url.resourcesPath}/${stylesheet}">
      <#-- The older themes mark no main part of the page. -->
      <div class="tmfa" lang="${msg("tmfa-language")}" dir="${msg("tmfa-direction")}"<#if !properties.kcLoginMain??> role="main"</#if>>
        <#nested>
      </div>
      <script type="module" src="${url.resourcesPath}/${formScript}"></script>
      <#if scripted><script type="module" src="${url.resourcesPath}/${script}"></script></#if>
    </#if>
  </@layout.registrationLayout>
</#macro>

<#-- Marks the language, which is English on a page in a language that this extension does not speak. -->
<#macro inOwnLanguage><span lang="${msg("tmfa-language")}" dir="${msg("tmfa-direction")}"><#nested></span></#macro>

<#--
  keycloak.v2 shows who is logging in by an input that no label belongs to, with a button that needs a script. Where its
  template has that macro, this one takes its place.
-->
<#macro person>
  <p class="tmfa-person">
    <strong id="kc-attempted-username">${auth.attemptedUsername}</strong>
    <a id="reset-login" href="${url.loginRestartFlowUrl}">${msg("restartLoginTooltip")}</a>
  </p>
</#macro>
<#if layout.username??><#assign username = person in layout></#if>

<#macro form id>
  <form id="${id}" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" novalidate>
    <#nested>
  </form>
</#macro>

<#macro group>
  <div class="${properties.kcFormGroupClass!}"><div class="${properties.kcInputWrapperClass!}"><#nested></div></div>
</#macro>

<#function describedBy name hint error>
  <#local ids = []>
  <#if error?has_content><#local ids += [name + "-error"]></#if>
  <#if hint?has_content><#local ids += [name + "-hint"]></#if>
  <#return ids?join(" ")>
</#function>

<#macro hintAndError name hint error>
  <#if error?has_content>
    <div id="${name}-error" class="${properties.kcInputHelperTextClass!} tmfa-error" role="alert">
      <div class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}">
        <span class="${properties.kcInputErrorMessageClass!}">${error}</span>
      </div>
    </div>
  </#if>
  <#if hint?has_content>
    <div id="${name}-hint" class="${properties.kcFormHelperTextClass!} tmfa-hint">${hint}</div>
  </#if>
</#macro>

<#--
  A labelled text field. `ltr` is for codes, whose groups would change places in a right-to-left page. There is no
  maxlength or pattern: a pasted code may hold spaces and hyphens, and the server says what is wrong in our words.
-->
<#macro input name labelKey hint="" value="" autocomplete="off" inputMode="text" focus=false required=true ltr=false>
  <#local error = messagesPerField.get(name) described = describedBy(name, hint, error)>
  <#-- A theme that draws the field's border around the input has utilities inside of it. -->
  <#local bordered = properties.kcFormControlUtilClass??>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcLabelWrapperClass!} ${properties.kcFormGroupLabelClass!}">
      <label for="${name}" class="${properties.kcLabelClass!}">
        <span class="${properties.kcFormLabelTextClass!}">${msg(labelKey)}</span>
        <#if !required><span class="tmfa-optional">${msg("tmfa-optional")}</span></#if>
      </label>
    </div>
    <div class="${properties.kcInputWrapperClass!}">
      <span class="tmfa-control <#if bordered>${properties.kcInputClass!}<#if error?has_content> ${properties.kcError!}</#if></#if>">
        <input type="text" id="${name}" name="${name}" value="${value}" autocomplete="${autocomplete}"
               inputmode="${inputMode}" autocapitalize="none" spellcheck="false"
               class="<#if !bordered>${properties.kcInputClass!}</#if><#if ltr> tmfa-code-input</#if>"
               <#if ltr>dir="ltr"</#if> <#if required>aria-required="true"</#if>
               <#if error?has_content>aria-invalid="true"</#if>
               <#if described?has_content>aria-describedby="${described}"</#if>
               <#if focus>autofocus</#if>>
        <#if bordered && error?has_content>
          <span class="${properties.kcFormControlUtilClass}"><span class="${properties.kcInputErrorIconStatusClass!}">
            <i class="${properties.kcInputErrorIconClass!}" aria-hidden="true"></i></span></span>
        </#if>
      </span>
      <@hintAndError name hint error/>
    </div>
  </div>
</#macro>

<#macro checkbox name labelKey checked=false required=true parameter=0 hint="">
  <#local error = messagesPerField.get(name) described = describedBy(name, hint, error)>
  <@group>
    <div class="${properties.kcCheckboxClass!properties.kcCheckClass!} tmfa-check">
      <input type="checkbox" id="${name}" name="${name}" value="true" <#if required>aria-required="true"</#if>
             <#if checked>checked</#if>
             class="${properties.kcCheckboxInputClass!properties.kcCheckInputClass!}"
             <#if error?has_content>aria-invalid="true" autofocus</#if>
             <#if described?has_content>aria-describedby="${described}"</#if>>
      <label for="${name}" class="${properties.kcCheckboxLabelClass!properties.kcCheckLabelClass!}">${msg(labelKey, parameter)}</label>
    </div>
    <@hintAndError name hint error/>
  </@group>
</#macro>

<#-- The first button is the one that the Enter key presses. -->
<#macro buttons>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcFormButtonsClass!} ${properties.kcFormActionGroupClass!} tmfa-buttons"><#nested></div>
  </div>
</#macro>

<#macro submit labelKey name="" value="true">
  <button type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}"
          <#if name?has_content>name="${name}" value="${value}"</#if>>${msg(labelKey)}</button>
</#macro>

<#macro secondary labelKey name value="true">
  <button type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}"
          name="${name}" value="${value}" formnovalidate>${msg(labelKey)}</button>
</#macro>

<#-- A button whose label is text, not a key. -->
<#macro choice label name value>
  <button type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}"
          name="${name}" value="${value}" formnovalidate>${label}</button>
</#macro>

<#-- What Keycloak's scripts for WebAuthn fill in and send; the names are theirs. -->
<#macro keyAnswer>
  <form id="webauth" action="${url.loginAction}" method="post">
    <#list ["clientDataJSON", "authenticatorData", "signature", "credentialId", "userHandle", "error"] as name>
      <input type="hidden" id="${name}" name="${name}">
    </#list>
    <#nested>
  </form>
  <#if authenticators??>
    <form id="authn_select" hidden>
      <#list authenticators.authenticators as authenticator>
        <input type="hidden" name="authn_use_chk" value="${authenticator.credentialId}">
      </#list>
    </form>
  </#if>
</#macro>

<#-- Asks for a security key or passkey; a script shows it. -->
<#macro keyButton label kind focus=false>
  <button type="button" id="tmfa-key-use" hidden <#if focus>autofocus</#if>
          data-identified="${isUserIdentified}" data-challenge="${challenge}" data-verification="${userVerification}"
          data-rp="${rpId}" data-timeout="${createTimeout?c}" data-mediation="${mediation!"conditional"}"
          data-attachment="${authenticatorAttachment!""}" data-unsupported="${msg("webauthn-unsupported-browser-text")}"
          class="${properties.kcButtonClass!} ${kind} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${label}</button>
</#macro>

<#-- Offers to trust the device; never ticked in advance. -->
<#macro trustDevice>
  <#local days = (tmfa.trustDays)!0>
  <#if days gt 0>
    <@checkbox name="trust-device" labelKey=(days == 1)?then("tmfa-trust-device-one", "tmfa-trust-device") parameter=days required=false hint=msg("tmfa-trust-device-hint")/>
  </#if>
</#macro>

<#-- Leads to each of the other ways at once. -->
<#macro otherWays>
  <#list (tmfa.ways)![] as way>
    <@choice name="way" value=way.id label=msg("tmfa-other-way")?replace("[way]", msg(way.label))/>
  </#list>
</#macro>

<#-- Leads back to the page that asks which second factor to set up, within a login. -->
<#macro otherSetup>
  <#if tmfaSetupChoice??><@secondary labelKey="tmfa-setup-other" name="way" value=""/></#if>
</#macro>

<#-- Leaves an action that the person began in an application. -->
<#macro cancel>
  <#if isAppInitiatedAction??><@secondary labelKey="tmfa-cancel" name="cancel-aia"/></#if>
</#macro>

<#-- A button that works by script alone; the script shows it. -->
<#macro scriptedButton labelKey extra...>
  <button type="button" hidden class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!}"
          <#list extra as name, value>data-tmfa-${name}="${value}" </#list>>${msg(labelKey)}</button>
</#macro>

<#-- Where the script says what happened. -->
<#macro scriptStatus>
  <p class="tmfa-status" role="status" data-tmfa-status
     data-tmfa-copied="${msg("tmfa-copied")}" data-tmfa-copy-failed="${msg("tmfa-copy-failed")}"></p>
</#macro>

<#-- Groups of characters, shown as they are and spoken one by one. -->
<#macro spelled groups>
  <code class="tmfa-secret" dir="ltr" translate="no" aria-hidden="true"><#list groups as group><span>${group}</span><#sep> </#sep></#list></code>
  <span class="tmfa-spoken" dir="ltr"><#list groups as group><#list 0..<group?length as i>${group[i]}<#sep> </#sep></#list><#sep>, </#sep></#list></span>
</#macro>
