/* SPDX-License-Identifier: MIT
 *
 * Mistakes that the program's own error tells, or the compiler's: they are certain by its
 * words. The rows stand from the special to the general.
 */
#include "judge/remedy_list.h"

#define CRASH REMEDY_ON(CODE_CRASHED)
#define BUILD REMEDY_ON(CODE_BUILD_FAILED)
#define NOWHERE (REMEDY_ON(CODE_NEVER_CONNECTED) | REMEDY_ON(CODE_NEVER_LISTENED))
#define TALK                                                                             \
    (CRASH | REMEDY_ON(CODE_BOTH_WAITING) | REMEDY_ON(CODE_CLOSED_EARLY)                 \
     | REMEDY_ON(CODE_ONE_CLIENT) | REMEDY_ON(CODE_WRONG_OUTPUT)                         \
     | REMEDY_ON(CODE_NOT_PRINTED) | REMEDY_ON(CODE_INCOMPLETE_MESSAGE))

static const struct remedy rows[] = {
    /* --- bytes and text ---------------------------------------------------------------- */
    {.name = "text-sent",
     .codes = CRASH,
     .languages = "python",
     .error = "^TypeError: a bytes-like object is required, not 'str'",
     .line = "\\.(?<call>send|sendall|sendto|write)\\((?!.*\\.(?:replace|split|strip|"
             "lstrip|rstrip|partition|count|find|join)\\()",
     .certainty = REMEDY_CERTAIN,
     .text = "{call}() sends bytes, not text: put b in front of a fixed text, as in "
             "b\"hello\", and write text.encode() for a variable."},
    {.name = "number-sent",
     .codes = CRASH,
     .languages = "python",
     .error = "^TypeError: a bytes-like object is required, not '(?<kind>int|float)'",
     .line = "\\.(?<call>send|sendall|sendto|write)\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "{call}() sends bytes: str(number).encode() makes bytes of a number."},
    {.name = "tuple-sent",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^TypeError: a bytes-like object is required, not '(?<kind>tuple|list|dict)'",
     .line = "\\.(?<call>send|sendall|sendto|write)\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "{call}() sends bytes, and this is a {kind}: take out of it what is to be "
             "sent, make one text of that, and encode() it."},
    {.name = "none-sent",
     .codes = CRASH,
     .languages = "python",
     .error = "^TypeError: a bytes-like object is required, not 'NoneType'",
     .line = "\\.(?:send|sendall|sendto|write)\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "What is sent here is None: a function without return gives None, and so do "
             "print() and sendall()."},
    {.name = "bytes-and-text",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^TypeError: (?:a bytes-like object is required, not 'str'|can only "
         "concatenate str \\(not \"bytes\"\\) to str|can't concat str to bytes|"
         "startswith first arg must be bytes|endswith first arg must be bytes|"
         "argument should be integer or bytes-like object, not 'str'|sequence item "
         "\\d+: expected a bytes-like object, str found|sequence item \\d+: expected "
         "str instance, bytes found|'in <string>' requires string as left operand, "
         "not bytes)",
     .certainty = REMEDY_CERTAIN,
     .text = "Bytes and text do not mix: what recv() returns is bytes, data.decode() "
             "makes text of it; text.encode() makes bytes again."},
    {.name = "bytes-and-number",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^TypeError: (?:can't concat int to bytes|unsupported operand type\\(s\\) for "
         "\\S+ '(?:bytes' and 'int'|int' and 'bytes')|'\\S+' not supported between "
         "instances of '(?:bytes' and 'int'|int' and 'bytes')|can't multiply sequence "
         "by non-int of type 'bytes')",
     .certainty = REMEDY_CERTAIN,
     .text = "recv() returns bytes, with which one can't calculate: int(data) makes a "
             "number of them, str(number).encode() makes bytes again."},
    {.name = "text-and-number",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^TypeError: (?:can only concatenate str \\(not \"(?:int|float)\"\\) to str|"
         "unsupported operand type\\(s\\) for \\S+ '(?:str' and 'int'|int' and 'str')|"
         "'\\S+' not supported between instances of '(?:str' and 'int'|int' and "
         "'str')|can't multiply sequence by non-int of type 'str')",
     .certainty = REMEDY_CERTAIN,
     .text = "Text and a number can't be put together as they are: int(text) makes a "
             "number of text, str(number) makes text of a number."},
    {.name = "encoded-twice",
     .codes = CRASH,
     .languages = "python",
     .error = "^AttributeError: 'bytes' object has no attribute '(?<what>encode|format)'",
     .certainty = REMEDY_CERTAIN,
     .text = "This is bytes already: only text has {what}(). Send it as it is, or "
             "decode() it first where you need text."},
    {.name = "decoded-twice",
     .codes = CRASH,
     .languages = "python",
     .error = "^AttributeError: 'str' object has no attribute 'decode'",
     .certainty = REMEDY_CERTAIN,
     .text = "This is text already: decode() is only for bytes, such as recv() returns."},
    {.name = "bytes-without-encoding",
     .codes = CRASH,
     .languages = "python",
     .error = "^TypeError: string argument without an encoding",
     .certainty = REMEDY_CERTAIN,
     .text = "bytes(text) needs to know how: text.encode() is shorter."},
    {.name = "number-of-repr",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^ValueError: (?:invalid literal for int\\(\\) with base 10: \"b'|could not "
         "convert string to float: \"b')",
     .certainty = REMEDY_CERTAIN,
     .text = "str(data) of bytes is the text b'...', quotation marks and all: use "
             "int(data), or data.decode()."},
    {.name = "number-of-nothing",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^ValueError: (?:invalid literal for int\\(\\) with base 10|could not convert "
         "string to float): b?''",
     .certainty = REMEDY_CERTAIN,
     .text = "There was nothing to make a number of: the text is empty. recv() returns "
             "b'' when the other side has closed."},
    {.name = "number-with-point",
     .codes = CRASH,
     .languages = "python",
     .error = "^ValueError: invalid literal for int\\(\\) with base 10: b?'-?\\d+\\.\\d+",
     .certainty = REMEDY_CERTAIN,
     .text = "int() takes whole numbers only; float() takes both."},
    {.name = "number-of-text",
     .codes = CRASH,
     .languages = "python",
     .error = "^ValueError: invalid literal for int\\(\\) with base 10: "
              "b?'(?<what>[^']*\\D[^']*)'",
     .certainty = REMEDY_CERTAIN,
     .text = "The text '{what}' is more than one whole number: take out of the message "
             "what is the number before int()."},
    {.name = "too-few-parts",
     .codes = CRASH,
     .languages = "python",
     .error = "^ValueError: not enough values to unpack",
     .line = "split\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "The message has fewer parts than there are names on the left of =: look at "
             "the conversation what one recv() brought."},

    /* --- socket calls ------------------------------------------------------------------- */
    {.name = "own-file-imported",
     .codes = CRASH | BUILD | NOWHERE,
     .languages = "python",
     .error = "(?:partially initialized module|has no attribute|cannot import name)",
     .holds = {clue_shadows_module},
     .certainty = REMEDY_CERTAIN,
     .text =
         "Your file has the name of the module that it imports, so it imports itself: "
         "give the file another name."},
    {.name = "two-arguments",
     .codes = CRASH,
     .languages = "python",
     .error = "(?<call>connect|bind)\\(\\) takes exactly one argument \\(2 given\\)",
     .certainty = REMEDY_CERTAIN,
     .text =
         "{call}() takes one thing, address and port together in parentheses of their "
         "own: {call}((\"127.0.0.1\", {port}))."},
    {.name = "address-no-tuple",
     .codes = CRASH,
     .languages = "python",
     .error = "AF_INET address must be tuple, not",
     .certainty = REMEDY_CERTAIN,
     .text = "An address is two things together: (\"127.0.0.1\", {port}), in parentheses "
             "of their own."},
    {.name = "port-as-text",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^TypeError: (?:'str' object cannot be interpreted as an integer|an integer "
         "is required \\(got type str\\))",
     .line = "\\.(?:connect|connect_ex|bind)\\(|create_connection\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "The port is a number, without quotation marks: {port}."},
    {.name = "port-out-of-range",
     .codes = CRASH,
     .languages = "python",
     .error = "^OverflowError: .*port must be 0-65535",
     .certainty = REMEDY_CERTAIN,
     .text = "Ports go from 0 to 65535; here it is {port}."},
    {.name = "recv-without-size",
     .codes = CRASH,
     .languages = "python",
     .error = "recv\\(\\) takes at least 1 argument \\(0 given\\)",
     .certainty = REMEDY_CERTAIN,
     .text = "recv() has to be told how many bytes it may bring at most: recv(1024)."},
    {.name = "accept-gives-two",
     .codes = TALK,
     .languages = "python",
     .error = "^AttributeError: 'tuple' object has no attribute "
              "'(?<what>recv|send|sendall|close|makefile|shutdown)'",
     .source = "\\.accept\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "accept() returns two things, the connection and the client's address: "
             "conn, address = s.accept(), and then conn.{what}()."},
    {.name = "listener-used",
     .codes = TALK,
     .languages = "python",
     .error = "^(?:BrokenPipeError: \\[Errno 32\\]|OSError: \\[Errno 107\\])",
     .source = "(?s)\\b(?<who>\\w+)\\.listen\\(.*?\\b\\k<who>\\."
               "(?<call>sendall|send|recv)\\(",
     .holds = {clue_is_server},
     .certainty = REMEDY_CERTAIN,
     .text =
         "{who} only listens: {call}() belongs to the connection, the first of the two "
         "things that accept() returns."},
    {.name = "listener-used-c",
     .codes = TALK | REMEDY_ON(CODE_EXITED_EARLY),
     .languages = "c c++",
     .source =
         "(?s)\\blisten\\s*\\(\\s*(?<who>\\w+)\\s*,.*?\\b(?<call>send|recv|read|write)"
         "\\s*\\(\\s*\\k<who>\\s*,",
     .holds = {clue_is_server},
     .certainty = REMEDY_CERTAIN,
     .text = "{who} only listens: {call}() belongs to the descriptor that accept() "
             "returned."},
    {.name = "never-connects",
     .codes = TALK,
     .languages = "python",
     .error = "^(?:BrokenPipeError: \\[Errno 32\\]|OSError: \\[Errno 107\\])",
     .lacks = "connect|socketpair",
     .holds = {clue_is_client},
     .certainty = REMEDY_CERTAIN,
     .text = "The socket is not connected yet: connect((\"127.0.0.1\", {port})) comes "
             "before the first message."},
    {.name = "used-after-with",
     .codes = TALK,
     .languages = "python",
     .error = "^OSError: \\[Errno 9\\]",
     .source = "^\\s*with\\s.*socket",
     .lacks = "\\.close\\(",
     .certainty = REMEDY_CERTAIN,
     .text =
         "The with block closes its socket where its indented lines end: this line has "
         "to stand inside, indented like the ones above."},
    {.name = "used-after-close",
     .codes = TALK,
     .languages = "python",
     .error = "^OSError: \\[Errno 9\\]",
     .source = "\\.close\\(",
     .lacks = "\\bwith\\b",
     .certainty = REMEDY_CERTAIN,
     .text = "This socket has been closed before: close() comes after the last message, "
             "and outside of the loop that still uses it."},
    {.name = "bound-twice",
     .codes = TALK | NOWHERE,
     .error = "Address already in use|EADDRINUSE",
     .holds = {clue_is_server, clue_is_alone},
     .certainty = REMEDY_CERTAIN,
     .text = "Nothing but your program uses the port here: a socket of its own has it "
             "still. Create, bind and listen once, before any loop."},
    {.name = "port-taken",
     .codes = TALK | NOWHERE,
     .error = "Address already in use|EADDRINUSE",
     .holds = {clue_is_server, clue_is_not_alone},
     .certainty = REMEDY_LIKELY,
     .text =
         "Another program has the port, perhaps one of yours that still runs: end it. "
         "Right after its end, setsockopt(SOL_SOCKET, SO_REUSEADDR, 1) ahead of bind() "
         "helps."},
    {.name = "not-ready-yet",
     .codes = TALK,
     .languages = "python",
     .error = "^BlockingIOError: \\[Errno 11\\]",
     .source = "setblocking\\(\\s*(?:False|0)\\s*\\)|settimeout\\(\\s*0\\s*\\)",
     .certainty = REMEDY_CERTAIN,
     .text = "A socket that does not block fails when nothing has come yet: leave "
             "setblocking(False) out, and recv() waits."},
    {.name = "method-misspelt",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^AttributeError: 'socket' object has no attribute '\\w+'(?!.*Did you mean)",
     .certainty = REMEDY_CERTAIN,
     .text =
         "A socket has bind(), listen(), accept(), connect(), send(), sendall(), recv() "
         "and close(): compare the spelling."},
    {.name = "module-called",
     .codes = CRASH,
     .languages = "python",
     .error = "^TypeError: 'module' object is not callable",
     .line = "\\bsocket\\(",
     .certainty = REMEDY_CERTAIN,
     .text = "socket is the module here; the function in it is socket.socket()."},
    {.name = "star-import",
     .codes = CRASH,
     .languages = "python",
     .error = "^AttributeError: type object 'socket(?:\\.socket)?' has no attribute",
     .source = "from\\s+socket\\s+import",
     .certainty = REMEDY_CERTAIN,
     .text = "After \"from socket import ...\" the names stand alone, without socket. in "
             "front; or write \"import socket\"."},

    /* --- Python --------------------------------------------------------------------------- */
    {.name = "import-missing",
     .codes = CRASH,
     .languages = "python",
     .error = "^NameError: name '(?<what>socket|sys|time|os|threading|select|struct|re|"
              "random|json|asyncio|socketserver)' is not defined",
     .line = "\\b(?:socket|sys|time|os|threading|select|struct|re|random|json|asyncio|"
             "socketserver)\\.",
     .lacks = "\\bimport\\b.*\\bas\\b",
     .certainty = REMEDY_CERTAIN,
     .text = "\"import {what}\" is missing at the top of the file."},
    {.name = "constant-without-module",
     .codes = CRASH,
     .languages = "python",
     .error =
         "^NameError: name "
         "'(?<what>AF_INET6?|SOCK_\\w+|SOL_SOCKET|SO_REUSEADDR|SHUT_\\w+|gethost\\w+)' "
         "is not defined",
     .certainty = REMEDY_CERTAIN,
     .text = "This name belongs to the module: socket.{what}."},
    {.name = "true-misspelt",
     .codes = CRASH,
     .languages = "python",
     .error = "^NameError: name '(?:true|false|null|none)' is not defined",
     .certainty = REMEDY_CERTAIN,
     .text = "Python writes True, False and None with a capital letter."},
    {.name = "python-2-name",
     .codes = CRASH,
     .languages = "python",
     .error = "^NameError: name '(?<what>raw_input|unicode|xrange)' is not defined",
     .certainty = REMEDY_CERTAIN,
     .text = "{what} is of Python 2; this is Python 3."},
    {.name = "left-in-earlier-cell",
     .codes = CRASH,
     .languages = "python",
     .error = "^NameError: name '(?<what>\\w+)' is not defined",
     .holds = {clue_left_in_earlier_cell},
     .certainty = REMEDY_CERTAIN,
     .text = "An earlier cell has {what}, but of earlier cells only imports, functions, "
             "classes and plain values count: set it in this cell."},
    {.name = "name-unknown",
     .codes = CRASH,
     .languages = "python",
     .error = "^NameError: name '(?<what>\\w+)' is not defined(?!.*Did you mean)",
     .certainty = REMEDY_CERTAIN,
     .text = "Nothing has been called {what} when this line runs: compare the spelling, "
             "and set it before."},
    {.name = "set-inside-function",
     .codes = CRASH,
     .languages = "python",
     .error = "^UnboundLocalError: .*(?:variable|local variable) '(?<what>\\w+)'",
     .certainty = REMEDY_CERTAIN,
     .text =
         "{what} is set inside this function, so it is the function's own and not yet "
         "set here: set it first, or write \"global {what}\" at the function's top."},
    {.name = "no-arguments",
     .codes = CRASH,
     .languages = "python",
     .error = "^IndexError: list index out of range",
     .line = "\\bargv\\b",
     .certainty = REMEDY_CERTAIN,
     .text = "The program is started without arguments, so sys.argv has only its name: "
             "write the values into the program."},
    {.name = "module-not-here",
     .codes = CRASH,
     .languages = "python",
     .error = "^ModuleNotFoundError: No module named '(?<what>[\\w.]+)'",
     .certainty = REMEDY_CERTAIN,
     .text =
         "Only Python's own modules are there, and {what} is none of them: compare the "
         "spelling, or do without."},
    {.name = "await-missing",
     .codes = CRASH | NOWHERE | REMEDY_ON(CODE_BOTH_WAITING)
              | REMEDY_ON(CODE_CLOSED_EARLY) | REMEDY_ON(CODE_NOT_PRINTED),
     .languages = "python",
     .error = "coroutine '(?<what>[\\w.]+)' was never awaited",
     .certainty = REMEDY_CERTAIN,
     .text = "{what}() is async: calling it alone runs nothing. Put await in front, or "
             "start it with asyncio.run({what}())."},

    /* --- what does not compile ------------------------------------------------------------ */
    {.name = "block-missing",
     .codes = BUILD,
     .languages = "python",
     .error = "^IndentationError: expected an indented block after (?<what>.*) on line "
              "(?<number>\\d+)",
     .certainty = REMEDY_CERTAIN,
     .text = "The lines that belong to the {what} in line {number} have to be indented "
             "under it, by four spaces."},
    {.name = "unexpected-indent",
     .codes = BUILD,
     .languages = "python",
     .error = "^IndentationError: unexpected indent",
     .certainty = REMEDY_CERTAIN,
     .text = "This line begins further to the right than the one above, though no line "
             "ending in \":\" opened a block: take the extra spaces away."},
    {.name = "indent-matches-none",
     .codes = BUILD,
     .languages = "python",
     .error = "^IndentationError: unindent does not match",
     .certainty = REMEDY_CERTAIN,
     .text =
         "This line begins in a column in which no line above begins: give it just as "
         "many spaces as the lines that it belongs to."},
    {.name = "tabs-and-spaces",
     .codes = BUILD,
     .languages = "python",
     .error = "^TabError:",
     .certainty = REMEDY_CERTAIN,
     .text =
         "Some lines are indented by tabs, some by spaces: use four spaces everywhere."},
    {.name = "python-2-print",
     .codes = BUILD,
     .languages = "python",
     .error = "Missing parentheses in call to 'print'",
     .certainty = REMEDY_CERTAIN,
     .text = "That is Python 2; in Python 3 print is a function: print(data)."},
    {.name = "colon-missing",
     .codes = BUILD,
     .languages = "python",
     .error = "^SyntaxError: expected ':'",
     .certainty = REMEDY_CERTAIN,
     .text =
         "A line that begins with while, for, if, else, def, with, try or except ends "
         "with a colon."},
    {.name = "equals-sets",
     .codes = BUILD,
     .languages = "python",
     .error = "^SyntaxError: invalid syntax. Maybe you meant '==' or ':='",
     .certainty = REMEDY_CERTAIN,
     .text = "= sets a variable; == compares."},
    {.name = "bracket-open",
     .codes = BUILD,
     .languages = "python",
     .error = "^SyntaxError: '(?<what>[(\\[{])' was never closed",
     .certainty = REMEDY_CERTAIN,
     .text = "A bracket {what} that opens in this line has no partner: count the opening "
             "and the "
             "closing ones."},
    {.name = "quote-open",
     .codes = BUILD,
     .languages = "python",
     .error = "^SyntaxError: (?:unterminated string literal|EOL while scanning)",
     .certainty = REMEDY_CERTAIN,
     .text = "A text has to end in the line in which it begins, with the same quotation "
             "mark; a line break inside is written \\n."},
    {.name = "typographic-quote",
     .codes = BUILD,
     .error = "(?:invalid character '(?:\xe2\x80\x98|\xe2\x80\x99|\xe2\x80\x9c|"
              "\xe2\x80\x9d)'|stray .\\\\342.)",
     .certainty = REMEDY_CERTAIN,
     .text = "This quotation mark was pasted from a text; programs take only the plain "
             "ones, \" and '."},
    {.name = "pasted-blank",
     .codes = BUILD,
     .languages = "python",
     .error = "invalid non-printable character U\\+00A0",
     .certainty = REMEDY_CERTAIN,
     .text =
         "A blank of this line was pasted and is no ordinary space: delete it and type "
         "it again."},
    {.name = "semicolon-missing",
     .codes = BUILD,
     .languages = "c c++",
     .error = "expected [^;]*[\x98'];[\xe2'][^;]*before|expected ';' (?:after|at end)",
     .certainty = REMEDY_CERTAIN,
     .text =
         "A statement ends with a semicolon: look at the end of the line before, too."},
    {.name = "brace-missing",
     .codes = BUILD,
     .languages = "c c++",
     .error = "expected declaration or statement at end of input|expected '\\}'",
     .certainty = REMEDY_CERTAIN,
     .text =
         "A block that opens with { was never closed with }: the compiler notices only "
         "at the end of the file."},
    {.name = "no-string-type",
     .codes = BUILD,
     .languages = "c",
     .error = "unknown type name [\xe2\x80\x98']+string",
     .certainty = REMEDY_CERTAIN,
     .text =
         "C has no type string: a text is kept in an array, such as char text[1024]."},
    {.name = "type-incomplete",
     .codes = BUILD,
     .languages = "c c++",
     .error = "storage size of|incomplete type|sockaddr_in.*undeclared",
     .source = "sockaddr_in",
     .lacks = "netinet/in\\.h|arpa/inet\\.h|netdb\\.h",
     .certainty = REMEDY_CERTAIN,
     .text = "struct sockaddr_in comes from #include <netinet/in.h>."},
    {.name = "windows-header",
     .codes = BUILD,
     .languages = "c c++",
     .error = "(?<what>winsock2?\\.h|windows\\.h|conio\\.h|ws2tcpip\\.h): No such file",
     .certainty = REMEDY_CERTAIN,
     .text =
         "{what} is of Windows; here sockets come from <sys/socket.h>, <netinet/in.h>, "
         "<arpa/inet.h> and <unistd.h>."},
    {.name = "no-main",
     .codes = BUILD,
     .languages = "c c++",
     .error = "undefined reference to [`'\xe2\x80\x98]+main",
     .certainty = REMEDY_CERTAIN,
     .text = "A program begins in main(), and there is none: compare the spelling."},

    /* --- C ------------------------------------------------------------------------------------ */
    {.name = "array-overrun",
     .codes = CRASH,
     .languages = "c c++",
     .error = "stack smashing detected|buffer overflow detected",
     .certainty = REMEDY_CERTAIN,
     .text = "More was written into an array than it has room for: make it larger, and "
             "keep one byte for the NUL at the end."},
};

const struct remedy_list remedy_words = {rows, sizeof rows / sizeof *rows};
