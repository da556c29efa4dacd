rc-service docker restart &&
rc-service docker status
