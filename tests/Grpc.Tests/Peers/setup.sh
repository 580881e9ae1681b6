#!/usr/bin/env bash
# Installs the gRPC implementations the tests talk to that are not ours: @grpc/grpc-js and python3-grpcio.
# Exit code 77: the machine cannot have one of them, the last line says which; the tests that need it are skipped.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
missing=""
lack() { missing="$missing $1;"; }
target="$(cd "$here/../../.." && pwd)/artifacts/peers"

if command -v npm > /dev/null 2>&1; then
  mkdir -p "$target"
  if ! cmp -s "$here/package.json" "$target/package.json" || [ ! -d "$target/node_modules/@grpc/grpc-js" ]; then
    cp "$here/package.json" "$target/package.json"
    npm install --prefix "$target" --no-package-lock --no-audit --no-fund --loglevel=error \
      || { rm -f "$target/package.json"; lack "@grpc/grpc-js could not be installed"; }
  fi
else
  lack "there is no npm to install @grpc/grpc-js with"
fi

if ! /usr/bin/python3 -c 'import grpc, google.protobuf' > /dev/null 2>&1; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  if command -v apt-get > /dev/null 2>&1; then
    $as_root apt-get install -y -qq python3-grpcio > /dev/null 2>&1 \
      || { $as_root apt-get update -qq > /dev/null 2>&1 && $as_root apt-get install -y -qq python3-grpcio > /dev/null 2>&1; } \
      || lack "python3-grpcio could not be installed"
  else
    lack "there is no apt-get to install python3-grpcio with"
  fi
fi
[ -z "$missing" ] && exit 0
echo "gRPC peers:${missing%;}"
exit 77
