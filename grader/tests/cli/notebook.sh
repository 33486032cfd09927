# check NOTEBOOK: fixtures/notebooks/ tell in the metadata of their cells what must come out;
# which cell is an exercise's, what of earlier cells counts, and what is no notebook.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

"$SOCKGRADE_PYTHON" "$lib/notebooks.py" "$fixtures"/notebooks/*.ipynb || exit $?

# --- what is said of a whole one ---------------------------------------------------------

cp "$fixtures/notebooks/workbook-wrong.ipynb" "$fixtures/notebooks/tasks-in-one-text.ipynb" .
without_times() {
    sed 's/[0-9.][0-9.]* ms/T ms/; s/^ *[0-9]*\.[0-9]  /T  /; s/, isolated$//; s/, not isolated$//' .out |
        sed '/^  not isolated/d'
}
same() { # what comes out, without times, is standard input
    cat >.wanted
    without_times >.came
    diff .wanted .came >.different || { cat .different; fail "it says something else"; }
}

run check tasks-in-one-text.ipynb --seed 4
has_status 1
is_silent
sed -n '/^exercise/,/^not found/p' .out | sed '/^not found/d' >.table && mv .table .out
same <<'END'
exercise   result  points
connect-1  pass    4 of 4    cell 2  advice: pieces
connect-2  pass    4 of 4    cell 3
connect-3  FAIL    0 of 4    cell 5  [out-of-turn]
connect-4  pass    4 of 4    cell 6  advice: pieces
connect-5  pass    4 of 4    cell 7

4 of 5 exercises passed, 16 of 20 points, T ms
"sockgrade check connect-1 tasks-in-one-text.ipynb" tells its advice.
END

# One exercise of it; named in either order, a missing one counts.
run check connect-2 workbook-wrong.ipynb --seed 4
has_status 1
says "connect-2: Count to four, you begin  (workbook-wrong.ipynb cell 10, python)"
says "(cell 10"
says "> 3 | data = s.recv(16)"
says "again     sockgrade check connect-2 workbook-wrong.ipynb --case count --seed 4"
says_not "exercises passed"
run check connect-2 tasks-in-one-text.ipynb
has_status 0
run check listen-4 workbook-wrong.ipynb
has_status 1
says '[no-program]'
says 'No code cell is for listen-4: begin one with the line "# listen-4".'
run check tasks-in-one-text.ipynb connect-2 connect-4
has_status 0
says "2 of 2 exercises passed, 8 of 8 points"
run check tasks-in-one-text.ipynb connect-2 listen-4
has_status 1
says "1 of 2 exercises passed, 4 of 14 points"
run check tasks-in-one-text.ipynb "connecting to your computer"
has_status 1
says "connect-5"
says_not "listen-"
run check tasks-in-one-text.ipynb connect-4 --case word
has_status 0
refuses 2 '--case needs one exercise; 2 are here' \
    check tasks-in-one-text.ipynb connect-2 connect-4 --case word
refuses 2 'unknown case "wrod" (did you mean "word"?)' \
    check tasks-in-one-text.ipynb connect-4 --case wrod
refuses 2 'there is no exercise "conect-2" (did you mean "connect-2"?)' \
    check tasks-in-one-text.ipynb conect-2

# --- small ones ----------------------------------------------------------------------------

cells() { # CELL...: makes x.ipynb of them, each an object without its braces
    { printf '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ['
      separator=
      for cell in "$@"; do
          printf '%s\n {%s}' "$separator" "$cell"
          separator=,
      done
      printf ']}\n'; } >x.ipynb
}
code() { # TEXT: a cell; backslashes are JSON's
    printf '"cell_type": "code", "metadata": {}, "source": "%s"' "$1"
}
text() {
    printf '"cell_type": "markdown", "metadata": {}, "source": "%s"' "$1"
}
right='import socket\ns = socket.create_connection((HOST, 5678))\ns.send(b'"'1'"')\ns.recv(1)\ns.send(b'"'3'"')\ns.recv(1)'

passes_with() { # TEXT OF AN EARLIER CELL
    cells "$(code "$1")" "$(code "# connect-2\\n$right")"
    run check connect-2 x.ipynb
    has_status 0
}
fails_with() {
    cells "$(code "$1")" "$(code "# connect-2\\n$right")"
    run check connect-2 x.ipynb
    has_status 1
    says "NameError: name 'HOST' is not defined"
}
passes_with "HOST = '127.0.0.1'"
passes_with "print(1); HOST = 'localhost'; raise SystemExit"
passes_with 'HOST: str = (\n  \"127.0.0\"\n  \".1\"  # it'"'"'s this one\n)'
passes_with 'import sys\nsys.exit()\nHOST = \"\"\"localhost\"\"\"'
passes_with 'HOST = b'"'localhost'"'.decode()'
passes_with '%%capture out\n%cd /\nHOST = '"'::1'"'\nHOST?'
fails_with 'def broken(:\n    pass\nHOST = '"'::1'"
passes_with 'while True: HOST = 1\n\nwhile True:\n    HOST = 2\nHOST = '"'::1'"
passes_with 'from socket import *\n@undefined\ndef f(): pass\nHOST = '"'::1'"
passes_with 'class HOST(str): pass\nHOST, PORT = '"'::1', 9"
fails_with "# HOST = '::1'"
fails_with 'if True:\n    HOST = '"'::1'"
fails_with '%%bash\nHOST='"'::1'"
fails_with "HOST = input('Which host? ')"
fails_with "HOST = f'{print()}'"
cells "$(code "# connect-2\\n$right")" "$(code "HOST = '::1'")"
run check connect-2 x.ipynb
has_status 1

# What goes on when a cell has ended, as in a notebook: its threads, and its tasks.
server='import socket, threading\ndef serve():\n    s = socket.create_server((\"\", 8675))\n    while True:\n        c, _ = s.accept()\n        c.sendall(b\"phrase?\")\n        c.sendall(str(len(c.recv(99).strip())).encode())\n'
cells "$(code "# listen-2\\n${server}threading.Thread(target=serve, daemon=True).start()")"
run check listen-2 x.ipynb
has_status 0
tasks='import asyncio\nasync def serve(r, w):\n    w.write(b\"phrase?\")\n    w.write(str(len((await r.read(99)).strip())).encode())\n    w.close()\nasync def run():\n    async with await asyncio.start_server(serve, port=8675) as s:\n        await s.serve_forever()\n'
cells "$(code "# listen-2\\n${tasks}task = asyncio.create_task(run())\\nawait asyncio.sleep(0)")"
run check listen-2 x.ipynb
has_status 0

# The last one counts; a cell without code is none.
cells "$(code "HOST = '::1'")" "$(code "# connect-2\\n1/0")" "$(code "#connect_2: again\\n$right")" \
    "$(code '# connect-2\n# to do')"
run check x.ipynb
has_status 0
says "pass    4 of 4    cell 3"

# A number means nothing under another heading, and in no heading at all.
cells "$(code "HOST = '::1'")" "$(text '## Something else\n2. Count')" "$(code "$right")"
refuses 2 'x.ipynb: no code cell is for an exercise; begin each with a line such as "# ' check x.ipynb
says_not connect-9
cells "$(code "HOST = '::1'")" "$(text '# Connecting to your computer')" \
    "$(text '## 2. Count')" "$(code "$right")" "$(text '# More')" "$(code '1/0')"
run check x.ipynb
has_status 0
says "cell 4"
cells "$(text '# Count to four, you begin')" "$(code "HOST = '::1'")" "$(code "$right")"
run check x.ipynb
has_status 0
says "connect-2  pass    4 of 4    cell 3"

# As many tasks in one text as there are cells below it, or it can't be told.
cells "$(code "HOST = '::1'")" "$(text '# Connecting to your computer\n1. a\n2. b')" \
    "$(code '1/0')" "$(code "$right")" "$(code '2/0')"
run check x.ipynb connect-2
has_status 1
says 'No code cell is for connect-2, since 2 tasks stand above 3 code cells under'
says '"Connecting to your computer", so that which is which'
cells "$(text '# Connecting to your computer\n1. a\n2. b')" "$(code '1/0')" \
    "$(code "# 2\\nHOST = '::1'\\n$right")" "$(code '2/0')"
run check x.ipynb connect-2
has_status 0

# --- what is no notebook -------------------------------------------------------------------

bad() { # WHERE-AND-WHAT: x.ipynb is refused so
    refuses 2 "x.ipynb:$1" check x.ipynb
    refuses 2 "x.ipynb:$1" check connect-1 x.ipynb
}
: >x.ipynb
bad ' the notebook is empty'
printf '{\n "cells": [\n' >x.ipynb
bad '3:1: this is not JSON: the file ends before the notebook does'
printf '{\n<<<<<<< HEAD\n' >x.ipynb
bad '2:1: this is not JSON: expected a key in quotation marks'
printf '{"cells": [], "nbformat": 4, "metadata": {}}' >x.ipynb
bad '1:11: this notebook has no cells'
printf '{\n "worksheets": [],\n "nbformat": 3}' >x.ipynb
bad '3:14: this notebook has an old format; open it in Jupyter and save it'
printf '{"nbformat": 5}' >x.ipynb
bad '1:14: this notebook has a newer format'
printf '[1]' >x.ipynb
bad '1:1: this is no Jupyter notebook'
printf '{"nbformat": 4}' >x.ipynb
bad '1:1: this notebook has no list of "cells"'
cells "$(code 1)" '"cell_type": "code", "source": 7'
bad '3:34: cell 2 has no text'
cells '"source": ""'
bad '2:2: cell 1 has no "cell_type"'
cells "$(code 'a\u0000b')"
bad '2:50: cell 1 holds a \u0000'
printf '{"nbformat": 4, "cells": [],\n "metadata": {"kernelspec": {"language": "R"}}}' >x.ipynb
bad '2:42: this notebook is in R; only notebooks in Python can be checked'
refuses 2 'y.ipynb: there is no such program (did you mean x.ipynb?)' check connect-1 y.ipynb
refuses 2 'y.ipynb: there is no such program (did you mean x.ipynb?)' check y.ipynb
truncate -s 65M x.ipynb
refuses 2 'larger than 64 MiB' check x.ipynb

finish
