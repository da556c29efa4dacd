sudo snap restart docker &&
snap services docker
