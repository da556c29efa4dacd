service docker restart &&
service docker status
