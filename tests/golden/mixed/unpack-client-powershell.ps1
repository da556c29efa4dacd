Expand-Archive -LiteralPath 'carol-client.zip' -DestinationPath ("$HOME/.docker/" + 'carol-client') -ErrorAction Stop; Remove-Item -LiteralPath 'carol-client.zip'
