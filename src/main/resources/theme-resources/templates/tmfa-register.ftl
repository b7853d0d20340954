<#import "tmfa-page.ftl" as page>
<#import "user-profile-commons.ftl" as profileCommons>
<#import "register-commons.ftl" as registerCommons>
<#macro password name labelKey>
  <#local error = messagesPerField.get(name) described = page.describedBy(name, "", error)>
  <@page.group>
    <div class="${properties.kcLabelWrapperClass!} ${properties.kcFormGroupLabelClass!}">
      <label for="${name}" class="${properties.kcLabelClass!}">
        <span class="${properties.kcFormLabelTextClass!}">${msg(labelKey)}</span></label>
    </div>
    <span class="tmfa-control ${properties.kcInputClass!}">
      <input type="password" id="${name}" name="${name}" autocomplete="new-password" aria-required="true" dir="ltr"
             <#if error?has_content>aria-invalid="true"</#if>
             <#if described?has_content>aria-describedby="${described}"</#if>>
    </span>
    <@page.hintAndError name "" error/>
  </@page.group>
</#macro>
<@page.frame titleKey="tmfa-tenant-register-title" fields=["tenantName"]>
  <#assign optional = tmfaTenantOptional!false>
  <form id="kc-register-form" class="${properties.kcFormClass!}" action="${url.registrationAction}" method="post" novalidate>
    <@page.input name="tenantName" labelKey="tmfa-tenant-register-name" required=!optional
                 hint=msg(optional?then("tmfa-tenant-register-hint-optional", "tmfa-tenant-register-hint"))
                 value=tmfa.tenantName autocomplete="organization" focus=true/>
    <@profileCommons.userProfileFormFields; callback, attribute>
      <#if callback = "afterField" && passwordRequired??
          && (attribute.name == "username" || (attribute.name == "email" && realm.registrationEmailAsUsername))>
        <@password name="password" labelKey="password"/>
        <@password name="password-confirm" labelKey="passwordConfirm"/>
      </#if>
    </@profileCommons.userProfileFormFields>
    <@registerCommons.termsAcceptance/>
    <#if recaptchaRequired??>
      <div class="g-recaptcha" data-sitekey="${recaptchaSiteKey}" data-action="${recaptchaAction}"></div>
    </#if>
    <@page.buttons><@page.submit labelKey="doRegister"/></@page.buttons>
    <p><a href="${url.loginUrl}">${msg("backToLogin")}</a></p>
  </form>
</@page.frame>
