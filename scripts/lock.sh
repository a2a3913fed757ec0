#!/usr/bin/env bash
# Writes constraints.txt: one version of every package, direct or not, for Python 3.11 to 3.14 on every system, with
# neither hashes nor addresses. Pins that still fit are kept; `scripts/lock.sh --upgrade` takes the newest.
set -euo pipefail
cd "$(dirname "$0")/.."

build_tools=$'hatchling\neditables\nuv'
${UV:-uv} pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --all-extras \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file constraints.txt "$@" \
    pyproject.toml - <<<"$build_tools"
