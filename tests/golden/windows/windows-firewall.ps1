New-NetFirewallRule -DisplayName 'Docker TLS' -Direction Inbound -Action Allow -Protocol TCP -LocalPort 2376 -RemoteAddress '192.0.2.0/24','2001:db8::/64'
