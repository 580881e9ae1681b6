#!/usr/bin/env bash
# Installs the gRPC implementations the tests talk to that are not ours: @grpc/grpc-js and python3-grpcio.
# Without them those tests are skipped and say so; a machine without Node.js or Debian's packages is not an error.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
target="$(cd "$here/../../.." && pwd)/artifacts/peers"

if command -v npm > /dev/null 2>&1; then
  mkdir -p "$target"
  if ! cmp -s "$here/package.json" "$target/package.json" || [ ! -d "$target/node_modules/@grpc/grpc-js" ]; then
    cp "$here/package.json" "$target/package.json"
    npm install --prefix "$target" --no-package-lock --no-audit --no-fund --loglevel=error \
      || { rm -f "$target/package.json"; echo "setup: @grpc/grpc-js could not be installed" >&2; }
  fi
else
  echo "setup: there is no npm, so @grpc/grpc-js is not installed" >&2
fi

if ! /usr/bin/python3 -c 'import grpc, google.protobuf' > /dev/null 2>&1; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  if command -v apt-get > /dev/null 2>&1; then
    $as_root apt-get install -y -qq python3-grpcio > /dev/null 2>&1 \
      || { $as_root apt-get update -qq > /dev/null 2>&1 && $as_root apt-get install -y -qq python3-grpcio > /dev/null 2>&1; } \
      || echo "setup: python3-grpcio could not be installed" >&2
  else
    echo "setup: there is no apt-get, so python3-grpcio is not installed" >&2
  fi
fi
exit 0
