Get-EventLog -LogName Application -Source docker -Newest 30 | Format-List TimeGenerated, Message; Get-NetTCPConnection -LocalPort 2376
