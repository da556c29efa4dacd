#!/bin/sh
# What Docker's documentation has people type ("Protect the Docker daemon socket"), for an authority, so many daemons and a client, in an
# empty folder. Other than there, keys need not be RSA, and the authority's has no passphrase, for which openssl would ask.
#
#   tutorial.sh ecdsa-p256|ecdsa-p384|ed25519|rsa-4096 DAEMONS

set -eu

case $1 in
  ecdsa-p256) algorithm="EC -pkeyopt ec_paramgen_curve:P-256" ;;
  ecdsa-p384) algorithm="EC -pkeyopt ec_paramgen_curve:P-384" ;;
  ed25519) algorithm=ED25519 ;;
  rsa-4096) algorithm="RSA -pkeyopt rsa_keygen_bits:4096" ;;
esac

generate() {
  # shellcheck disable=SC2086
  openssl genpkey -algorithm $algorithm -out "$1"
}

sign() {
  openssl x509 -req -days 365 -sha256 -in "$1" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -out "$2" -extfile "$3"
}

generate ca-key.pem
openssl req -new -x509 -days 365 -key ca-key.pem -sha256 -subj "/CN=Docker CA" -out ca.pem

for number in $(seq "$2"); do
  host=docker-$number.example.com
  generate "$host-key.pem"
  openssl req -subj "/CN=$host" -sha256 -new -key "$host-key.pem" -out "$host.csr"
  echo "subjectAltName = DNS:$host,IP:2001:db8::$number,IP:127.0.0.1" >extfile.cnf
  echo extendedKeyUsage = serverAuth >>extfile.cnf
  sign "$host.csr" "$host-cert.pem" extfile.cnf
done

generate key.pem
openssl req -subj '/CN=client' -new -key key.pem -out client.csr
echo extendedKeyUsage = clientAuth >extfile-client.cnf
sign client.csr cert.pem extfile-client.cnf

rm ./*.csr extfile.cnf extfile-client.cnf
chmod 0400 ./*key.pem
chmod 0444 ./ca.pem ./*cert.pem
