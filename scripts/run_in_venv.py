"""`python -m scripts.run_in_venv ...`: Python from the environment with the tests' packages. Standard library only."""

import os
import subprocess
import sys

from scripts.environment import ROOT, ensure

if __name__ == "__main__":
    command = [str(ensure("dev")), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(command, cwd=ROOT))
    os.chdir(ROOT)
    os.execv(command[0], command)  # noqa: S606
