Restart-Service docker -ErrorAction Stop; (Get-Service docker).Status
