# What connect.sh and connect.ps1 say in English. guide/script.rs puts each sentence where they have @ and its name. Both shells read them: a variable is
# written ${name}, and there is no other mark that one of them takes for more than itself.
# shellcheck disable=SC2016,SC2034,SC2154 # the scripts use them, and set the variables in them

usage='connect [--dry-run | --uninstall | --check] [--dir FOLDER] [--yes] [--replace] [--move]
  --dry-run     only show what would be done
  --uninstall   remove the files and the docker contexts that it made
  --check       only show until when your files are valid, and the hosts: connect.sh until when (by openssl), connect.ps1
                whether they are now (by docker). Exit code 0: all is well, 1: ends within 30 days, 2: wrong or not known
  --dir FOLDER  put the files there instead of ~/.docker
  --yes         do not ask before it replaces its own files and contexts
  --replace     with --yes: replace files and contexts of others too
  --move        delete the unpacked key, and the files HOST.dockercontext, once the key is in its place'
nothing_changed='Nothing was changed.'
failed="FAILED: ${dir} cannot be written. Nothing was changed there; is the disk full?"
do_this='Do this? [y/N]'
no_terminal='There is no terminal for the question: add --yes.'
cancelled='Cancelled.'
no_home='There is no home folder: HOME is not set.'
not_your_home="${HOME} belongs to somebody else. Run this without sudo, as the user who will use docker."
incomplete='ca.pem, cert.pem and key.pem are not beside this script. Unpack the whole archive first. If the key is your own, copy it here as key.pem.'
no_folder="${dir} cannot be the folder for the files."
folder_of_others="${dir} belongs to somebody else."
nothing_to_do="The files in ${dir} and the docker contexts are up to date. Nothing to do."
folder="Files in ${dir}, which only you can read:"
files_replaced="  ~${changed} (replaced)"
another_ca='  ! ca.pem is another CA: with it you reach only hosts whose certificates are of that CA. If you still need the old files, stop here and use --dir.'
contexts='Contexts of docker:'
context_elsewhere="  = ${name} stays as it is: it leads to ${leads} instead of ${address}"
context_updated="  ~ ${name}  ${address} (gets the new certificate)"
context_of_others="  ~ ${name}  ${address} (this script did not make it; it gets this certificate)"
replace_or_be_asked='The folder has keys that this script did not put there. Choose another one with --dir, add --replace, or leave --yes out to be asked.'
left_before="What else was in the folder is now in ${before}."
context_failed="docker cannot make the context ${name}: ${answer}"
placed_without_docker="The files are in ${dir}. There is no docker command here: run this again once there is, or give your program that folder."
no_contexts='This docker command knows no contexts (19.03 and later do). Use env.sh or options instead.'
host_answers="  ok  ${name}  Docker ${answer}"
host_silent="  --  ${name}  ${answer}"
hint_name='      This computer does not know that name: check DNS, or use a host name or address that it knows.'
hint_refused='      Nothing answers there: is the host up, has install.sh run on it, is Docker running, and does every firewall on the way let this computer in?'
hint_other_ca='      The host and this client have certificates of different CAs, or the one of this client has expired or was removed: install the newest archives on both.'
hint_names='      The certificate of that host is for other names: make one with this name.'
hint_of_client='      That host shows a certificate that is not for a server: install its own archive there.'
hint_expired='      A certificate has expired, or a clock is wrong.'
hint_no_tls='      That port does not speak TLS: has install.sh run on that host?'
hint_firewall='      No answer: check the firewalls on the way, and whether the host is up.'
some_silent='The files are in place. Once the hosts above answer, run this again.'
use_it="Done. Now for example: docker --context ${first} ps"
contexts_left='Done. To get contexts of these names, remove those that are there (docker context rm), then run this again.'
not_there="This script has put nothing into ${dir}."
will_remove='This is removed:'
contexts_stay='These contexts stay: they have other certificates now, or docker is missing here.'
not_removed="docker cannot remove the context ${name}."
folder_stays="${dir} stays: there is more in it."
removed='Removed.'
check_valid="  ok      ${what}: ${who}until ${ends} (${left} days)"
check_ending="  soon    ${what}: ${who}until ${ends} (${left} days)"
check_ended="  wrong   ${what}: ${who}ended on ${ends}"
check_not_yet="  wrong   ${what}: ${who}not valid yet. Is the clock here right?"
check_no_certificate="  wrong   ${what} has no certificate in it."
check_not_readable="  ?       ${what} cannot be read, or is not there."
check_no_openssl="  ?       ${what}: openssl is missing here, so nobody sees the certificate of that host."
check_no_answer="  ?       ${what}: nothing answers at ${address} with a certificate."
check_another_ca="  wrong   ${what}: its certificate is not of the CA in ca.pem. Install the newest archives on both."
check_no_docker="  ?       ${what}: there is no docker command here, so nobody asks that host."
check_answers="  ok      ${what}: its certificate is right today (Docker ${answer} answers). Until when, install.sh --check on that host says."
check_complaint="  wrong   ${what}: ${answer}"
check_files_are_well='All is well: your files are valid for 30 days and more, and every host answers.'
check_is_well='All is well: nothing ends within 30 days.'
check_ends_soon='Ask whoever keeps the CA for a new archive in time, and run its script. For a host, its own install.sh has to run.'
check_is_wrong='Not all is well.'
