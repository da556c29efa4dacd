Expand-Archive -LiteralPath 'bob-client.zip' -DestinationPath ("$HOME/.docker/" + 'bob-client') -ErrorAction Stop; Remove-Item -LiteralPath 'bob-client.zip'
