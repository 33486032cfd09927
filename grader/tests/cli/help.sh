# --help and --version everywhere, and what is said without any argument.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

helps() { # ARGUMENT...: help goes to standard output, and is no failure
    run "$@"
    has_status 0
    is_silent
    says "Usage: sockgrade"
    [ "$(awk 'length > 80' .out)" = "" ] || fail "a line is longer than 80 columns"
}

for word in --help -h help; do
    helps "$word"
    for command in batch check doctor explain list merge pack report show; do
        says "  $command "
    done
done

for command in batch check doctor explain list merge pack report show; do
    helps "$command" --help
    says "Usage: sockgrade $command"
    helps "$command" -h
    helps help "$command"
    says "Usage: sockgrade $command"
done

# Also behind what else was typed, and before what is missing.
helps check connect-1 --help
helps check --seed 5 --help

run check --help
for option in --assignment --case --seed --format --isolation --limit --no-color --no-ci \
    --verbose --help; do
    says "$option"
done
says "Exit status: 0"

# The manual has the table's limits: each with its usual value and its range.
manual=$SOCKGRADE_SOURCE/grader/man/sockgrade-exercise.5
sed -n 's/^  \([a-z_][a-z_]*\)  *\([0-9][0-9 a-zA-Z]*[0-9a-zA-Z]\)   *[^ ].*/\1 \2/p' .out >.limits
[ "$(wc -l <.limits)" = 8 ] || fail "the help does not have eight limits"
while read -r limit usual; do
    run check --limit "$limit="
    range=$(sed -n 's/.*, \(from .* to .*\), not.*/\1/p' .err)
    grep -A 3 -x ".It Cm $limit" "$manual" | grep -Fqx "Usually $usual; $range." ||
        fail "the manual does not say of $limit: Usually $usual; $range."
done <.limits

# And of the formats, all.
run report --help
manual=$SOCKGRADE_SOURCE/grader/man/sockgrade-report.5
sed -n '/^Formats:/,$s/^  \([a-z]*\) .*/\1/p' .out >.formats
[ "$(wc -l <.formats)" -ge 10 ] || fail "the help has few formats"
while read -r format; do
    grep -Eqx "\.It Cm ([a-z]* , )?$format( , [a-z]*)?" "$manual" ||
        fail "the manual does not tell of the format $format"
    grep -Fq "\`$format\`" "$SOCKGRADE_SOURCE/README.md" ||
        fail "the README does not tell of the format $format"
done <.formats

run --version
has_status 0
is_silent
grep -Eqx 'sockgrade [0-9]+\.[0-9]+\.[0-9]+' .out || fail "this is no version"

refuses 2 "sockgrade --help"
refuses 2 'did you mean "check"?' help chekc

finish
