#!/bin/sh
# Installs what building and testing need and this computer lacks; changes nothing when
# everything is there.   sh grader/setup.sh [--all]
# --all: also what only the heavy checks use (clang, its sanitizers, clang-format, expect;
# Java, Node, Go, Rust, Ruby, Perl, whose fixtures are skipped without; Slurm, GNU parallel; a browser, and npm, whose packages are put into the build
# folder, as is the kernel of a virtual machine).
set -u

needs="compiler cxx_compiler cmake make pkg_config jansson lua pcre2 utf8proc seccomp libdw archive sqlite xml2 yaml md git cmocka python jsonschema pyyaml"
case "${1-}" in
"") ;;
--all) needs="$needs clang clang_runtime clang_format expect netcat qemu busybox cpio java node go rust ruby perl bash socat ncat curl chromium npm xmllint parallel slurm" ;;
*) echo "usage: sh grader/setup.sh [--all]" >&2; exit 2 ;;
esac

# One row per need: its packages for apt | dnf | pacman | apk | brew ("-": comes with others).
table='
compiler      | gcc libc6-dev     | gcc glibc-devel      | gcc        | gcc musl-dev linux-headers | gcc
cxx_compiler  | g++               | gcc-c++              | gcc        | g++            | gcc
cmake         | cmake             | cmake                | cmake      | cmake          | cmake
make          | make              | make                 | make       | make           | make
pkg_config    | pkg-config        | pkgconf-pkg-config   | pkgconf    | pkgconf        | pkgconf
jansson       | libjansson-dev    | jansson-devel        | jansson    | jansson-dev    | jansson
lua           | liblua5.4-dev     | lua-devel            | lua        | lua5.4-dev     | lua
pcre2         | libpcre2-dev      | pcre2-devel          | pcre2      | pcre2-dev      | pcre2
utf8proc      | libutf8proc-dev   | utf8proc-devel       | libutf8proc | utf8proc-dev  | utf8proc
seccomp       | libseccomp-dev    | libseccomp-devel     | libseccomp | libseccomp-dev | -
libdw         | libdw-dev libbz2-dev | elfutils-devel       | elfutils   | elfutils-dev   | -
archive       | libarchive-dev libacl1-dev liblz4-dev libzstd-dev nettle-dev liblzma-dev | libarchive-devel | libarchive | libarchive-dev | libarchive
sqlite        | libsqlite3-dev    | sqlite-devel         | sqlite     | sqlite-dev     | sqlite
xml2          | libxml2-dev       | libxml2-devel        | libxml2    | libxml2-dev    | libxml2
yaml          | libyaml-dev       | libyaml-devel        | libyaml    | yaml-dev       | libyaml
md            | libmd-dev         | libmd-devel          | libmd      | libmd-dev      | libmd
git           | git               | git                  | git        | git            | git
cmocka        | libcmocka-dev     | libcmocka-devel      | cmocka     | cmocka-dev     | cmocka
python        | python3           | python3              | python     | python3        | python3
jsonschema    | python3-jsonschema | python3-jsonschema  | python-jsonschema | py3-jsonschema | -
pyyaml        | python3-yaml      | python3-pyyaml       | python-yaml | py3-yaml      | -
clang         | clang             | clang                | clang      | clang          | llvm
clang_runtime | libclang-rt-dev   | compiler-rt          | compiler-rt | compiler-rt   | -
clang_format  | clang-format      | clang-tools-extra    | clang      | clang-extra-tools | clang-format
expect        | expect            | expect               | expect     | expect         | expect
netcat        | netcat-openbsd    | nmap-ncat            | openbsd-netcat | netcat-openbsd | netcat
qemu          | qemu-system-x86   | qemu-system-x86-core | qemu-system-x86 | qemu-system-x86_64 | -
busybox       | busybox-static    | busybox              | busybox    | busybox-static | -
cpio          | cpio              | cpio                 | cpio       | cpio           | -
java          | default-jdk-headless | java-latest-openjdk-devel | jdk-openjdk | openjdk17-jdk | openjdk
node          | nodejs            | nodejs               | nodejs     | nodejs         | node
go            | golang-go         | golang               | go         | go             | go
rust          | rustc             | rust                 | rust       | rust           | rust
ruby          | ruby              | ruby                 | ruby       | ruby           | ruby
perl          | perl              | perl                 | perl       | perl           | perl
bash          | bash              | bash                 | bash       | bash           | bash
socat         | socat             | socat                | socat      | socat          | socat
ncat          | ncat              | nmap-ncat            | nmap       | nmap-ncat      | nmap
curl          | curl              | curl                 | curl       | curl           | curl
parallel      | parallel          | parallel             | parallel   | parallel       | parallel
slurm         | slurmctld slurmd slurm-client munge iproute2 | slurm slurm-slurmctld slurm-slurmd munge iproute | - | - | -
chromium      | chromium          | chromium             | chromium   | chromium       | -
npm           | npm               | nodejs-npm           | npm        | npm            | -
xmllint       | libxml2-utils     | libxml2              | libxml2    | libxml2-utils  | libxml2
'

