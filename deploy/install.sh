#!/bin/sh
# Install Veille, or bring an install up to this version; safe to run again.
#
#   deploy/install.sh [PREFIX]        PREFIX: /opt/veille unless said otherwise
#
# PREFIX/venv       the program, from requirements.lock (hashes checked) and this folder
# PREFIX/var        what it writes; never touched but by the program
# PREFIX/veille.env its settings; made empty once, then yours
#
# As root it also makes the account "veille" and installs the systemd units, started by hand.
# Environment: PYTHON (python3), UV (an uv to use), OFFLINE=1 (only what uv has in its cache).
set -eu

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

SOURCE=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
PREFIX=${1:-/opt/veille}
PYTHON=${PYTHON:-python3}
case $PREFIX in /*) ;; *) PREFIX=$(pwd)/$PREFIX ;; esac

command -v "$PYTHON" >/dev/null 2>&1 || fail "Python absent : installer Python 3.11 ou plus récent"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python trop ancien : il faut la version 3.11 ou une plus récente (variable PYTHON)"

mkdir -p "$PREFIX" || fail "$PREFIX : dossier impossible à créer"
umask 077
VENV=$PREFIX/venv
NEW=$PREFIX/venv.new
OLD=$PREFIX/venv.old

# The new program is built beside the old one, which goes on until the new one is whole.
rm -rf "$NEW" "$OLD"
umask 022
"$PYTHON" -m venv "$NEW" || fail "environnement virtuel impossible (Debian : python3-venv)"
if [ -z "${UV:-}" ]; then
    "$NEW/bin/python" -m pip install --quiet --disable-pip-version-check uv
    UV=$NEW/bin/uv
fi
set -- pip install --quiet --python "$NEW/bin/python"
[ -z "${OFFLINE:-}" ] || set -- "$@" --offline
"$UV" "$@" --require-hashes -r "$SOURCE/requirements.lock" ||
    fail "dépendances impossibles à installer : voir ci-dessus"
"$UV" "$@" --no-deps --no-build-isolation "$SOURCE" ||
    fail "programme impossible à installer : voir ci-dessus"
"$NEW/bin/python" -m veille --help >/dev/null || fail "le programme installé ne démarre pas"

umask 077
mkdir -p "$PREFIX/var"
chmod 700 "$PREFIX/var"
[ -e "$PREFIX/veille.env" ] || : >"$PREFIX/veille.env"
chmod 600 "$PREFIX/veille.env"

# The backup before the upgrade is made by the new program, with the old one still in place.
veille() { (
    cd "$PREFIX"
    set -a
    # shellcheck disable=SC1091
    . "$PREFIX/veille.env"
    VEILLE_VAR_DIR=${VEILLE_VAR_DIR:-$PREFIX/var}
    set +a
    "$@"
); }
veille "$NEW/bin/python" -m veille upgrade || fail "base non mise à jour : l’ancien programme reste"

[ ! -e "$VENV" ] || mv "$VENV" "$OLD"
mv "$NEW" "$VENV"
# Scripts of a virtual environment name the folder it was made in.
grep -rlI "^#!.*$NEW/" "$VENV/bin" | while read -r script; do
    sed -i "1s#$NEW/#$VENV/#" "$script"
done
rm -rf "$OLD"

if [ "$(id -u)" = 0 ] && [ -z "${NO_SYSTEM:-}" ]; then
    id veille >/dev/null 2>&1 ||
        useradd --system --home-dir "$PREFIX" --no-create-home --shell /usr/sbin/nologin veille
    chown -R veille:veille "$PREFIX/var" "$PREFIX/veille.env"
    if [ -d /etc/systemd/system ]; then
        for unit in "$SOURCE"/deploy/systemd/*; do
            sed "s#/opt/veille#$PREFIX#g" "$unit" >"/etc/systemd/system/$(basename "$unit")"
        done
        systemctl daemon-reload || true
    fi
fi

say "Veille est installée dans $PREFIX."
say "Réglages : $PREFIX/veille.env. Ensuite, depuis $PREFIX :"
say "  venv/bin/veille init      l’adresse publique, la première personne"
say "  venv/bin/veille doctor    ce qui marche, ce qu’il faut faire"
