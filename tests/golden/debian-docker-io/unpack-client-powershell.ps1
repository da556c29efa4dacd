Expand-Archive -LiteralPath 'ci-runner-client.zip' -DestinationPath ("$HOME/.docker/" + 'ci-runner-client') -ErrorAction Stop; Remove-Item -LiteralPath 'ci-runner-client.zip'