python() {
    if [ -x /usr/bin/python3 ]; then /usr/bin/python3 "$@"; else python3 "$@"; fi
}
has() {
    command -v "$1" >/dev/null 2>&1
}
links() { # COMPILER OPTION...: whether a small program can be built
    printf '#include <stdio.h>\n%s\nint main(void) { return puts("") < 0; }\n' "$kernel" |
        "$@" -x c -o /dev/null - >/dev/null 2>&1
}
kernel=
[ "$(uname -s)" = Linux ] && kernel='#include <linux/tcp.h>'

has_compiler() { has cc && links cc; }
has_cxx_compiler() { has g++ || has clang++; } # for submissions: the product has no C++
has_cmake() { has cmake; }
has_make() { has make; }
has_pkg_config() { has pkg-config; }
has_jansson() { pkg-config --exists jansson; }
has_lua() {
    for name in lua5.4 lua-5.4 lua54 'lua >= 5.4'; do
        pkg-config --exists "$name" && return 0
    done
    return 1
}
has_pcre2() { pkg-config --exists libpcre2-8; }
has_utf8proc() { pkg-config --exists libutf8proc; }
has_seccomp() { [ "$(uname -s)" != Linux ] || pkg-config --exists 'libseccomp >= 2.5'; }
has_libdw() { [ "$(uname -s)" != Linux ] || pkg-config --exists 'libdw >= 0.170'; }
has_archive() { # the others: to link it statically
    pkg-config --exists 'libarchive >= 3.4' &&
        { ! has apt-get || pkg-config --exists liblz4 libzstd nettle liblzma libacl; }
}
has_sqlite() { pkg-config --exists 'sqlite3 >= 3.35'; }
has_xml2() { pkg-config --exists libxml-2.0; }
has_yaml() { pkg-config --exists yaml-0.1; }
has_md() { pkg-config --exists libmd; }
has_git() { has git; } # when clones that are handed in were last committed to
has_cmocka() { pkg-config --exists cmocka; }
has_python() { python -c ''; }
has_module() { # NAME
    python -c "import importlib.util, sys; sys.exit(not importlib.util.find_spec('$1'))"
}
has_jsonschema() { has_module jsonschema; } # reports against their schemas
has_pyyaml() { has_module yaml; }           # GitHub's action as its runner reads it; Kubernetes' recipes
has_clang() { has clang; }
has_clang_runtime() { ! has clang || links clang -fsanitize=address,undefined; }
has_clang_format() { has clang-format; }
has_expect() { has expect; }
# For submissions, as C++.
has_java() { has javac && javac -version; }
has_node() { has node || has nodejs; }
has_go() { has go && go version; }
has_rust() { # what lies in root's home is out of reach for the user that programs run as
    case "$(id -u) $(command -v rustc)" in
    "0 " | "0 /root/"*) [ -x /usr/bin/rustc ] ;;
    *) has rustc ;;
    esac
}
has_ruby() { has ruby; }
has_perl() { has perl; }
has_bash() { has bash; }
has_socat() { has socat; } # what shell scripts talk with, as they do with netcat
has_ncat() { has ncat; } # with curl, what the known right servers are also tried by
has_curl() { has curl; }
has_parallel() { has parallel; }
has_slurm() { # of these only Debian's and Fedora's distributions have it
    case "$manager" in apt-get | dnf) ;; *) return 0 ;; esac
    (PATH=$PATH:/usr/sbin:/sbin && has slurmctld && has slurmd && has sbatch && has munged &&
        has ip)
}
has_chromium() { # what pages of reports are tried in
    has chromium || has chromium-browser || has google-chrome || [ "$(uname -s)" = Darwin ]
}
has_npm() { has npm; } # its driver, and other judges of reports, are on npm alone
has_xmllint() { has xmllint; } # judges reports in XML
has_netcat() { has nc || has ncat || has netcat; }

# The machine of grader/tests/machine is only one for Linux on x86_64.
has_machine() { [ "$(uname -sm)" = "Linux x86_64" ]; }
has_qemu() { ! has_machine || has qemu-system-x86_64; }
has_busybox() { ! has_machine || has busybox; }
has_cpio() { ! has_machine || has cpio; }

