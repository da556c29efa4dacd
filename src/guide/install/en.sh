# What install.sh says in English. install.rs puts each sentence where the script has @ and its name.
# shellcheck disable=SC2016,SC2034,SC2154 # the script uses them, and sets the variables in them

no_temporary_folder='No temporary folder: is the disk full?'
no_network="--allow takes addresses and networks, such as 192.0.2.7 or 2001:db8::/32. Not this: $bad"
dry_run_after_interruption='An earlier run was interrupted. Run this without --dry-run to restore what it changed.'
no_older_trust='Nothing older is known that Docker could trust again.'
trust_interrupted='An archive that shuts somebody out was interrupted here. First run its install.sh again.'
going_on='An earlier run was interrupted. This one goes on from there, so that nobody gets in again meanwhile.'
put_trust_back="Put back what Docker trusted before? These get in again: $lets [y/N]"
trust_not_put_back="The new ca.pem stays where it is, so that these do not get in again: $lets${line}Solve it and run this again. To go back: sh install.sh --uninstall"
no_trust_here='Docker here does not ask its clients for certificates by a CA that can be read, so there is nothing to change. First set it up by the archive of this host.'
other_host_of_trust="The certificate of this Docker ($own_cert) has none of these names: $names. This is the archive of another host."
other_ca_of_trust="The certificate of this Docker ($own_cert) is by another CA than this archive."
lets_in_again="Docker trusts again what it trusted before. These get in again: ${lets_now:-nobody who was shut out}"
older_trust="This archive is older (number $trust) than what this host trusts (number $known). These would get in again: ${lets_now:-nobody who was shut out}"
trust_of_other_record="This archive is of another copy of ca.zip than the one that told this host whom to shut out. These would get in again: $lets_now${line}    Put both records together first: open the newer ca.zip and shut out there who is missing."
older_archive="This archive is older than what is installed here. Take the newest one of this host."
stays_out="Only the list of clients is the new one, so that these do not get in again: $kept_out"
shuts_out="Shut out: $removed"
lets_in_only="Only these clients get in: $listed"
lets_in_all='Every client with a certificate of the CA gets in.'
only_listed="The port asks for certificates of these, and by the name of the CA, of nobody else: $listed"
replace_or_be_asked='If that is what you want, add --replace, or leave --yes out to be asked.'
usage='sudo sh install.sh [--dry-run | --uninstall | --check] [--yes] [--replace] [--unproved] [--allow NET...]
  --dry-run    only show the changes
  --uninstall  put back, to the byte, what was there before; of an archive with ca.pem only, what Docker trusted before
  --check      only show until when the certificates are valid, by the port and the files; no sudo needed
               (exit code 0: all is well, 1: ends within 30 days, 2: wrong or not known)
  --yes        do not ask
  --replace    with --yes: go on even if you have to decide something, such as about addresses and TLS settings of somebody else
  --unproved   go on even if nothing can prove that strangers are refused
  --allow      in the firewall of this host, open the port to these addresses and networks only'
