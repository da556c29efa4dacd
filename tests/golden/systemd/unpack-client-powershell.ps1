Expand-Archive -LiteralPath 'client-client.zip' -DestinationPath ("$HOME/.docker/" + 'client-client') -ErrorAction Stop; Remove-Item -LiteralPath 'client-client.zip'
