<#import "tmfa-page.ftl" as page>
<#assign
  confirming = (tmfa.confirming)!false
  proving = (tmfa.proving)!false
  outcome = (tmfa.outcome)!""
  reason = (tmfa.reason)!""
  awaited = tmfa.destination?has_content
  asks = awaited || (outcome == "held" && !proving)
  several = (tmfa.destinations?size gt 1)
  titleKey = confirming?then("tmfa-code-confirm-title", "tmfa-message-title")
  hint = (tmfa.digits??)?then(msg("tmfa-message-hint", tmfa.digits!), msg("tmfa-message-hint-any"))
>
<@page.frame titleKey=titleKey fields=["code"]>
  <#if confirming><p>${msg("tmfa-code-confirm-text")}</p></#if>
  <#-- The destination is put in after the message was made: an address is text that a person chose. -->
  <#if outcome == "held" || outcome == "failed">
    <p id="tmfa-message-notice" role="alert">
      <#if reason == "expired">${msg("tmfa-message-expired")}</#if>
      <#if outcome == "failed">
        ${msg("tmfa-message-failed")}
      <#elseif tmfa.seconds lt 60>
        ${msg("tmfa-message-held-seconds", tmfa.seconds)}
      <#else>
        ${msg("tmfa-message-held-minutes", tmfa.minutes)}
      </#if>
      <#if outcome == "held" && awaited && reason != "expired">${msg("tmfa-message-held-earlier")?replace("[destination]", tmfa.destination)}</#if>
    </p>
  <#elseif awaited>
    <p id="tmfa-message-notice" role="status">
      <#if reason == "expired">
        ${msg("tmfa-message-expired-sent")?replace("[destination]", tmfa.destination)}
      <#elseif reason == "asked">
        ${msg("tmfa-message-sent-again")?replace("[destination]", tmfa.destination)}
      <#else>
        ${msg("tmfa-message-sent")?replace("[destination]", tmfa.destination)}
      </#if>
    </p>
  <#elseif several>
    <p>${msg("tmfa-message-choose")}</p>
  </#if>
  <@page.form id="tmfa-message-form">
    <#-- A login that begins again within the pause has an input too. -->
    <#if asks>
      <@page.input name="code" labelKey="tmfa-message-label" hint=hint autocomplete="one-time-code" inputMode="numeric" focus=true ltr=true/>
    </#if>
    <#if (tmfa.signOut)!false && awaited><@page.checkbox name="logout-sessions" labelKey="tmfa-sign-out-elsewhere" checked=true required=false/></#if>
    <#if asks><@page.trustDevice/></#if>
    <@page.buttons>
      <#if asks><@page.submit labelKey="tmfa-continue"/></#if>
      <#if several>
        <#list tmfa.destinations as destination>
          <@page.choice name="destination" value=destination.id
            label=msg((destination.channel == "sms")?then("tmfa-message-by-sms", "tmfa-message-by-email"))?replace("[destination]", destination.masked)/>
        </#list>
      <#elseif asks>
        <@page.secondary labelKey="tmfa-message-resend" name="resend"/>
      <#elseif !proving>
        <@page.submit labelKey="tmfa-message-send" name="resend"/>
      </#if>
      <#if proving><@page.secondary labelKey="tmfa-phone-other" name="other-number"/></#if>
      <@page.otherSetup/>
      <@page.cancel/>
      <@page.otherWays/>
    </@page.buttons>
  </@page.form>
</@page.frame>
