#!/usr/bin/env bash
# Sees to a PostgreSQL whose programs the tests start a server of their own with.
# Exit code 77: the machine cannot have one; the tests that need it are skipped.
set -uo pipefail

found() {
  local folder
  for folder in "${ORCHESTRATOR_POSTGRES_BIN:-}" ${PATH//:/ } /usr/lib/postgresql/*/bin; do
    [ -n "$folder" ] && [ -x "$folder/initdb" ] && return 0
  done
  return 1
}

found && exit 0
if ! command -v apt-get > /dev/null 2>&1; then
  echo "there is no PostgreSQL, and no apt-get to install one with: install PostgreSQL 15 or newer, or name the folder of its programs in ORCHESTRATOR_POSTGRES_BIN"
  exit 77
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
export DEBIAN_FRONTEND=noninteractive
# The tests bring their own server: the package makes none that would stay.
$as_root mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' | $as_root tee /etc/postgresql-common/createcluster.conf > /dev/null
$as_root apt-get install -y -qq postgresql > /dev/null 2>&1 \
  || { $as_root apt-get update -qq > /dev/null 2>&1 && $as_root apt-get install -y -qq postgresql > /dev/null 2>&1; }
found && exit 0
echo "PostgreSQL could not be installed"
exit 77
