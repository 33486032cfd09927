/* SPDX-License-Identifier: MIT
 *
 * Mistakes that show in what the program did, in the bytes that came, or in what its source
 * has or lacks. The rows stand from the special to the general.
 */
#include "judge/remedy_list.h"

#define CRASH REMEDY_ON(CODE_CRASHED)
#define WAITS REMEDY_ON(CODE_BOTH_WAITING)
#define SAYS REMEDY_ON(CODE_WRONG_MESSAGE)
#define HALF REMEDY_ON(CODE_INCOMPLETE_MESSAGE)
#define MORE REMEDY_ON(CODE_EXTRA_DATA)
#define CLOSES (REMEDY_ON(CODE_CLOSED_EARLY) | REMEDY_ON(CODE_EXITED_EARLY))
#define NOT_PRINTED REMEDY_ON(CODE_NOT_PRINTED)
#define PRINTS REMEDY_ON(CODE_WRONG_OUTPUT)
#define NO_CONNECT REMEDY_ON(CODE_NEVER_CONNECTED)
#define NO_LISTEN REMEDY_ON(CODE_NEVER_LISTENED)
#define ADDRESS REMEDY_ON(CODE_WRONG_ADDRESS)
#define PORT REMEDY_ON(CODE_WRONG_PORT)
#define OPEN REMEDY_ON(CODE_KEPT_OPEN)
#define SPINS REMEDY_ON(CODE_SPINNING)
#define SLOW REMEDY_ON(CODE_TOO_SLOW)
#define INPUT REMEDY_ON(CODE_WANTS_INPUT)

