"""Runs a command and prints the largest resident size that it had, in KB.

A process of its own, and small: the kernel counts the size of whoever starts a process into that process's peak.
"""

import os
import subprocess
import sys

if __name__ == "__main__":
    process = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
    _pid, status, used = os.wait4(process.pid, 0)
    print(used.ru_maxrss)
    sys.exit(1 if status else 0)
