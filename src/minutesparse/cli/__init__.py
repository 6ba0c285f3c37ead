"""The command line: arguments, streams, exit codes, nothing else."""

import sys
from pathlib import Path


def main() -> None:
    """Run the command line."""
    from minutesparse import extract, read

    print(extract(read(Path(sys.argv[-1]))).model_dump_json(indent=2))
