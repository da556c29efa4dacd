# What issue.sh says in English. guide/script.rs puts each sentence where the script has @ and its name.
# shellcheck disable=SC2016,SC2034,SC2154 # the script uses them, and sets the variables in them

usage='sh issue.sh [--days N] client NAME
sh issue.sh [--days N] host NAME [NAME-OR-ADDRESS...]
sh issue.sh [--days N] renew CERTIFICATE
  client   a key and a certificate for one more client
  host     the same for one more host, by all of its names and addresses
  renew    the same by the names in a certificate of this CA, cert.pem of a client or server-cert.pem of a host
  --days   how long it is to be valid'
no_openssl='openssl is missing here. Install it first.'
no_authority='ca.pem and ca-key.pem (or ca-key.enc.pem) are not beside this script: unpack ca.zip first.'
bad_client="This is not the name of a client: $name
A name has up to 64 letters, digits and . _ + @ - and begins with a letter or a digit."
bad_host="This is neither a DNS name nor an IP address: $host"
wildcard_first="Begin with a name without *, and let $name come after it."
not_ours="This is not a certificate that this CA has signed: $certificate"
is_there="$folder is there already, and nothing is overwritten. Move it away first."
ca_ends_sooner="The CA ends sooner, on $ends. Choose fewer days with --days."
failed='FAILED. Nothing was changed.'
done="Done: the files are in $folder, valid until $ends. README.txt says where they go."
