Expand-Archive -LiteralPath 'deploy-client.zip' -DestinationPath ("$HOME/.docker/" + 'deploy-client') -ErrorAction Stop; Remove-Item -LiteralPath 'deploy-client.zip'
