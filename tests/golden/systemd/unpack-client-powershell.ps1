Expand-Archive -LiteralPath 'client.zip' -DestinationPath ("$HOME/.docker/" + 'client') -ErrorAction Stop; Remove-Item -LiteralPath 'client.zip'
