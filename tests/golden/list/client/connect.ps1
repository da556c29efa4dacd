# Made by Dockseal 0.1.0 on 2026-01-01
# Puts this client's files into a folder that only you can read, makes a docker context for each host, and tries each host:
#
#   powershell -ExecutionPolicy Bypass -File connect.ps1
#
# A context holds copies of the certificate and the key (docker/cli, cli/context/store), so new files alone would change nothing: connect.ps1
# updates the contexts too. What it made itself is listed in the file `contexts` beside the keys. Other folders, files and contexts stay as they
# are: those with the same name and another address always, the rest unless you say yes or --replace.
# New files are written into a folder beside the old one, and the two change places by renaming.

# SETTINGS: written by the page
$locale = 'en'
$bundle_name = 'bob-client'
$place = '.docker/'
