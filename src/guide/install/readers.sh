# Where the variable $1 is set last, if that has options of ours: the file, the number of the line, and the line without them.
without_ours() {
  [ $# -gt 1 ] || return 0
  OPTIONS=$options_with_value LETTERS=$letters_with_value ALONE=$letters_alone awk '
    BEGIN { name = ARGV[1]; ARGV[1] = ""; ours_in_letters = "^-[" ENVIRON["ALONE"] "]*H"; with_letter = "^-[" ENVIRON["ALONE"] "]*[" ENVIRON["LETTERS"] "]$" }
    { sub(/\r$/, ""); if (!more) first = FNR; number = first (first < FNR ? "-" FNR : ""); text = more ? text $0 : $0; more = sub(/\\$/, " ", text) }
    more { next }
    text ~ /^[ \t]*Environment[ \t]*=[ \t]*$/ { found = "" }
    text ~ "^[ \t]*" name "=" || (text ~ /^[ \t]*Environment[ \t]*=/ && text ~ "[=\"\047 \t]" name "=") {
      match(text, "(^|[=\"\047 \t])" name "=")
      head = substr(text, 1, RSTART + RLENGTH - 1)
      rest = substr(text, RSTART + RLENGTH)
      quote = substr(text, RSTART, 1)
      if (quote !~ /["\047]/) { quote = substr(rest, 1, 1); if (quote ~ /["\047]/) { head = head quote; rest = substr(rest, 2) } }
      end = quote ~ /["\047]/ ? index(rest, quote) : text ~ /^[ \t]*Environment/ ? match(rest, /[ \t]/) : 0
      if (!end) end = length(rest) + 1
      count = split(substr(rest, 1, end - 1), words, /[ \t]+/)
      kept = ours = ""
      for (i = 1; i <= count; i++) {
        bare = words[i]
        gsub(/["\047]/, "", bare)
        wants_next = bare ~ with_letter || bare ~ /^--[^=]+$/ && index(ENVIRON["OPTIONS"], " " substr(bare, 3) " ")
        if (bare ~ /^--(host|tls|tlsverify|tlscacert|tlscert|tlskey)(=|$)/ || bare ~ ours_in_letters) {
          ours = 1
          i += wants_next
          continue
        }
        kept = kept (kept == "" ? "" : " ") words[i]
        if (wants_next && i < count) kept = kept " " words[++i]
      }
      found = ours ? FILENAME "\t" number "\t" head kept substr(rest, end) : ""
    }
    END { if (found != "") print found }' "$@"
}

# The lines in force of setting $1 of [Service] in these files of a unit, as systemd.syntax(7) has it.
settings() {
  awk -v name="$1" '
    function take() {
      more = 0
      sub(/[ \t]+$/, "", text)
      if (text ~ /^\[/) service = text == "[Service]"
      else if (service && text ~ "^" name "[ \t]*=") {
        sub(/^[^=]*=[ \t]*/, "", text)
        if (text == "") count = 0; else found[++count] = text
      }
    }
    BEGIN { ARGV[1] = "" }
    FNR == 1 { if (more) take(); service = 0; sub(/^\357\273\277/, "") }
    { sub(/\r$/, ""); sub(/^[ \t]+/, "") }
    /^[#;]/ { next }
    {
      text = more ? text $0 : $0
      more = text ~ /(^|[^\\])(\\\\)*\\$/
      if (more) text = substr(text, 1, length(text) - 1) " "; else take()
    }
    END { if (more) take(); for (i = 1; i <= count; i++) print found[i] }' "$@"
}

# The words of a command line of systemd, one a line: as it is written, a tab, and what it says. In $1, what specifiers stand for.
words() {
  awk -v specifiers="$1" '
    # 0 where these are not so many digits.
    function number(text, size, base, i, digit, n) {
      if (length(text) != size) return 0
      for (i = 1; i <= size; i++) {
        digit = index("0123456789abcdef", tolower(substr(text, i, 1)))
        if (!digit || digit > base) return 0
        n = n * base + digit - 1
      }
      return n
    }
    # What a backslash in front of this text stands for, of how many letters. A line end in a word is left alone.
    function unescaped(text, first, place) {
      first = substr(text, 1, 1)
      size = 1
      place = index("abfrtvs\\\"\047", first)
      if (place && first != "") return substr("\a\b\f\r\t\v \\\"\047", place, 1)
      if (first ~ /[0-7]/) { size = 3; place = number(substr(text, 1, 3), 3, 8) }
      else if (first == "x") { size = 3; place = number(substr(text, 2, 2), 2, 16) }
      else if (first == "u") { size = 5; place = number(substr(text, 2, 4), 4, 16) }
      else if (first == "U") { size = 9; place = number(substr(text, 2, 8), 8, 16) }
      if (place > 0 && place < 128 && place != 10) return sprintf("%c", place)
      size = 1
      return "\\" first
    }
    function end(place, said) {
      if (word == "\\;") value = ";"
      while ((place = index(value, "%"))) {
        c = substr(value, place + 1, 1)
        said = said substr(value, 1, place - 1) (c in stands ? stands[c] : "%" c)
        value = substr(value, place + 2)
      }
      if (word != "") print word "\t" said value
      word = value = ""
    }
    BEGIN { count = split(specifiers, list, " "); for (i = 1; i <= count; i++) stands[substr(list[i], 1, 1)] = substr(list[i], 3) }
    {
      word = value = quote = ""
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (quote == "" && (c == " " || c == "\t")) { end(); continue }
        word = word c
        if (c == "\\") { value = value unescaped(substr($0, i + 1, 9)); word = word substr($0, i + 1, size); i += size }
        else if (c == quote) quote = ""
        else if (quote == "" && (c == "\"" || c == "\047")) quote = c
        else value = value c
      }
      end()
    }'
}

# The members of the JSON object in file $1, each its name, a tab and its value on one line; or, with lines of that form in $2, the text with these set.
# Where it is none: the number of the line; and after it " name" for a name with a backslash, " inside" for an option of ours where Docker takes it for
# its own. The text is parted at its quotes, so no piece is long.
json() {
  { if grep -q '[^[:space:]]' "$1" 2>/dev/null; then tr '\000' '\001' <"$1"; else echo '{}'; fi && echo; } | SET=${2:-} FOLDED=$folded awk '
    function emit(text) {
      if (!set) { if (!taking) return; gsub(/[\t\r\n]/, " ", text) }
      if (!skipping) printf "%s", text
    }
    function begin() {
      emit(gap); gap = ""
      if (depth != 1) return
      if (!set) { printf "%s\t", name; taking = 1 }
      else if (name in becomes) { emit(becomes[name]); seen[name] = skipping = 1 }
    }
    function ended() {
      state = depth ? "next" : "end"
      if (depth != 1) return
      if (!set) print ""
      taking = skipping = 0
    }
    function missing(i, more) {
      for (i = 1; i <= wanted; i++) if (!(names[i] in seen)) { more = more (count++ ? "," : "") lead "\"" names[i] "\": " becomes[names[i]] }
      return more
    }
    function token(text, kind, empty) {
      if (kind == "string" && (state == "name" || state == "first")) {
        if (depth == 1) {
          if (!count++) lead = gap
          name = substr(text, 2, length(text) - 2)
          if (name ~ /\\/) bad = " name"
        } else if (depth == 2 && !index(" " ENVIRON["FOLDED"] " ", " " name " ")) {
          # Docker takes what is in here as if it stood outside.
          if (text ~ /\\/) bad = " name"
          else if (text ~ /^"(hosts|tls|tlsverify|tlscacert|tlscert|tlskey)"$/) bad = " inside"
        }
        emit(gap text); gap = ""
        state = "colon"
      } else if (kind == ":" && state == "colon") { emit(gap text); gap = ""; state = "value" }
      else if (kind == "," && state == "next") { emit(gap text); gap = ""; state = open[depth] == "{" ? "name" : "value" }
      else if (kind == "}" && open[depth] == "{" && (state == "first" || state == "next") || kind == "]" && open[depth] == "[" && (state == "item" || state == "next")) {
        if (depth == 1 && set) { empty = !count; emit(missing() (empty ? "\n" : "")) }
        emit(gap text); gap = ""
        depth--
        ended()
      } else if ((state == "value" || state == "item") && (depth || kind == "{") && kind !~ /^[]},:]$/) {
        begin()
        emit(text)
        if (kind == "{" || kind == "[") { open[++depth] = kind; state = kind == "{" ? "first" : "item" } else ended()
      } else bad = bad ? bad : " "
    }
    function literal() {
      if (word == "") return
      if (word ~ /^(true|false|null|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?)$/) token(word, "literal"); else bad = " "
      word = ""
    }
    BEGIN {
      RS = "\""
      line = 1
      state = "value"
      lead = "\n  "
      set = ENVIRON["SET"] != ""
      wanted = split(ENVIRON["SET"], sets, "\n")
      for (i = 1; i <= wanted; i++) { cut = index(sets[i], "\t"); names[i] = substr(sets[i], 1, cut - 1); becomes[names[i]] = substr(sets[i], cut + 1) }
    }
    inside {
      string = string $0 "\""
      if ($0 ~ /(^|[^\\])(\\\\)*\\$/) next
      inside = 0
      rest = string
      gsub(/\\(["\\\/bfnrt]|u[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f])/, "", rest)
      if (rest ~ /[\001-\037\\]/) bad = " "; else token("\"" string, "string")
      if (bad) exit
      next
    }
    {
      if (NR == 1 && substr($0, 1, 3) == "\357\273\277") { emit("\357\273\277"); $0 = substr($0, 4) }
      size = length($0)
      for (i = 1; i <= size && !bad; i++) {
        c = substr($0, i, 1)
        if (index(" \t\r\n", c)) { literal(); if (bad) break; gap = gap c; if (c == "\n") line++ }
        else if (index("{}[],:", c)) { literal(); if (!bad) token(c, c) }
        else word = word c
      }
      if (!bad) literal()
      if (bad) exit
      inside = 1
      string = ""
    }
    END {
      # The last line end was added.
      if (!bad && (state != "end" || !inside)) { bad = " "; line-- }
      if (bad) { if (taking) print ""; print line (bad == " " ? "" : bad); exit 1 }
      if (set) printf "%s", substr(gap, 1, length(gap) - 1)
    }'
}


# The addresses and networks of a text, each on a line, as firewalls write them; where one is none, it is on the last line.
networks() {
  tr , ' ' | tr -s ' ' '\n' | awk '
    function number(text, i, n) { for (i = 1; i <= length(text); i++) n = n * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1; return n + 0 }
    # The eight groups of an address of IPv6.
    function groups(text, cut, left, right, before, after, i) {
      cut = index(text, "::")
      before = split(cut ? substr(text, 1, cut - 1) : text, left, ":")
      after = cut ? split(substr(text, cut + 2), right, ":") : 0
      if (cut ? before + after > 7 || index(substr(text, cut + 1), "::") : before != 8) return 0
      for (i = 1; i <= 8; i++) part[i] = i <= before ? left[i] : i > 8 - after ? right[i - 8 + after] : "0"
      for (i = 1; i <= 8; i++) {
        if (part[i] !~ /^[0-9a-f][0-9a-f]?[0-9a-f]?[0-9a-f]?$/) return 0
        part[i] = number(part[i])
      }
      return 8
    }
    function octets(text, i) {
      if (split(text, part, ".") != 4) return 0
      for (i = 1; i <= 4; i++) if (part[i] !~ /^(0|[1-9][0-9]?[0-9]?)$/ || part[i] > 255) return 0
      return 4
    }
    # The longest run of zeros becomes two colons.
    function written(i, run, best, from, text) {
      for (i = 8; i > 0; i--) { run = part[i] ? 0 : run + 1; if (run > 1 && run >= best) { best = run; from = i } }
      for (i = 1; i <= 8; i++) {
        if (best && i == from) { text = text "::"; i += best - 1 }
        else text = text (text == "" || text ~ /::$/ ? "" : ":") sprintf("%x", part[i])
      }
      return text
    }
    $0 != "" {
      text = tolower($0)
      prefix = ""
      if ((cut = index(text, "/"))) {
        prefix = substr(text, cut + 1)
        text = substr(text, 1, cut - 1)
        if (prefix !~ /^[1-9][0-9]?[0-9]?$/) { print; exit failed = 1 }
      }
      count = index(text, ":") ? groups(text) : octets(text)
      size = count == 8 ? 16 : 8
      bits = prefix == "" ? count * size : prefix + 0
      set = 0
      for (i = 1; i <= count; i++) {
        free = i * size - bits
        free = free < 0 ? 0 : free > size ? size : free
        for (step = 1; free-- > 0; ) step *= 2
        part[i] -= part[i] % step
        if (part[i]) set = i
      }
      # Not one, or everybody, or IPv4 by another name.
      if (!count || !set || bits > count * size || count == 8 && !(part[1] + part[2] + part[3] + part[4] + part[5]) && part[6] == 65535) { print; exit failed = 1 }
      text = count == 8 ? written() : part[1] "." part[2] "." part[3] "." part[4]
      if (bits < count * size) text = text "/" bits
      if (!seen[text]++) print text
    }
    END { exit failed }'
}
