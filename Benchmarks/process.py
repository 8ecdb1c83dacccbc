"""A process run to its end: what it cost, and whether it ended well."""
import os, subprocess
from collections import namedtuple

# Milliseconds of processor time (user and system, all threads), the largest memory in MB, whether it ended with 0.
Cost = namedtuple("Cost", "milliseconds megabytes fine")


def run(command, folder=None, env=None, output=subprocess.DEVNULL):
    """The cost of a command, a list or a line of the shell; a program that is not there has not ended well."""
    try:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, cwd=folder,
                                   env={**os.environ, **(env or {})}, shell=isinstance(command, str))
    except FileNotFoundError:
        return Cost(0, 0, False)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    return Cost((usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024, status == 0)
