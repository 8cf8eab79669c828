"""Says what this confinement is worth, by trying it. No untrusted code runs here."""

import json
import os
import platform
import socket
import sys


def network():
    """A route to anywhere: connect() of UDP sends nothing, but fails without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # TEST-NET-1 of RFC 5737: nobody's address.
            probe.connect(("192.0.2.1", 9))
            return True
        except OSError:
            return False


def main(request, landlock):
    found = {
        "uid": os.getuid(),
        "landlock": landlock,
        "network": network(),
        "ownProcesses": os.getpid() < 10,
        "python": platform.python_version(),
        "executable": sys.executable,
    }
    with open(os.path.join(request["folder"], "result.json"), "w") as file:
        json.dump(found, file)
