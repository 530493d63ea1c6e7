#!/bin/sh
# Makes sure that what the build needs is there: four Debian packages and a Swift compiler. More
# packages may be named as arguments. Says what it does, does nothing when all is there, and without
# rights says what to ask for.
set -eu

# C headers and libraries that Package.swift links, and what was named.
packages="libnifti-dev zlib1g-dev libyaml-dev libexpat1-dev $*"
swift_needed="6.2"

say() { printf 'setup: %s\n' "$*" >&2; }

# Exit codes are those of sysexits.h.
unavailable=69

missing_packages() {
  # One call for all; a package that dpkg has never heard of is missing too.
  # shellcheck disable=SC2086
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $packages 2>/dev/null || true)
  for package in $packages; do
    case "
$installed
" in
      *"
installed $package
"*) ;;
      *) printf '%s ' "$package" ;;
    esac
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

can_be_root() {
  [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

refresh_package_list() {
  say "refreshing the package list: apt-get update"
  as_root apt-get update -q </dev/null >&2
}

get_packages() {
  say "installing: apt-get install $1"
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends $1 </dev/null >&2
}

install_packages() {
  missing=$1
  if ! can_be_root && [ -t 0 ] && command -v sudo >/dev/null; then
    say "these Debian packages are missing: $missing"
    say "sudo may ask for your password to install them"
    sudo -v || true
  fi
  if ! can_be_root; then
    say "these Debian packages are missing: $missing"
    say "and this user may not install them. Ask the administrator to run:"
    say "    apt-get install $missing"
    exit "$unavailable"
  fi
  # shellcheck disable=SC2086
  if ! apt-cache show $missing >/dev/null 2>&1; then
    refresh_package_list
    get_packages "$missing"
  elif ! get_packages "$missing"; then
    # A list that names a package in a version the mirror no longer has.
    refresh_package_list
    get_packages "$missing"
  fi
}

check_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian system; make sure that libnifti 2, zlib, libyaml and expat are installed"
    say "with their C headers (Debian calls them: $packages)"
    return
  fi
  missing=$(missing_packages)
  missing=${missing% }
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null; then
    say "these packages are missing and there is no apt-get to install them: $missing"
    exit "$unavailable"
  fi
  install_packages "$missing"
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    say "still missing after the installation: $missing"
    exit "$unavailable"
  fi
}

# The compiler takes some 100 ms to say its version, so a compiler that passed is remembered by its
# path, size and time of change.
check_swift() {
  if ! compiler=$(command -v swift); then
    say "no Swift compiler found; Swift $swift_needed or later is needed."
    say "Install one from https://www.swift.org/install/linux/ and put its usr/bin on PATH."
    exit "$unavailable"
  fi
  root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
  memory="$root/.build/setup-swift"
  identity=$(stat -L -c '%n %s %Y' "$compiler")
  if [ -f "$memory" ] && [ "$(cat "$memory")" = "$identity" ]; then return; fi
  found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  lowest=$(printf '%s\n%s\n' "$swift_needed" "${found:-0}" | sort -V | head -n 1)
  if [ "$lowest" != "$swift_needed" ]; then
    say "$compiler is Swift ${found:-of an unknown version}; Swift $swift_needed or later is needed."
    say "Install one from https://www.swift.org/install/linux/ and put its usr/bin on PATH."
    exit "$unavailable"
  fi
  mkdir -p "$root/.build"
  printf '%s\n' "$identity" >"$memory"
}

check_packages
check_swift
