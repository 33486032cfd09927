#!/bin/sh
# What the compiler can't see of the house: each layer includes itself and the layers to its
# left; only cli speaks to the terminal and ends the process; nobody sleeps; every source is
# listed. Prints FILE:LINE for each offence, and fails when there is one.
set -u
layers="base script play run judge report batch cli"
cd "$(dirname "$0")/.." || exit 2

# The first file is the list of sources, all others are sources. Code is told from string
# literals and comments.
# shellcheck disable=SC2046,SC2086 # one word per file and per layer
set -- $(for layer in $layers; do ls grader/$layer/*.[ch]; done) grader/tests/unit/*/*_test.c
awk -v layers="$layers" '
    function offence(text, reason) {
        printf "%s:%d:%s   <- %s\n", FILENAME, FNR, text, reason
        offences++
    }
    # set(LAYER NAME...) and sockgrade_unit_tests(LAYER NAME...)
    function list(line,   words, count, i) {
        gsub(/[()]/, " & ", line)
        count = split(line, words, " ")
        for (i = 1; i <= count; i++) {
            if (words[i] == ")") kind = ""
            else if (words[i] == "(") { kind = words[i - 1]; of = words[++i] }
            else if (kind == "set" || kind == "sockgrade_unit_tests") listed[kind, of, words[i]]
        }
    }
    function begin_file(   parts, count, name) {
        comment = 0
        count = split(FILENAME, parts, "/")
        is_test = parts[2] == "tests"
        layer = parts[count - 1]
        name = parts[count]
        if (is_test ? !sub(/_test\.c$/, "", name) : !sub(/\.c$/, "", name)) return
        if (!((is_test ? "sockgrade_unit_tests" : "set", layer, name) in listed) &&
            FILENAME != "grader/cli/main.c")
            offence("", "not listed in grader/CMakeLists.txt")
    }
    function code_of(line) {
        if (comment) {
            if (!match(line, /\*\//)) return ""
            line = substr(line, RSTART + 2); comment = 0
        }
        gsub(/\\./, "", line)
        gsub(/\047.\047/, "0", line)
        gsub(/"[^"]*"/, "\"\"", line)
        gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", line)
        if (match(line, /\/\*/)) { line = substr(line, 1, RSTART - 1); comment = 1 }
        sub(/\/\/.*/, "", line)
        return line
    }
    BEGIN {
        count = split(layers, names, " ")
        for (i = 1; i <= count; i++) allowed[names[i]] = so_far = so_far (i > 1 ? " " : "") names[i]
    }
    FILENAME == ARGV[1] { list($0); next }
    FNR == 1 { begin_file() }
    is_test { nextfile }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        pattern = allowed[layer]
        gsub(/ /, "|", pattern)
        if ($0 !~ "\"(" pattern ")/[a-z0-9_]+\\.h\"")
            offence($0, layer " may include only: " allowed[layer])
        next
    }
    {
        line = code_of($0)
        if (line ~ /(^|[^[:alnum:]_])(u|nano)?sleep[ \t]*\(/)
            offence(line, "nothing that can be observed is slept for")
        # Out of memory is the one failure that can not be passed up.
        if (layer == "cli" || FILENAME == "grader/base/buf.c") next
        if (line ~ /(^|[^[:alnum:]_])(v?printf|puts|putchar|perror|exit|abort)[ \t]*\(/ ||
            line ~ /(^|[^[:alnum:]_.>])(stdout|stderr)([^[:alnum:]_]|$)/)
            offence(line, "only cli speaks to the terminal and only main ends the process")
    }
    END { exit offences > 0 }' grader/CMakeLists.txt "$@" || exit 1
echo "layers: in order"
