(login=
allow='--allow 192.0.2.0/24 198.51.100.7 2001:db8::/64'
set_up() {
  printf '\n%s\n' "== $2"
  case $2 in *@*) to=$2 ;; *) to=$login$2 ;; esac
  ssh -a -- "$to" "umask 077 && rm -f $1.tar.gz && cat >$1.tar.gz" <"$1.tar.gz" &&
  ssh -a -t -- "$to" "sh -c 'mkdir -p -m 0700 $1 && tar -xzf $1.tar.gz -C $1 && { sudo=; test $3 = user || test \"\$(id -u)\" = 0 || sudo=\$(command -v sudo || command -v doas); \$sudo sh $1/install.sh $4; } && rm -f $1.tar.gz $1/server-key.pem'" &&
  finished="$finished $2" && return
  printf '\nStopped at %s. Set up so far:%s. Once that is solved, paste the same again: where all is done, nothing changes.\n' "$2" "$finished"
  false
}
go_on() { printf '\n%s [y/N] ' "$1"; read -r answer </dev/tty; case $answer in [yY]*) ;; *) false ;; esac; }
finished= &&
{ test -f 2001-db8--10-server.tar.gz || { tar -xzf 2001-db8--10-and-others.tar.gz && cd 2001-db8--10-and-others; }; } &&
ls 2001-db8--10-server.tar.gz docker-2.example.com-server.tar.gz >/dev/null &&
test "$(for archive in 2001-db8--10-server.tar.gz docker-2.example.com-server.tar.gz; do tar -xzOf "$archive" ca.pem | cksum; done | sort -u | wc -l)" -eq 1 || { printf 'These archives are of different runs. Download those of one run again, into an empty folder.\n'; exit 1; } &&
set_up 2001-db8--10-server 2001:db8::10 root "$allow" &&
go_on 'The first host is set up. Set up 1 more without another question?' &&
set_up docker-2.example.com-server docker-2.example.com root "--yes $allow" &&
if test -f alice@laptop-client.tar.gz && go_on 'Set up this computer as the client "alice@laptop"?'
then mkdir -p -m 0700 alice@laptop-client && tar -xzf alice@laptop-client.tar.gz -C alice@laptop-client && sh alice@laptop-client/connect.sh --move
fi)
