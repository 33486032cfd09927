/* SPDX-License-Identifier: MIT
 *
 * Lines of the student's own file, found in what compilers and runtimes say. Only a line
 * that is certain is reported: a wrong line is worse than none.
 */
#ifndef RUN_TRACE_H
#define RUN_TRACE_H

#include <stdbool.h>
#include <stddef.h>

struct trace {
    bool behind;    /* an error in a thread or task, which need not end the program */
    bool found;     /* the thing itself: an uncaught error, a place */
    int line;       /* in the student's file; 0: not known */
    char text[512]; /* the error's own words, one line */
};

/* Reads text of a program whose source file is called `file` (its base name). */
typedef void trace_reader(const char *text, size_t len, const char *file,
                          struct trace *out);

trace_reader trace_python_crash; /* Traceback ... File "x", line N ... NameError: ... */
trace_reader trace_python_waits; /* faulthandler's dump of one thread */
trace_reader
    trace_python_refusal;   /* SyntaxError, IndentationError, TabError in the file */
trace_reader trace_c_build; /* x.c:LINE:COLUMN: error: ... */
trace_reader
    trace_c_aborted; /* Assertion `...' failed; terminate called ...; free(): ... */

trace_reader trace_java_crash; /* Exception in thread "main" ... at Main.main(x.java:N) */
trace_reader trace_java_waits; /* SIGQUIT's dump of all threads */
trace_reader trace_java_build; /* x.java:LINE: error: ... */

trace_reader
    trace_javascript_crash; /* x.js:LINE, the source, "^", the error, its stack */
trace_reader
    trace_javascript_refusal; /* the same of a SyntaxError that nothing of it ran for */

trace_reader trace_go_crash; /* panic: ..., fatal error: ...; goroutine N [running] */
trace_reader trace_go_waits; /* SIGQUIT's dump of all goroutines */
trace_reader trace_go_build; /* x.go:LINE:COLUMN: ... */

trace_reader trace_rust_crash; /* thread 'main' panicked at x.rs:LINE:COLUMN ... */
trace_reader trace_rust_build; /* error[...]: ... --> x.rs:LINE:COLUMN */

trace_reader trace_ruby_crash;   /* x.rb:LINE:in `...': ... (NameError), its stack */
trace_reader trace_ruby_waits;   /* the same of Interrupt, which SIGINT raises */
trace_reader trace_ruby_refusal; /* x.rb:LINE: syntax error ... */

trace_reader trace_perl_crash;   /* ... at x.pl line LINE. */
trace_reader trace_perl_refusal; /* the same as an error's, and that it was not started */

trace_reader trace_shell_crash;   /* x.sh: line LINE: ..., x.sh: LINE: ... */
trace_reader trace_shell_refusal; /* the same of a syntax error */

#endif
