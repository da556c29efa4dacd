# Who is valid until when, for install.sh and connect.sh. Variables that the sentences use: $what is looked at, $who is in it, it $ends, and $left days are left.

# The first certificate of a text.
certificate() { tr -d '\r' | sed -n '/-----BEGIN CERT/,/-----END CERT/p' | sed '/-----END/q'; }

# The base64 of old macOS has another option.
decoded() { if command -v openssl >/dev/null; then openssl base64 -d; else base64 -d; fi 2>/dev/null; }

# When the first certificate of the file $1 begins and ends. In DER the times are digits up to a Z, with two of the year until 2049 (RFC 5280, section 4.1.2.5).
times_of() { { certificate <"$1"; } 2>/dev/null | sed '/-----/d' | decoded | LC_ALL=C tr -c 0-9Z '\n' | sed -n 's/^\([0-9]\{12\}\)Z.*/20\1/p; s/^\([0-9]\{14\}\)Z.*/\1/p'; }

# The day on which it ends; nothing where the file $1 has none.
until_of() { times_of "$1" | sed -n '$s/^\(....\)\(..\)\(..\).*/\1-\2-\3/p'; }

# A line of the $code $1, of which the worst counts: 0 is well, 1 ends within 30 days, 2 is wrong or not known.
tell() {
  [ "$code" -ge "$1" ] || code=$1
  say "$2" "$3"
}

# The certificate in the file $1, at $now.
check_times() {
  times=$(times_of "$1") ends=$(until_of "$1")
  if [ -z "$ends" ]; then tell 2 @check_no_certificate; return; fi
  who=$(openssl x509 -noout -subject -nameopt RFC2253 -in "$1" 2>/dev/null | sed 's/^subject= *//') who=${who:+$who, }
  left=$(($(day_number "${times##*"$line"}") - $(day_number "$now")))
  if [ "$now" -gt "${times##*"$line"}" ]; then tell 2 @check_ended
  elif [ "$now" -lt "${times%%"$line"*}" ]; then tell 2 @check_not_yet
  elif [ "$left" -lt 30 ]; then tell 1 @check_ending
  else tell 0 @check_valid; fi
}

# The number of the day YYYYMMDD, of whatever begins so (Richards, Explanatory Supplement to the Astronomical Almanac, section 15.11).
day_number() {
  # A 1 in front keeps 08 from being octal.
  # shellcheck disable=SC2046 # three numbers
  set -- $(printf '%s\n' "$1" | sed 's/^\(....\)\(..\)\(..\).*/\1 1\2 1\3/')
  early=$(((14 - ($2 - 100)) / 12))
  year=$(($1 + 4800 - early)) month=$(($2 - 100 + 12 * early - 3))
  echo $(($3 - 100 + (153 * month + 2) / 5 + 365 * year + year / 4 - year / 100 + year / 400))
}

# What all lines come to, and the end.
verdict() {
  case $code in 0) say @check_is_well ;; 1) say @check_ends_soon ;; *) say @check_is_wrong ;; esac
  exit "$code"
}
