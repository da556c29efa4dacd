sudo gitlab-runner restart &&
sudo gitlab-runner status
