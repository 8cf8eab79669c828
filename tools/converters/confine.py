"""Gives up what a converter does not need, then runs one of the modules beside it. Nothing untrusted is read before.

    python -I confine.py <request.json> <probe|scan|convert>

Limits hold for this process and all that it starts: memory, CPU time, file size, open files, processes; no new
privileges; with Landlock (Linux >= 5.13) no file outside the private folder can be written and none but the
interpreter's and the converters' own can be read. The user, the network and the process table are the caller's part
(enter.sh). The layout of the structures is that of linux/landlock.h.
"""

import ctypes
import importlib
import json
import os
import platform
import resource
import site
import struct
import sys

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
READ = EXECUTE | READ_FILE | READ_DIR
READ_WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
# How many rights each version of the interface knows.
KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
CREATE_RULESET, ADD_RULE, RESTRICT_SELF, PATH_BENEATH, SET_NO_NEW_PRIVS = 444, 445, 446, 1, 38
BIND_AND_CONNECT_TCP, SIGNALS_AND_ABSTRACT_SOCKETS = 0b11, 0b11
SYSTEM = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/sys/devices/system/cpu"]


def set_limits(limits):
    megabyte = 1024 * 1024
    wanted = {
        resource.RLIMIT_AS: limits["memoryMb"] * megabyte,
        resource.RLIMIT_CPU: limits["cpuSeconds"],
        resource.RLIMIT_FSIZE: limits["fileMb"] * megabyte,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
    }
    # Counted over all processes of the user, so only where the user is nobody else.
    if limits["processes"]:
        wanted[resource.RLIMIT_NPROC] = limits["processes"]
    for limit, value in wanted.items():
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError) as error:
            print(f"limit {limit} could not be set: {error}", file=sys.stderr)


def _allow(libc, ruleset, path, rights):
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = struct.pack("=Qi", rights if os.path.isdir(path) else rights & ON_FILES, descriptor)
        if libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, 0) != 0:
            raise OSError(ctypes.get_errno(), f"Landlock rule for {path}")
    finally:
        os.close(descriptor)


def confine_files(readable, writable):
    """@returns the version of Landlock in force; 0 when the kernel has none"""
    if platform.system() != "Linux":
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
    version = libc.syscall(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return 0
    handled = (1 << KNOWN_RIGHTS.get(version, 16)) - 1
    fields = [handled, BIND_AND_CONNECT_TCP if version >= 4 else None, SIGNALS_AND_ABSTRACT_SOCKETS if version >= 6 else None]
    attributes = b"".join(struct.pack("=Q", field) for field in fields if field is not None)
    ruleset = libc.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "Landlock ruleset")
    for path in readable:
        _allow(libc, ruleset, path, READ & handled)
    for path in ("/dev/null", "/dev/zero"):
        _allow(libc, ruleset, path, (READ_FILE | WRITE_FILE) & handled)
    for path in writable:
        _allow(libc, ruleset, path, READ_WRITE & handled)
    if libc.syscall(RESTRICT_SELF, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "Landlock restriction")
    os.close(ruleset)
    return version


def main():
    request_file, module = sys.argv[1:]
    with open(request_file) as text:
        request = json.load(text)
    here = os.path.dirname(os.path.abspath(__file__))
    os.chdir(request["folder"])
    os.umask(0o077)
    set_limits(request["limits"])
    interpreter = [sys.prefix, sys.base_prefix, sys.exec_prefix]
    # /proc shows the processes of the user, unless they have a table of their own.
    proc = ["/proc"] if request["ownProcesses"] else ["/proc/cpuinfo", "/proc/meminfo"]
    readable = [*SYSTEM, *proc, *interpreter, here, *request["layers"], *request.get("readable", [])]
    landlock = confine_files(readable, [request["folder"]])
    sys.path.insert(0, here)
    for layer in reversed(request["layers"]):
        sys.path.insert(1, layer)
        site.addsitedir(layer)
    if module not in ("probe", "scan", "convert"):
        raise SystemExit(f"no module {module}")
    importlib.import_module(module).main(request, landlock)


main()
