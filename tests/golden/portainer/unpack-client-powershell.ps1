Expand-Archive -LiteralPath 'nas-client.zip' -DestinationPath ("$HOME/" + 'nas-client') -ErrorAction Stop; Remove-Item -LiteralPath 'nas-client.zip'
