#!/usr/bin/env bash
# The whole suite: style, types, layers, tests. Installs what it may; what is missing is named.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

install_tools() {
  # PDF pages and workbooks are looked at with Debian's tools where this may be installed.
  local missing=()
  command -v pdftoppm >/dev/null || missing+=(poppler-utils)
  command -v soffice >/dev/null || missing+=(libreoffice-calc-nogui)
  /usr/bin/python3 -c "import uno" 2>/dev/null || missing+=(python3-uno)
  fc-list :lang=ko 2>/dev/null | grep -q . || missing+=(fonts-nanum)
  command -v chromium >/dev/null || missing+=(chromium)
  { command -v mosquitto || [ -x /usr/sbin/mosquitto ]; } >/dev/null || missing+=(mosquitto)
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]} for the tests"
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/tmp/pulmu-apt.log 2>&1; then
      echo "could not install ${missing[*]}; the tests that need them say so"
    fi
  else
    echo "not installed: ${missing[*]}; the tests that need them are skipped and say so"
  fi
}

install_axe() {
  # What checks pages for people who do not see or do not use a mouse; for tests only.
  [ -f .venv/axe/node_modules/axe-core/axe.min.js ] && return 0
  command -v npm >/dev/null || { echo "not installed: npm for axe-core; the tests that need it say so"; return 0; }
  mkdir -p .venv/axe
  npm install --silent --no-save --no-package-lock --prefix .venv/axe axe-core@4 >/tmp/pulmu-npm.log 2>&1 ||
    echo "could not install axe-core; the tests that need it say so"
}

install_tools
install_axe
$bin/ruff check .
$bin/ruff format --check .
$bin/mypy
$bin/lint-imports
if [ $# -gt 0 ]; then
  exec $bin/pytest tests "$@"
fi

# Two at a time: each file goes as a whole to the process that is free, those that take longest first (conftest.py).
exec $bin/pytest tests -n 2 --dist loadfile --no-loadscope-reorder