column=0 manager=
find_manager() {
    for manager in apt-get dnf pacman apk brew; do
        column=$((column + 1))
        has "$manager" && return 0
    done
    manager=
}
packages_of() { # NEED
    printf '%s\n' "$table" | awk -F'|' -v need="$1" -v column="$((column + 1))" '
        { name = $1; gsub(/ /, "", name) }
        name == need { gsub(/^ +| +$/, "", $column); if ($column != "-") print $column }'
}
as_root() {
    if [ "$manager" = brew ] || [ "$(id -u)" = 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        return 1
    fi
}
install() { # PACKAGE...
    case "$manager" in
    apt-get)
        as_root apt-get -o DPkg::Lock::Timeout=300 update -qq &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
                install -y -qq --no-install-recommends "$@" ;;
    dnf) as_root dnf install -y -q "$@" ;;
    pacman) as_root pacman -Sy --noconfirm --needed "$@" ;;
    apk) as_root apk add -q "$@" ;;
    brew) as_root brew install -q "$@" ;;
    esac
}
# A kernel of the distribution's, unpacked and not installed: the first package that is known
# here. Without one, that test says that it was skipped.
machine=${SOCKGRADE_MACHINE:-${SOCKGRADE_BUILD:-$(dirname -- "$0")/../build}/machine}
unpack_kernel() { # PACKAGE
    echo "setup: fetching $1 for the virtual machine"
    if [ "$(id -u)" = 0 ]; then
        set -- "$1" -o APT::Sandbox::User=root
    fi
    (cd "$machine" && rm -rf linux-image-*.deb unpacked && apt-get -q=2 download "$@" &&
        dpkg-deb -x linux-image-*.deb unpacked && rm -f linux-image-*.deb &&
        mv unpacked kernel)
}
fetch_kernel() {
    if [ "$manager" != apt-get ] || ! has_machine || [ -d "$machine/kernel" ]; then
        return 0
    fi
    mkdir -p "$machine" || return 1
    for lists in "as they are" renewed; do
        [ "$lists" != renewed ] || as_root apt-get -qq update || return 1
        for name in linux-image-cloud-amd64 linux-image-amd64; do
            kernel=$(apt-cache depends "$name" 2>/dev/null |
                sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
            [ -z "$kernel" ] || ! unpack_kernel "$kernel" || return 0
        done
    done
    return 1
}
# What grader/tests/npm lists, exactly as its lock file has it. Without, tests say that they
# were skipped.
fetch_npm() {
    list=$(dirname -- "$0")/tests/npm
    folder=${SOCKGRADE_NPM:-${SOCKGRADE_BUILD:-$(dirname -- "$0")/../build}/npm}
    if cmp -s "$list/package-lock.json" "$folder/complete"; then
        return 0
    fi
    echo "setup: fetching the packages of grader/tests/npm"
    mkdir -p "$folder" && rm -f "$folder/complete" &&
        cp "$list/package.json" "$list/package-lock.json" "$folder" &&
        npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error \
            >/dev/null && cp "$list/package-lock.json" "$folder/complete"
}
missing_needs() {
    for need in $needs; do
        "has_$need" >/dev/null 2>&1 || printf '%s ' "$need"
    done
}
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

find_manager
tried=" "
while missing=$(missing_needs); [ -n "$missing" ]; do
    wanted=
    for need in $missing; do
        case "$tried" in *" $need "*) ;; *) wanted="$wanted $(packages_of "$need")" ;; esac
        tried="$tried$need "
    done
    wanted=$(printf '%s' "$wanted" | tr -s ' \n' ' ' | sed 's/^ //; s/ $//')
    [ -n "$wanted" ] || break
    [ -n "$manager" ] || die "missing here: $missing- and none of apt-get, dnf, pacman," \
        "apk, brew is here to install them; please install them by hand."
    [ "$manager" = brew ] || [ "$(id -u)" = 0 ] || has sudo ||
        die "these packages are missing: $wanted. Installing them needs root: run this" \
            "script as root once, or as a user with sudo."
    echo "setup: installing $wanted"
    # shellcheck disable=SC2086 # one word per package
    install $wanted </dev/null || die "$manager could not install: $wanted."
done

[ "${1-}" != --all ] || fetch_kernel ||
    echo "setup: no kernel for the virtual machine could be fetched: its test is skipped"
[ "${1-}" != --all ] || fetch_npm ||
    echo "setup: npm could not fetch what grader/tests/npm lists: those tests are skipped"

case " $missing" in
"  " | " ") echo "setup: everything is there" ;;
" jsonschema " | " pyyaml " | " jsonschema pyyaml ")
    echo "setup: all there but, of Python, ${missing% }: tests that need it are skipped" ;;
*) die "still missing after installing: $missing" ;;
esac
