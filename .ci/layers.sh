#!/bin/sh
# What the compiler can't see of the house: each layer includes itself and the layers to its
# left; only cli speaks to the terminal and ends the process; nobody sleeps; every source is
# listed. Prints FILE:LINE for each offence, and fails when there is one.
set -u
layers="base script play run judge report batch cli"
cd "$(dirname "$0")/.." || exit 2
bad=$(mktemp) || exit 2
trap 'rm -f "$bad"' EXIT

# FILE:LINE:code of each source line, without string literals and comments.
code_of() { # FILE...
    awk '
        FNR == 1 { comment = 0 }
        {
            line = $0
            if (comment) {
                if (!match(line, /\*\//)) next
                line = substr(line, RSTART + 2); comment = 0
            }
            gsub(/\\./, "", line)
            gsub(/\047.\047/, "0", line)
            gsub(/"[^"]*"/, "\"\"", line)
            gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", line)
            if (match(line, /\/\*/)) { line = substr(line, 1, RSTART - 1); comment = 1 }
            sub(/\/\/.*/, "", line)
            print FILENAME ":" FNR ":" line
        }' "$@"
}
report() { # REASON: stdin holds the offences
    while IFS= read -r line; do
        printf '%s   <- %s\n' "$line" "$1" >>"$bad"
    done
}
listed() { # COMMAND LAYER NAME
    tr '\n' ' ' <grader/CMakeLists.txt | grep -Eq "$1\($2( +[a-z0-9_]+)* +$3[ )]"
}

allowed=
for layer in $layers; do
    allowed="$allowed${allowed:+|}$layer"
    for file in grader/"$layer"/*.[ch]; do
        [ -f "$file" ] || continue
        grep -Hn '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$file" |
            grep -Ev "\"($allowed)/[a-z0-9_]+\.h\"" |
            report "$layer may include only: $(echo "$allowed" | tr '|' ' ')"
        case "$file" in *.c)
            name=$(basename "$file" .c)
            listed set "$layer" "$name" || [ "$file" = grader/cli/main.c ] ||
                echo "$file:1:" | report "not listed in grader/CMakeLists.txt" ;;
        esac
        code_of "$file" | grep -E '(^|[^[:alnum:]_])(u|nano)?sleep[[:space:]]*\(' |
            report "nothing that can be observed is slept for"
        case "$layer" in cli) continue ;; esac
        # Out of memory is the one failure that can't be passed up.
        [ "$file" = grader/base/buf.c ] && continue
        code_of "$file" |
            grep -E '(^|[^[:alnum:]_])(v?printf|puts|putchar|perror|exit|abort)[[:space:]]*\(|(^|[^[:alnum:]_.>])(stdout|stderr)([^[:alnum:]_]|$)' |
            report "only cli speaks to the terminal and only main ends the process"
    done
done

for file in grader/tests/unit/*/*_test.c; do
    [ -f "$file" ] || continue
    layer=$(basename "$(dirname "$file")")
    name=$(basename "$file" _test.c)
    listed sockgrade_unit_tests "$layer" "$name" ||
        echo "$file:1:" | report "not listed in grader/CMakeLists.txt"
done

if [ -s "$bad" ]; then
    cat "$bad"
    exit 1
fi
echo "layers: in order"
