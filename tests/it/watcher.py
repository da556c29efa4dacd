"""A stranger on the other host: asks every TCP port of the host for Docker, without a certificate, by HTTP and by TLS, over and over.

Arguments: the file of the host's network namespace, its addresses. On standard input, a line each: the name of the phase that begins, or nothing to
have every port that listens now asked; at its end this ends. On standard output: `PHASE PORT http|tls` once for each phase in which Docker has
answered, and `PHASE asked` for each empty line, when a round that began after it is over.
"""

import ctypes
import os
import socket
import ssl
import sys
import threading
import time
import traceback

ALWAYS = {2375, 2376, 4243}
CLONE_NEWNET = 0x40000000
LISTEN = "0A"
REQUEST = b"GET /version HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"

namespace, addresses = sys.argv[1], sys.argv[2:]
ports = set()
looks = 0
wanted = 0
phase = "before"
has_ended = threading.Event()
tls = ssl._create_unverified_context()


def discover():
    """The ports that listen, from inside the host's network. A namespace is a thread's own."""
    try:
        look()
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def look():
    global ports, looks
    with open(namespace) as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    while True:
        found = set()
        for table in ("tcp", "tcp6"):
            with open("/proc/thread-self/net/" + table) as file:
                for line in list(file)[1:]:
                    fields = line.split()
                    if fields[3] == LISTEN:
                        found.add(int(fields[1].rsplit(":", 1)[1], 16))
        ports = found
        looks += 1
        time.sleep(0.1)


def answer(address, port, by):
    """Everything that comes back."""
    said = b""
    try:
        with socket.create_connection((address, port), timeout=1) as connection:
            if by == "tls":
                connection = tls.wrap_socket(connection)
            with connection:
                connection.sendall(REQUEST)
                while len(said) < 100_000 and (more := connection.recv(10_000)):
                    said += more
    except OSError:
        pass
    return said


def note(line):
    print(*line, flush=True)


def wait_for_a_whole_look():
    """The look that is under way may have begun too early."""
    begun = looks
    while looks < begun + 2:
        time.sleep(0.01)


def watch():
    seen = set()
    asked = 0
    is_last = False
    while not is_last:
        is_last = has_ended.is_set()
        wanted_now = wanted
        if wanted_now > asked or is_last:
            wait_for_a_whole_look()
        for port in sorted(ALWAYS | ports):
            for address in addresses:
                for by in ("http", "tls"):
                    at = phase
                    said = answer(address, port, by)
                    line = (at, port, by)
                    if (b"Api-Version" in said or b"ApiVersion" in said) and line not in seen:
                        seen.add(line)
                        note(line)
        for _ in range(asked, wanted_now):
            note((phase, "asked"))
        asked = wanted_now
        time.sleep(0.1)


threading.Thread(target=discover, daemon=True).start()
watching = threading.Thread(target=watch)
watching.start()
for line in sys.stdin:
    if line.strip():
        phase = line.strip()
    else:
        wanted += 1
has_ended.set()
watching.join()
# The other thread has no end of its own, and may not be disturbed while the interpreter goes.
os._exit(0)
