<#-- One look for all mails. Styles are inline and nothing is loaded, as mail programs want it. -->
<#macro emailLayout>
<!DOCTYPE html>
<html lang="${locale.language}" dir="${ltr?then("ltr", "rtl")}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${subject!realmName}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#e9f0f0;color:#151515;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
  <div style="max-width:560px;margin:0 auto;padding:24px;border-top:4px solid #0b6b6b;background:#ffffff;color:#151515;overflow-wrap:anywhere">
    <p style="margin:0 0 16px;color:#0b6b6b;font-size:18px;font-weight:bold">${realmName}</p>
    <#nested>
  </div>
</body>
</html>
</#macro>