static const struct remedy rows[] = {
    /* --- no connection ------------------------------------------------------------------ */
    {.name = "never-called",
     .codes = NO_CONNECT | NO_LISTEN,
     .languages = "python",
     .holds = {clue_never_called, clue_ended},
     .certainty = REMEDY_CERTAIN,
     .text =
         "The function with the socket calls is defined but never called: its name and "
         "() have to stand at the end of the file, at the left edge."},
    {.name = "main-misspelt",
     .codes = NO_CONNECT | NO_LISTEN,
     .languages = "python",
     .source = "__name__\\s*==\\s*[\"'](?!__main__[\"'])",
     .holds = {clue_ended},
     .certainty = REMEDY_CERTAIN,
     .text =
         "__name__ is \"__main__\", with two underscores on either side: as it stands, "
         "what belongs to this if never runs."},
    {.name = "arguments-wanted",
     .codes = NO_CONNECT | NO_LISTEN,
     .error = "(?i)^usage\\b",
     .source = "\\bargc\\b|\\bargv\\b|\\bargs\\b|os\\.Args",
     .holds = {clue_ended},
     .certainty = REMEDY_CERTAIN,
     .text = "Nothing stands behind your program's name when it is started here: write "
             "the address and port {port} into it."},
    {.name = "families-mixed",
     .codes = NO_LISTEN,
     .languages = "c c++",
     .source = "AF_INET6|sockaddr_in6",
     .holds = {clue_family_refused},
     .certainty = REMEDY_CERTAIN,
     .text = "The socket and the address are of two families: AF_INET and struct "
             "sockaddr_in belong together, AF_INET6 and struct sockaddr_in6."},
    {.name = "thread-not-started",
     .codes = NO_CONNECT | NO_LISTEN,
     .languages = "python",
     .source = "\\bThread\\(",
     .lacks = "\\.start\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "A Thread runs only after its start() was called, which is missing."},
    {.name = "error-swallowed",
     .codes = NO_CONNECT | NO_LISTEN | CLOSES,
     .languages = "python",
     .source = "^\\s*except\\b[^\\n]*:\\s*(?:\\n\\s*)?pass\\b",
     .holds = {clue_ended},
     .certainty = REMEDY_LIKELY,
     .text = "\"except: pass\" hides what goes wrong: take it out, and the error tells "
             "itself."},
    {.name = "commented-out",
     .tcp = true,
     .codes = NO_CONNECT | NO_LISTEN,
     .lacks = "\\b(?:connect|listen)\\s*\\(",
     .holds = {clue_commented_out, clue_ended},
     .certainty = REMEDY_CERTAIN,
     .text = "The line that calls connect() or listen() is a comment: it does nothing "
             "until the sign in front of it goes away."},
    {.name = "call-without-parentheses",
     .codes = NO_CONNECT | NO_LISTEN | CRASH,
     .languages = "python",
     .source = "^[ \\t]*(?<what>\\w+\\.(?:connect|listen|bind|accept))[ \\t]*$",
     .lacks = "\\.(?:connect|listen)\\(",
     .certainty = REMEDY_CERTAIN,
     .text =
         "{what} without parentheses only names the function; with them it is called."},
    {.name = "no-connect",
     .tcp = true,
     .codes = NO_CONNECT,
     .languages = "python c c++",
     .source = "\\bsocket\\b",
     .lacks = "connect|urlopen|http",
     .holds = {clue_ended},
     .certainty = REMEDY_CERTAIN,
     .text = "Nothing in your program calls connect(): creating a socket alone reaches "
             "nobody."},
    {.name = "no-listen",
     .tcp = true,
     .codes = NO_LISTEN | CRASH,
     .languages = "python c c++",
     .source = "\\baccept4?\\s*\\(",
     .lacks = "\\blisten\\s*\\(|create_server",
     .holds = {clue_is_server, clue_ended},
     .certainty = REMEDY_CERTAIN,
     .text = "listen() is missing between bind() and accept()."},
    {.name = "no-bind",
     .tcp = true,
     .codes = NO_LISTEN | PORT,
     .languages = "python c c++",
     .source = "\\blisten\\s*\\(",
     .lacks = "\\bbind\\s*\\(|create_server|start_server|[Ss]erver\\(",
     .holds = {clue_is_server},
     .certainty = REMEDY_CERTAIN,
     .text = "bind() is missing before listen(): without it the system picks any port."},
    {.name = "only-bound",
     .tcp = true,
     .codes = NO_LISTEN,
     .languages = "python c c++",
     .source = "\\bbind\\s*\\(",
     .lacks = "\\blisten\\s*\\(|create_server|start_server|[Ss]erver\\(",
     .holds = {clue_is_server},
     .certainty = REMEDY_CERTAIN,
     .text =
         "After bind() come listen() and accept(): nobody can connect before listen() "
         "was called."},
    {.name = "no-htons",
     .codes = PORT,
     .languages = "c c++",
     .source = "sin6?_port\\s*=\\s*(?!.*(?:hton|bswap))",
     .certainty = REMEDY_CERTAIN,
     .text = "A port travels with its high byte first: sin_port = htons({port})."},
    {.name = "url-as-host",
     .codes = ADDRESS | CRASH,
     .source = "[\"'`](?<what>https?://)[\\w.-]*",
     .lacks = "urlopen|requests|URL\\(",
     .holds = {clue_is_client},
     .certainty = REMEDY_CERTAIN,
     .text = "A host name has no {what} in front and no / behind: \"www.example.com\"."},
    {.name = "htonl-missing",
     .codes = ADDRESS,
     .holds = {clue_is_server, clue_bound_swapped},
     .certainty = REMEDY_CERTAIN,
     .text = "An address travels with its high byte first: htonl(INADDR_LOOPBACK)."},
    {.name = "not-accepted",
     .tcp = true,
     .codes = WAITS,
     .holds = {clue_is_server, clue_unaccepted},
     .certainty = REMEDY_CERTAIN,
     .text =
         "Call accept() on the listening socket before you wait for anything else: it "
         "returns the socket that speaks to the client."},
    {.name = "udp-socket",
     .tcp = true,
     .codes = REMEDY_ON(CODE_WRONG_PROTOCOL),
     .source = "\\bSOCK_DGRAM\\b",
     .certainty = REMEDY_LIKELY,
     .text = "SOCK_DGRAM makes a UDP socket; SOCK_STREAM makes one for TCP."},
    {.name = "client-listens",
     .tcp = true,
     .codes = REMEDY_ON(CODE_WRONG_ROLE),
     .source = "\\b(?:bind|listen|create_server|start_server)\\s*\\(",
     .holds = {clue_is_client},
     .certainty = REMEDY_LIKELY,
     .text = "A client calls connect() only: bind(), listen() and accept() are for the "
             "server."},

    /* --- whose turn it is ---------------------------------------------------------------- */
    {.name = "not-flushed",
     .codes = WAITS,
     .languages = "python",
     .source = "makefile\\(",
     .lacks = "flush|buffering\\s*=\\s*0|\\.send",
     .holds = {clue_in_recv},
     .certainty = REMEDY_CERTAIN,
     .text =
         "write() on a file made by makefile() only fills a buffer: flush() sends it."},
    {.name = "not-flushed-c",
     .codes = WAITS,
     .languages = "c c++",
     .source = "\\b(?:fprintf|fputs|fputc|putc|fwrite)\\s*\\(",
     .lacks = "fflush|setvbuf|setbuf|setlinebuf|\\b(?:send|write|dprintf)\\s*\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "What is written to a FILE stays in its buffer until it is full: fflush() "
             "sends it."},
    {.name = "printed-not-sent",
     .codes = WAITS | CLOSES,
     .holds = {clue_printed_message},
     .certainty = REMEDY_CERTAIN,
     .text = "Your program prints this message, and what is printed shows on your own "
             "screen only: send it over the connection."},
    {.name = "bytes-compared-with-text",
     .codes = WAITS | SAYS | CLOSES | OPEN | MORE,
     .languages = "python",
     .source = "(?s)\\b(?<what>\\w+)\\s*=\\s*[\\w.]+\\.recv\\([^)\\n]*\\)[ \\t]*\\r?\\n"
               "(?!.*\\b\\k<what>\\s*=[^=\\n]*(?:decode|str)\\().*"
               "\\b\\k<what>(?:\\.strip\\(\\))?\\s*[!=]=\\s*[\"'][^\"'\\n]",
     .certainty = REMEDY_CERTAIN,
     .text = "{what} is bytes, which never equal a text: compare {what}.decode(), or "
             "compare with b\"...\"."},
    {.name = "text-compared-by-address",
     .codes = WAITS | SAYS | CLOSES | OPEN | MORE,
     .languages = "c",
     .source = "\\b(?<what>\\w+)\\s*[!=]=\\s*\"",
     .certainty = REMEDY_CERTAIN,
     .text = "In C, == compares addresses, not texts: strcmp({what}, \"...\") is 0 when "
             "they are the same."},
    {.name = "accepts-again",
     .tcp = true,
     .codes = WAITS,
     .holds = {clue_in_accept},
     .certainty = REMEDY_CERTAIN,
     .text =
         "It waits in accept() for another client, while this one is still there: call "
         "accept() once a client, and receive all its messages on that one connection."},
    {.name = "reads-on",
     .tcp = true,
     .codes = WAITS,
     .languages = "python",
     .holds = {clue_heard_all, clue_in_reading_loop},
     .certainty = REMEDY_CERTAIN,
     .text =
         "The loop around recv() waits for more than comes now: the other side closes "
         "later, and waits for your answer first. Leave the loop when the message is "
         "there."},
    {.name = "first-word",
     .codes = WAITS,
     .holds = {clue_first_word, clue_in_recv},
     .certainty = REMEDY_LIKELY,
     .text = "Here your program has the first word: it has to send before its first "
             "recv()."},
    {.name = "heard-all",
     .codes = WAITS,
     .holds = {clue_heard_all},
     .certainty = REMEDY_LIKELY,
     .text =
         "Your program has received all that was sent, and calls recv() again: now it "
         "has to send."},

    /* --- too early, too late ---------------------------------------------------------------- */
    {.name = "connects-anew",
     .tcp = true,
     .codes = CLOSES | REMEDY_ON(CODE_RESET),
     .holds = {clue_dialled_twice},
     .certainty = REMEDY_CERTAIN,
     .text =
         "Your program connects a second time; the other side still waits on the first "
         "connection: keep that one until the end."},
    {.name = "never-receives",
     .tcp = true,
     .codes = CLOSES | REMEDY_ON(CODE_RESET),
     .languages = "python c c++",
     .lacks =
         "recv|read|makefile|fdopen|fgets|getline|fscanf|open_connection|data_received",
     .holds = {clue_before_ours},
     .certainty = REMEDY_CERTAIN,
     .text = "Nothing in your program receives: call recv() before the connection is "
             "closed."},
    {.name = "no-loop",
     .codes = CLOSES,
     .languages = "python c c++",
     .source = "\\brecv|\\bread\\s*\\(",
     .lacks = "\\b(?:while|for)\\b|goto|data_received|[Ss]erver\\(|start_server",
     .holds = {clue_is_server, clue_before_ours},
     .certainty = REMEDY_LIKELY,
     .text = "There is no loop in your program: receiving and answering belong into one, "
             "which goes on until recv() returns nothing."},
    {.name = "resets",
     .tcp = true,
     .codes = REMEDY_ON(CODE_RESET),
     .holds = {clue_spoken_to},
     .certainty = REMEDY_LIKELY,
     .text = "Closing a connection throws away what has come and was not received, and "
             "tells the other side so: receive the last message before close()."},
    {.name = "close-missing",
     .tcp = true,
     .codes = OPEN,
     .holds = {clue_in_accept},
     .certainty = REMEDY_CERTAIN,
     .text =
         "It waits for the next client already, and the last one's connection is still "
         "open: close() the socket that accept() returned first."},
    {.name = "goes-on-receiving",
     .codes = OPEN,
     .holds = {clue_in_recv},
     .certainty = REMEDY_LIKELY,
     .text =
         "It goes on receiving: leave the loop (break), then close() the connection."},
    {.name = "no-accept-loop",
     .tcp = true,
     .codes = REMEDY_ON(CODE_ONE_CLIENT),
     .languages = "python c c++",
     .source = "\\baccept\\s*\\(",
     .lacks = "\\b(?:while|for)\\b|goto",
     .certainty = REMEDY_CERTAIN,
     .text =
         "accept() is called only once: put it, and all that serves one client, into a "
         "loop."},
    {.name = "sleeps",
     .codes = SLOW,
     .line = "\\bu?sleep\\s*\\(",
     .certainty = REMEDY_CERTAIN,
     .text =
         "No sleep() is needed: recv() and accept() wait by themselves until something "
         "comes."},
    {.name = "empty-loop",
     .codes = SPINS,
     .languages = "python",
     .source = "^\\s*while\\b[^\\n]*:\\s*(?:\\n\\s*)?(?:pass|continue)\\b",
     .certainty = REMEDY_CERTAIN,
     .text =
         "A loop around pass only burns time: recv() and accept() wait by themselves, "
         "join() waits for a thread."},
    {.name = "empty-compared-with-text",
     .codes = SPINS,
     .languages = "python",
     .source = "\\b(?<what>\\w+)\\s*=\\s*[\\w.]+\\.recv\\([^)\\n]*\\)[ \\t]*\\r?\\n"
               "(?:.*\\n)*?.*\\b\\k<what>\\s*==\\s*(?:\"\"|'')",
     .certainty = REMEDY_CERTAIN,
     .text =
         "At the end recv() returns b'', which never equals the text \"\": write \"if "
         "not {what}: break\"."},
    {.name = "end-not-noticed",
     .tcp = true,
     .codes = SPINS,
     .languages = "python",
     .source = "^\\s*while\\s+(?:True|1)\\b[^\\n]*:(?:\\n.*)*?\\.recv\\(",
     .lacks = "\\bif\\s+not\\b|\\bif\\s+\\w+\\s*:|==\\s*b|!=\\s*b|\\blen\\(|:=",
     .certainty = REMEDY_CERTAIN,
     .text =
         "When the other side has closed, recv() returns b'' at once, again and again: "
         "\"if not data: break\" leaves the loop."},
    {.name = "end-of-stream",
     .tcp = true,
     .codes = SPINS,
     .source = "\\b(?:recv|read)\\s*\\(",
     .holds = {clue_we_closed},
     .certainty = REMEDY_LIKELY,
     .text =
         "The other side has closed: from now on recv() returns nothing, at once, every "
         "time it is called. Leave the loop then."},
    {.name = "keyboard",
     .codes = INPUT,
     .languages = "python",
     .line = "\\b(?:input\\s*\\(|stdin)",
     .holds = {clue_nobody_types},
     .certainty = REMEDY_LIKELY,
     .text =
         "input() hears only the keyboard: what the other side says comes from recv(), "
         "and a text of the exercise can stand in the program."},

    /* --- the bytes that came ------------------------------------------------------------------- */
    {.name = "bytes-as-text",
     .codes = SAYS | MORE | HALF,
     .languages = "python",
     .came = "b'[^']*'|b\"[^\"]*\"",
     .source = "\\bstr\\(|\\bf[\"']|%|\\.format\\(|repr\\(",
     .certainty = REMEDY_CERTAIN,
     .text =
         "str() and f\"{ }\" write bytes with b'...' around them: data.decode() gives "
         "the text itself."},
    {.name = "f-missing",
     .codes = SAYS | PRINTS | MORE,
     .languages = "python",
     .came = "\\{\\w+[^}\\n]*\\}",
     .source =
         "(?<![fF\\w])[\"'][^\"'\\n]*\\{\\w+[^}\\n]*\\}[^\"'\\n]*[\"'](?!\\s*\\.format)",
     .certainty = REMEDY_CERTAIN,
     .text =
         "{ } is filled in only where an f stands before the quotation mark: f\"...\"."},
    {.name = "format-not-filled",
     .codes = SAYS | PRINTS | MORE,
     .came = "%(?:l?d|s|i|u)\\b",
     .source = "\"[^\"\\n]*%(?:l?d|s|i|u)",
     .certainty = REMEDY_CERTAIN,
     .text =
         "%d and %s went out as they stand: only printf() and its like fill them in, in "
         "C snprintf() into an array."},
    {.name = "newline-raw",
     .codes = SAYS | HALF,
     .languages = "python",
     .came = "\\\\[nr]",
     .source = "\\b[rR][bB]?[\"']|\\b[bB][rR][\"']|\\\\\\\\[nr]",
     .certainty = REMEDY_CERTAIN,
     .text = "\\n is a newline only in an ordinary text: leave the r in front of the "
             "quotation mark out, and do not double the backslash."},
    {.name = "newline-with-slash",
     .codes = SAYS | HALF,
     .came = "/n",
     .source = "[\"'][^\"'\\n]*/n",
     .certainty = REMEDY_LIKELY,
     .text = "A newline is written with a backslash: \\n, not /n."},
    {.name = "utf-16",
     .codes = SAYS,
     .languages = "python",
     .source = "[\"']utf-?_?(?:16|32)",
     .certainty = REMEDY_CERTAIN,
     .text = "encode() without an argument gives UTF-8, which is what is wanted here."},
    {.name = "zero-bytes",
     .codes = SAYS,
     .languages = "python",
     .source = "\\bbytes\\(\\s*(?:\\d+|\\w+)\\s*\\)",
     .holds = {clue_only_nuls},
     .certainty = REMEDY_CERTAIN,
     .text = "bytes(5) is five bytes of zero: str(5).encode() is the text \"5\"."},
    {.name = "packed-number",
     .codes = SAYS,
     .languages = "python",
     .source = "struct\\.pack|\\.to_bytes\\(",
     .holds = {clue_raw_number},
     .certainty = REMEDY_CERTAIN,
     .text =
         "The number was sent as raw bytes: str(number).encode() makes a text of it."},
    {.name = "raw-number",
     .codes = SAYS,
     .languages = "c c++",
     .source = "\\b(?:send|write)\\s*\\([^,;]*,\\s*&\\s*\\w+",
     .holds = {clue_raw_number},
     .certainty = REMEDY_CERTAIN,
     .text = "The number was sent as it lies in memory: snprintf() makes a text of it "
             "first, and strlen() its length."},
    {.name = "raw-pointer",
     .codes = SAYS,
     .languages = "c c++",
     .source = "\\b(?:send|write)\\s*\\([^,;]*,\\s*&\\s*(?<what>\\w+)\\s*,",
     .holds = {clue_raw_pointer},
     .certainty = REMEDY_CERTAIN,
     .text =
         "&{what} is where the pointer lies, not the text that it points to: leave the "
         "& out."},
    {.name = "sizeof-pointer",
     .codes = HALF,
     .languages = "c c++",
     .source = "\\b(?:send|write)\\s*\\([^;]*\\bsizeof\\b|=\\s*sizeof\\b",
     .holds = {clue_pointer_size},
     .certainty = REMEDY_CERTAIN,
     .text = "sizeof of a pointer is 8, whatever it points to: strlen() counts a text's "
             "bytes."},
    {.name = "nul-sent",
     .codes = MORE,
     .languages = "c c++",
     .holds = {clue_nul_behind},
     .certainty = REMEDY_CERTAIN,
     .text = "The NUL that ends a text in C is no part of the message: send strlen(text) "
             "bytes, without + 1, rather than sizeof."},
    {.name = "whole-buffer",
     .codes = MORE,
     .languages = "c c++",
     .holds = {clue_nuls_behind},
     .certainty = REMEDY_CERTAIN,
     .text =
         "The whole array was sent: send as many bytes as the text has (strlen()), or "
         "as recv() returned."},
    {.name = "no-nul-behind",
     .codes = MORE,
     .languages = "c c++",
     .source = "\\b(?:recv|read)\\s*\\(",
     .lacks = "\\[\\w+\\]\\s*=\\s*(?:'\\\\0'|0)|memset|bzero|=\\s*\\{\\s*0?\\s*\\}|"
              "calloc|fgets|getline",
     .holds = {clue_waste_behind},
     .certainty = REMEDY_CERTAIN,
     .text = "recv() puts no NUL behind what it brings, so strlen() runs on: text[n] = 0 "
             "with the n that recv() returned."},
    {.name = "left-over",
     .codes = MORE,
     .languages = "c c++",
     .source = "\\b(?:recv|read)\\s*\\(",
     .holds = {clue_left_over},
     .certainty = REMEDY_CERTAIN,
     .text =
         "What is too much is left over from a longer message before, in the same array: "
         "send as many bytes as recv() returned."},
    {.name = "newline-typed",
     .codes = MORE | SAYS,
     .source = "fgets\\s*\\([^;]*stdin|stdin\\.readline",
     .holds = {clue_newline_behind},
     .certainty = REMEDY_CERTAIN,
     .text = "The line that was read has its newline still at the end: cut it off before "
             "sending."},
    {.name = "answers-the-end",
     .codes = MORE,
     .holds = {clue_spoke_after_end},
     .certainty = REMEDY_CERTAIN,
     .text = "When recv() returns nothing the other side has ended: leave the loop then, "
             "before anything is sent."},
    {.name = "sent-twice",
     .codes = MORE,
     .holds = {clue_came_twice},
     .certainty = REMEDY_CERTAIN,
     .text = "The message went out twice: look for a second send, or a loop around it."},

    /* --- numbers ----------------------------------------------------------------------------------- */
    {.name = "numbers-joined",
     .codes = SAYS,
     .languages = "python",
     .holds = {clue_joined_numbers},
     .certainty = REMEDY_CERTAIN,
     .text =
         "\"1\" + \"2\" is \"12\": + puts texts one behind the other. int(data) makes a "
         "number of each first."},
    {.name = "numbers-joined-elsewhere",
     .codes = SAYS,
     .languages = "c c++ java javascript go",
     .holds = {clue_joined_numbers},
     .certainty = REMEDY_CERTAIN,
     .text = "The two texts were put one behind the other: make a number of each first, "
             "then add."},
    {.name = "quotes-counted",
     .codes = SAYS,
     .languages = "python",
     .source = "\\blen\\(\\s*str\\(\\s*\\w+\\s*\\)\\s*\\)",
     .holds = {clue_counted_quotes},
     .certainty = REMEDY_CERTAIN,
     .text =
         "str(data) of bytes is b'...': the b and the two quotation marks were counted "
         "too. data.decode() gives the text itself."},
    {.name = "array-counted",
     .codes = SAYS,
     .languages = "c c++",
     .source = "\\bsizeof\\b",
     .holds = {clue_counted_array},
     .certainty = REMEDY_CERTAIN,
     .text = "sizeof is the size of the whole array: recv() returns how many bytes came, "
             "strlen() counts a text's."},

    /* --- what is printed ---------------------------------------------------------------------------- */
    {.name = "recv-too-short",
     .codes = PRINTS | SAYS | HALF,
     .holds = {clue_short_recv},
     .certainty = REMEDY_CERTAIN,
     .text =
         "recv() brings no more bytes than it is allowed to: let it bring more, such as "
         "recv(1024), and call it until all is there."},
    {.name = "own-message-printed",
     .codes = PRINTS,
     .holds = {clue_printed_own},
     .certainty = REMEDY_CERTAIN,
     .text = "This is what your program sent itself: print what recv() returned."},
    {.name = "length-printed",
     .codes = PRINTS,
     .holds = {clue_printed_length},
     .certainty = REMEDY_CERTAIN,
     .text = "This is how many bytes came: print the bytes themselves."},
    {.name = "none-printed",
     .codes = PRINTS,
     .languages = "python",
     .came = "\\bNone\\b",
     .source = "print\\(.*\\.sendall\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "sendall() returns None; the answer is what recv() returns."},
    {.name = "notebook-expression",
     .codes = NOT_PRINTED,
     .languages = "python",
     .source = "^[ \\t]*(?!(?:pass|break|continue|return|else|try)\\b)"
               "[A-Za-z_]\\w*(?:\\.decode\\([^)\\n]*\\))?[ \\t]*$",
     .lacks = "\\bprint\\b|stdout|logging",
     .certainty = REMEDY_CERTAIN,
     .text =
         "A notebook shows a name that stands alone; a program shows only what print() "
         "is given."},
    {.name = "no-print",
     .codes = NOT_PRINTED,
     .languages = "python",
     .lacks = "\\bprint\\b|stdout|logging|os\\.write|input\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "Nothing in your program prints: print(data.decode()) shows what recv() "
             "returned."},
    {.name = "buffer-thrown-away",
     .codes = NOT_PRINTED,
     .languages = "c c++",
     .source = "\\bprintf\\s*\\((?:.*\\n)*?.*\\b_[eE]xit\\s*\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "_exit() throws away what printf() has in its buffer: end with return or "
             "exit(), or call fflush(stdout) before."},
    {.name = "no-print-c",
     .codes = NOT_PRINTED,
     .languages = "c c++",
     .lacks =
         "\\b(?:v?printf|puts|putchar|putc|fputs|fwrite)\\s*\\(|fprintf\\s*\\(\\s*stdout|"
         "\\b(?:write|dprintf)\\s*\\(\\s*(?:1|STDOUT)|cout",
     .certainty = REMEDY_CERTAIN,
     .text = "Nothing in your program prints: printf(\"%s\\n\", text) shows what was "
             "received."},
    {.name = "answer-written-down",
     .codes = REMEDY_ON(CODE_PRINTED_EARLY) | PRINTS | NOT_PRINTED,
     .holds = {clue_wanted_in_source},
     .certainty = REMEDY_LIKELY,
     .text =
         "This text stands in your program: print what recv() returned in its place."},

    /* --- C --------------------------------------------------------------------------------------------- */
    {.name = "pointer-not-set",
     .codes = CRASH,
     .languages = "c c++",
     .source =
         "(?s)\\bchar\\s*\\*\\s*(?<what>\\w+)\\s*(?:=\\s*(?:NULL|0)\\s*)?;"
         "(?!.*\\b\\k<what>\\s*=[^=]).*\\b(?:recv|read|fgets|scanf|strcpy|strcat|sprintf|"
         "snprintf|memcpy|send|write|strlen)\\s*\\([^;]*\\b\\k<what>\\b",
     .holds = {clue_segfault},
     .certainty = REMEDY_CERTAIN,
     .text = "{what} points nowhere: an array, char {what}[1024], has room of its own."},
    {.name = "null-file",
     .codes = CRASH,
     .languages = "c c++",
     .source = "(?s)\\bFILE\\s*\\*\\s*(?<what>\\w+)\\s*=\\s*NULL\\s*;(?!.*\\b\\k<what>"
               "\\s*=[^=])",
     .holds = {clue_segfault},
     .certainty = REMEDY_CERTAIN,
     .text = "{what} is NULL when it is used: it was never opened."},
    {.name = "pipe-broken",
     .codes = CRASH,
     .languages = "c c++",
     .lacks = "\\bconnect\\s*\\(",
     .holds = {clue_broken_pipe, clue_is_client},
     .certainty = REMEDY_CERTAIN,
     .text =
         "It sent on a socket that is not connected: connect() comes before the first "
         "message."},
};

const struct remedy_list remedy_deeds = {rows, sizeof rows / sizeof *rows};