nothing_changed='Nothing was changed.'
failed="FAILED: $1"
do_this='Do this? [y/N]'
no_terminal='There is no terminal for the question: add --yes.'
cancelled='Cancelled.'
no_rootless_docker='This user has no rootless Docker. For the Docker of the system, run this as root: sudo sh install.sh'
masked='docker.service is masked: Docker is switched off here. First: systemctl unmask docker'
not_installed='Docker is not installed here as a service of the system. Install it first. (Rootless Docker: run this as its user, without sudo.)'
runs_already="This runs already (process $other)."
no_room_for_state="There is no room in $state."
undoing_interrupted='An earlier run was interrupted: its changes are undone first.'
no_bundle="The script does not find $files beside it. Unpack the whole archive, then run in its folder: sudo sh install.sh"
no_key='server-key.pem is not beside this script. If you made the key yourself, put it there first, as README.txt says; otherwise unpack the whole archive again.'
bundle_not_copied="$bundle/$file cannot be copied: is the disk full?"
no_certificate='server-cert.pem is not a certificate: unpack the archive again.'
clock_is_slow="The clock of this host says $now; the certificate is valid from ${times%%"$line"*} (UTC). Set the clock first."
expired="The certificate expired at ${times##*"$line"} (UTC). Make new ones."
other_key='server-key.pem does not belong to server-cert.pem: take both from one archive.'
json_backslash="$config has a name with a backslash in line $(sed -n '$s/ .*//p' "$temporary/members"). Write the name without it, then run this again."
json_nested="$config has an address or a TLS option inside of another option in line $(sed -n '$s/ .*//p' "$temporary/members"), where Docker takes it for its own. Remove it, then run this again."
not_json="$config is not JSON (line $(sed -n '$p' "$temporary/members")). Fix it first. Often it is a comma too many, a comment or typographic quotes."
utf_16="$config is UTF-16. Save it as UTF-8, then run this again."
options_in_script="These lines set addresses or TLS options, which would then be set twice. Remove them, then run this again:$line$found"
unclear_path_in_script="The options of the init script name the configuration file as $config. Write its full path there, then run this again."
units_changed='Unit files have changed since systemd read them. First: systemctl daemon-reload'
value_missing="On the command line of docker.service, --$next lacks its value, so Docker cannot start. Write it, then run this again."
other_program="docker.service starts $program, not dockerd, and this script does not know how that reads options. Follow README.txt by hand."
read_otherwise="systemd reads the command line of docker.service as: $program $loaded${line}Write that in one line, without backslashes (systemctl edit docker), then run this again."
socket_opens_port="$socket opens a TCP port, which has no TLS whenever Docker has none. First remove that ListenStream= (systemctl cat $socket), then: systemctl daemon-reload; systemctl stop docker; systemctl restart $socket"
unclear_path_on_command_line="The command line names the configuration file as $config. Write its full path there, then run this again."
unit_not_readable="A file of docker.service cannot be read: $path"
not_one_command='docker.service has no ExecStart=, or more than one. Check: systemctl cat docker'
variables_unknown='Docker does not run, so this script cannot read the variables on the command line of docker.service. First: systemctl start docker'
options_in_variables="A variable on the command line of docker.service holds addresses or TLS options, which would then be set twice. Remove them where the variable is set, then run this again. dockerd gets: $(tr '\n' ' ' <"$temporary/expanded")"
edit_unit="\$$variable holds addresses or TLS options, which would then be set twice. Run: systemctl ${user:+$user }edit docker, and write:
    [Service]
    ${found#*"$tab"}
Then run this again."
edit_file="\$$variable holds addresses or TLS options, which would then be set twice. In $file, line ${found%%"$tab"*} has to become:
    ${found#*"$tab"}
Then run this again."
made_for_rootless="This archive was made for rootless Docker, but root runs this Docker, so whoever connects is root. For rootless Docker, run this as its user, without sudo."
addresses_twice="Addresses are set twice, by -H and by hosts in $config, so Docker cannot start. All of them go to $config."
was_open="Docker listens on$open and asks for no certificate: whoever reaches it is root. From now on its clients need one."
also_closed="Docker also listens on$closed: this will be closed."
was_open_and_is_closed="Docker listens on$closed and asks for no certificate: whoever reaches it is root. It is closed, and who uses it will need a certificate and port $port."
keeps_listening="Docker keeps listening on ${more% }, with the same certificates."
gets_tls="Docker listens on ${more% } and asks for no certificate: whoever reaches it is root. It has TLS from now on: its clients need a certificate."
ca_changes="The CA changes: certificates of the old one ($whose) are refused from now on."
tls_of_others="TLS is set up already, with $cert: this will be replaced, and clients of its CA ($whose) will be refused."
drop_in_comment='# Dockseal: the command line of this host; the empty ExecStart= clears the previous one. To undo: install.sh --uninstall'
runs_otherwise="Docker does not run with its previous options: $given"
no_room_for_temporary="There is no room in $temporary."
no_prover='This host has no program that can prove that strangers are refused. Install openssl or curl, or add --unproved and prove it from a client.'
not_writable="$above is not writable: is the file system read-only?"
port_taken="Another program has port $port${who:+ ($who)}. Stop it, or choose another port on the page."
open_to_users="$address leads to Docker without a certificate${who:+ ($who)}: whoever can log in here is root. This does not change."
open_elsewhere="$address leads to Docker without a certificate${who:+ ($who)}: whoever reaches it is root. This is not Docker's own port and stays open: close it."
other_host="The certificate's names ($names) lead to no address of this host:$here. This is normal behind NAT; otherwise this is the archive of another host."
starts_at_boot='Docker will start at boot from now on; otherwise the port would be closed after a reboot.'
docker_differs="The files are right, but Docker does not answer with them yet.${why:+ ($why)}"
no_start_at_boot="Docker does not start at boot, so the port is closed after a reboot. To start it at boot: $how"
containers_stay='Docker restarts; containers keep running (live-restore).'
no_restart='Docker does not restart.'
containers_stop='Docker restarts: containers stop, and those with a restart policy start again. "live-restore": true in daemon.json would keep them running.'
containers_stop_twice='Docker restarts twice, first with the port open to this host only: containers stop, and those with a restart policy start again. "live-restore": true in daemon.json would keep them running.'
no_full_path="$folder is not a path that begins with /."
way_unknown="$way cannot be examined."
way_of_others="$way is not yours alone: $what (owner $1, mode $3). First: chown $(id -un) $way; chmod go-w $way"
plan="Docker here: $program, by $runner ($was). It will listen on: $listening"
pem_new="  $path: new${ends:+, until $ends}"
pem_until="  $path: until $ended -> $ends"
pem_replaced="  $path: replaced"
pem_mode="  $path: only its owner and mode change (to $access)"
to_decide="You have to decide:$conflicts$line"
no_backup="The old files cannot be copied to $state: is the disk full?"
interrupted="interrupted"
wall_not_set="The firewall does not take this rule: $rule"
not_enabled="Docker cannot be enabled: systemctl enable $unit"
file_not_written="$path cannot be written: is the disk full?"
no_closed_trial='The port cannot be tried where nobody else reaches it.'
file_not_replaced="$path cannot be replaced."
journal_incomplete="$1/journal is incomplete: restore the files of $1 by hand."
file_not_restored="$path cannot be restored; its copy is in $1."
restored_but_stopped="Everything is restored, but Docker does not start: $log_command"
open_as_before="Docker listens on $opens and asks for no certificate, as before: whoever reaches it is root."
restored='Everything is as it was before.'
not_valid="Docker does not accept this configuration: $said"
option_twice='An option is both on the command line and in daemon.json.'
port_in_use="Another program has port $port: ss -ltnp"
no_such_address="This host does not have the address of $listen. On the page, listen on 0.0.0.0 or on one that it has."
disk_full='The disk is full.'
no_permission='Docker may not read the files. SELinux: ausearch -m avc -ts recent. AppArmor: journalctl -k | grep DENIED'
key_mismatch='Certificate and key do not match, or cannot be read.'
unknown_option="Docker does not know an option in $config."
config_not_read="Docker cannot read $config: it may be empty or begin with a byte order mark."
enable_socket='First: systemctl enable --now docker.socket'
no_start='Docker does not start like this.'
proof_failed="certificate right: ${right:-?}; stranger refused: ${refused:-?}; plain HTTP refused: ${plain:-?}; only this CA is asked for: ${ours_only:-?}"
no_answer="Nothing answers on port $port."
not_proved_that_refused="Nothing proves that strangers are refused (certificate right: ${right:-?}; stranger refused: ${refused:-?}). To go on anyway: --unproved"
socket_silent='The local socket does not answer.'
strangers_answered="Docker answers strangers at ${where%/*}."
state_not_written_disk="$state cannot be written: is the disk full?"
state_not_written="$state cannot be written."
free_space="There is no room in $state: free some space, then run this again."
done_but_open="Done, but another program's port still leads to Docker without a certificate: close it.$still_open"
done='Done.'
nothing_to_do='This host already has these certificates and settings: nothing to do.'
right_certificate='The port answers with the right certificate.'
stranger_refused='A client without a certificate is refused.'
only_ours='The port asks for certificates of this CA only.'
plain_refused='Plain HTTP is refused.'
socket_answers='The local socket answers.'
check_the_rest='openssl, curl or docker is missing here, so not everything was checked. Check the rest from a client: the last step of README.txt.'
delete_archive="The key is now in $directory: delete the archive and its folder from this host."
valid_until="The certificate of this server is valid until $ends. Make a new one before that day."
proved="  proved      $2"
not_proved="  not proved  $2"
open_to_all="Port $port is open to whoever reaches this host. To let in known addresses only, for example: ${sudo}sh install.sh --allow 192.0.2.7 2001:db8::/32"
wall_is_set="Port $port is open to these only (${wall%%/*}): $allow"
wall_is_wide="${wall%%/*} lets these in to port $port: $allow. But another rule of it lets in others too: remove that rule."
wall_of_others="This host has a firewall that this script does not know, and it was not changed. See: $stranger${line}To port $port (TCP), let in only: $allow"
firewall_lines='The firewall was not changed. To let in known addresses only:'
or_allow="Or run this again with: --allow $sources${line}Then it does all this, and --uninstall undoes it."
rules_survive='They survive a reboot: Docker loads them whenever it starts; if that fails, Docker does not start.'
rules_included='A reboot removes these, unless the service nftables starts at boot and its own file has the line: include "/etc/nftables.d/*.nft"'
rules_lost='A reboot removes these. Rules of nftables survive it: install that package, then run this again.'
not_there='Nothing is installed.'
will_restore='These files will be restored, and Docker restarts:'
opens_again="You have to decide:$line  ! Docker listened on $opens and asked for no certificate. That opens again: whoever reaches it is root."
changed_not_copied="$path has changed since and cannot be copied: is the disk full?"
changed_kept="$path has changed since; the changed version is kept as $path.changed"
rules_stay='The firewall rules stay. To remove them too, as root: rm /etc/systemd/system/docker.service.d/firewall.conf /etc/nftables.d/docker-tls.nft; systemctl daemon-reload; nft delete table inet docker_tls'
watchers_stay="What runs install.sh --check every day stays, because it was set up by hand. To remove it too, as $(id -un):"
check_valid="  ok      ${what}: ${who}until ${ends} (${left} days)"
check_ending="  soon    ${what}: ${who}until ${ends} (${left} days)"
check_ended="  wrong   ${what}: ${who}ended on ${ends}"
check_not_yet="  wrong   ${what}: ${who}not valid yet. Is the clock here right?"
check_no_certificate="  wrong   ${what} has no certificate in it."
check_not_readable="  ?       ${what} cannot be read, or is not there. Try again as root."
check_no_openssl="  ?       ${what}: openssl is missing here, so nobody sees which certificate Docker has in memory. Install it."
check_no_answer="  wrong   ${what}: nothing answers there with a certificate."
check_lets_in="  wrong   ${what}: Docker answers without a certificate. Whoever reaches the port is root. Run install.sh again."
check_another="  wrong   ${what}: Docker has another certificate in memory than is in ${directory}/server-cert.pem. Restart Docker; a reload is not enough."
check_is_well='All is well: nothing ends within 30 days.'
check_ends_soon='Renew it in time: open ca.zip in Dockseal, and run the new install.sh here.'
check_is_wrong='Not all is well.'
