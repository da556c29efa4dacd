# Save as /etc/nixos/docker-tls.nix. In configuration.nix: imports = [ ./docker-tls.nix ];
{
  virtualisation.docker.enable = true;
  virtualisation.docker.daemon.settings = {
    hosts = [ "tcp://0.0.0.0:2376" ];
    tlsverify = true;
    tlscacert = "/etc/docker/tls/ca.pem";
    tlscert = "/etc/docker/tls/server-cert.pem";
    tlskey = "/etc/docker/tls/server-key.pem";
  };
  # Fill in "Addresses that may connect" on the page: the page makes the rules from them. Do not open the port to everybody.
}
