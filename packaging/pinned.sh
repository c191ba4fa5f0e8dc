#!/bin/sh
# Run a tool of .venv in the version that the locks pin: packaging/pinned.sh ruff check .
set -u
tool=$1
shift
for folder in .venv/bin .venv/Scripts; do
    if [ -d "$folder" ]; then
        exec "$folder/$tool" "$@"
    fi
done
echo "There is no .venv here yet. Make it with: python packaging/bootstrap.py setup --dev" >&2
exit 1
