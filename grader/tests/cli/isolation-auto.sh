# --isolation auto where namespaces are forbidden: it goes on without, and says so.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

"$SOCKGRADE_PYTHON" "$lib/no_namespaces.py" true ||
    skip "a place without namespaces can't be made here (that takes root)"

forbidden() { # ARGUMENT...
    said="$*, without namespaces"
    status=0
    # shellcheck disable=SC2086 # an option or none
    timeout 60 "$SOCKGRADE_PYTHON" "$lib/no_namespaces.py" $every "$SOCKGRADE" "$@" \
        >.out 2>.err </dev/null || status=$?
}

# Root needs no user namespace for the others.
every=
for program in plain.py lines.c; do
    forbidden check listen-3 "$fixtures/listen-3/pass/$program" --format json
    has_status 0
    says '"isolation": "privileged"'
    says '"isolation_reason": null'
done
every=--every

# Several cases at once all find out, and all go on; so does a build.
for program in plain.py lines.c; do
    forbidden check listen-3 "$fixtures/listen-3/pass/$program"
    has_status 0
    is_silent
    says ", not isolated"
    says "passed, 10 of 10"
    says "not isolated: this computer does not let us make namespaces"
    says '"sockgrade doctor"'
done
forbidden check listen-3 "$fixtures/listen-3/pass/plain.py" --format json
has_status 0
says '"isolation": "none"'
says '"isolation_reason": "this computer does not let us make namespaces'

# Asked for in so many words it is an error with its reason, and a document all the same.
for program in plain.py lines.c; do
    forbidden check listen-3 "$fixtures/listen-3/pass/$program" --isolation full \
        --format json
    has_status 3
    says '"result": "error"'
    says "does not let us make namespaces"
done
finish
