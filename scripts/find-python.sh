#!/usr/bin/env bash
# Prints a Python that Tocsin runs on: python3 if it fits, else the newest that fits; says a sentence if there is none.
set -euo pipefail

fits='import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 15))'
for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$python" >/dev/null && "$python" -c "$fits" 2>/dev/null; then
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$python has no venv; Tocsin sets itself up in one. On Debian or Ubuntu: apt-get install python3-venv" >&2
            exit 1
        fi
        command -v "$python"
        exit 0
    fi
done

found=$(python3 --version 2>/dev/null || echo 'no python3')
echo "found $found; Tocsin runs on Python 3.11 to 3.14. Install one of these, or say where it is: make PYTHON=/path/of/python3.14 ..." >&2
exit 1
