<#import "tmfa-page.ftl" as page>
<#assign titleKey = tmfa.renewal?then("tmfa-backup-codes-renewed-title", "tmfa-backup-codes-title")>
<@page.frame titleKey=titleKey fields=["saved"] scripted=true>
  <p>${msg("tmfa-backup-codes-text")}</p>
  <#if tmfa.renewal><p>${msg("tmfa-backup-codes-replace")}</p></#if>

  <#-- The one part that is printed. -->
  <div class="tmfa-sheet">
    <p class="tmfa-print-only"><strong>${tmfa.issuer}</strong></p>
    <h2 class="tmfa-step" id="tmfa-codes-label">${msg("tmfa-backup-codes-list")}</h2>
    <ul id="tmfa-codes" class="tmfa-box tmfa-codes" role="list" aria-labelledby="tmfa-codes-label">
      <#list tmfa.codes as code>
        <li><@page.spelled groups=code?split(" ")/></li>
      </#list>
    </ul>
    <p class="tmfa-print-only">${msg("tmfa-backup-codes-created")} ${.now?date?iso_utc}</p>
  </div>

  <p class="tmfa-tools">
    <@page.scriptedButton labelKey="tmfa-backup-codes-copy" copy=tmfa.codes?join("\n")/>
    <a id="tmfa-download" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!}"
       href="${tmfa.fileUri}" download="${tmfa.fileName}">${msg("tmfa-backup-codes-download")}</a>
    <@page.scriptedButton labelKey="tmfa-backup-codes-print" print="true"/>
  </p>
  <@page.scriptStatus/>

  <@page.form id="tmfa-backup-codes-form">
    <input type="hidden" name="stage" value="codes">
    <@page.checkbox name="saved" labelKey="tmfa-backup-codes-saved"/>
    <#if (tmfa.signOut)!false><@page.checkbox name="logout-sessions" labelKey="tmfa-sign-out-elsewhere" checked=true required=false/></#if>
    <@page.buttons><@page.submit labelKey="tmfa-finish"/></@page.buttons>
  </@page.form>
</@page.frame>
