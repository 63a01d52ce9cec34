#!/bin/sh
# Installs this offline release in its own directory; nothing is fetched. Needs python3 (3.11 or newer) with venv.
set -eu
cd "$(dirname "$0")"
PYTHON="${PYTHON:-python3}"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
"$PYTHON" -c 'import ensurepip' || { echo "python3-venv is needed (Debian: apt-get install python3-venv)" >&2; exit 1; }
echo "==> checking every file against SHA256SUMS"
sha256sum --quiet --check SHA256SUMS
echo "==> Python environment and packages"
"$PYTHON" -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --no-index --find-links wheels --require-hashes \
  -r requirements/base.txt -r requirements/media.txt
.venv/bin/python scripts/link.py
echo "==> models"
.venv/bin/bole models verify
echo
echo "Installed. Try:   .venv/bin/bole demo        Product:   docs/how-to/run-in-production.md"
