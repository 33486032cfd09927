/* SPDX-License-Identifier: MIT */
#include "judge/lesson.h"

#define ASKS_AND_PRINTS                                                                  \
    "It should connect to port 5555, send \"How do you do?\", receive the answer and "   \
    "print it."
#define COUNTS                                                                           \
    "It should connect to port 5678, send \"1\", receive \"2\", send \"3\" and receive " \
    "\"4\"."

static const struct lesson lessons[CODES] = {
    [CODE_PASS] =
        {"Everything that the exercise asks was seen. How the program is written "
         "plays no part: threads or none, newlines or not, one send() or many. "
         "Notes may still tell what costs no points.",
         ASKS_AND_PRINTS, "Nothing needs mending."},
    [CODE_NO_PROGRAM] =
        {"There is nothing that could be run: the file is empty, is no "
         "program, or is in a language that is not known. The language is "
         "told by the end of the file's name, such as .py or .c.",
         "It should be a program that the grader can run.",
         "Hand in the source file itself, with the right end to its name, "
         "in one of the languages that the message lists."},
    [CODE_BUILD_FAILED] =
        {"The compiler, or Python before it runs anything, does not "
         "understand the source. The first error is shown; those behind "
         "it often go away with it.",
         ASKS_AND_PRINTS,
         "Look at the line that is named and at the one above it: what "
         "is missing at the end of a line is often noticed in the next. "
         "Here print( is never closed, by one more )."},
    [CODE_NEVER_CONNECTED] =
        {"The other side listened, and the program never tried to reach it: it ended, or "
         "it waits for something else. connect() was forgotten, stands in a function "
         "that "
         "is never called, or behind something that never ends.",
         "It should connect to port 8765, receive a word and answer.",
         "Call connect() with the address and port in one pair of parentheses of their "
         "own: s.connect((\"127.0.0.1\", 8765)). A name alone, without (), calls "
         "nothing."},
    [CODE_NEVER_LISTENED] =
        {"Nobody could connect, because no socket of the program listens. A server takes "
         "four steps: socket(), bind(), listen(), accept().",
         "It should listen on port 3456 and add two numbers for whoever connects.",
         "Call listen() after bind(), then accept() for the first client."},
    [CODE_WRONG_PORT] = {"The program connects to a port, or listens on one, but not on "
                         "the one that the exercise names, so both sides never meet.",
                         ASKS_AND_PRINTS,
                         "Compare the number in the program with the exercise's. In C, "
                         "htons() has to be around it: without it the two bytes of the "
                         "number arrive in the wrong order."},
    [CODE_WRONG_ADDRESS] =
        {"The program dials an address where nobody answers, asks for a host name that "
         "does not exist, or listens where the other side can't reach it.",
         ASKS_AND_PRINTS,
         "The other side is on this computer: \"127.0.0.1\" or \"localhost\". A server "
         "binds to '' (every address) or to \"127.0.0.1\". A host name is a name alone, "
         "without http:// and without a path."},
    [CODE_WRONG_PROTOCOL] =
        {"TCP makes a connection, over which bytes go in order; UDP sends single "
         "datagrams. The program uses the one where the exercise asks for the other.",
         ASKS_AND_PRINTS,
         "SOCK_STREAM makes a TCP socket, SOCK_DGRAM one for UDP. With TCP a client "
         "calls "
         "connect() before it sends."},
    [CODE_WRONG_ROLE] =
        {"A client calls connect(); a server calls bind(), listen() and accept(). The "
         "program does what the other side should do, so both wait for a visitor, or "
         "both "
         "go visiting.",
         ASKS_AND_PRINTS,
         "Here the program is the client: connect() in place of bind(), "
         "listen() and accept()."},
    [CODE_WRONG_MESSAGE] =
        {"A message came, and it is not the one that was asked for. The report shows "
         "both, "
         "with a mark under the first difference, and names what the eye can't see.",
         ASKS_AND_PRINTS,
         "Send just the text of the exercise. Here str() of bytes has written b'...' "
         "around it: bytes go out as they are, text by its encode()."},
    [CODE_INCOMPLETE_MESSAGE] =
        {"The beginning of the message came, and it is right; then the program waits, or "
         "has closed. The rest was never sent.",
         ASKS_AND_PRINTS,
         "Compare the end of what came with the exercise's text. Use sendall() in "
         "Python: "
         "send() may take a part only. In C, count the bytes with strlen(), not with "
         "sizeof."},
    [CODE_EXTRA_DATA] =
        {"What was asked for came, and more behind or before it: a message sent twice, a "
         "greeting, bytes of the buffer that are not of the text.",
         ASKS_AND_PRINTS,
         "Take out what the exercise does not ask for. A message goes out once; in C it "
         "has "
         "as many bytes as strlen() says."},
    [CODE_OUT_OF_TURN] =
        {"A conversation has turns. The program sent its next message before it had "
         "received the one that it should wait for: it can't have reacted to that.",
         COUNTS, "Call recv() before the next send, and look at what it returned."},
    [CODE_BOTH_WAITING] =
        {"The program waits in recv() while the other side waits for the program: both "
         "would wait for ever (a deadlock). Either a send is missing or comes too late, "
         "or "
         "what was sent still lies in a buffer, or recv() is called once too often.",
         ASKS_AND_PRINTS,
         "Follow the conversation of the report line by line: whose turn is it? Send "
         "before the recv() in which the program waits. What goes through makefile() or "
         "a "
         "FILE needs a flush()."},
    [CODE_CLOSED_EARLY] =
        {"The program closed its connection, or ended, which closes it too, while the "
         "conversation still had something to come.",
         ASKS_AND_PRINTS,
         "Receive or send what is missing before close(), before the program's last "
         "line, "
         "and inside the with block. A server that answers many messages needs a loop."},
    [CODE_RESET] =
        {"The program closed a connection on which bytes lay that it had not received. "
         "TCP "
         "then does not close in good order but resets: whatever was still on its way is "
         "lost for both sides.",
         "It should receive a word and send \"doubled:\" and the word twice.",
         "Receive everything before close(): give recv() room for the whole message, "
         "such "
         "as recv(1024), and call it until all is there. And answer before you close."},
    [CODE_ONE_CLIENT] =
        {"The first client was served, the next one was not: accept() gives one client a "
         "call, and it was called once.",
         "It should listen on port 6100 and send \"hello\" to every client.",
         "Put accept(), and all that serves one client, into a loop (while True:), and "
         "close the connection at the end of each round, not the listening socket."},
    [CODE_NOT_PRINTED] =
        {"The conversation went well, but what should be printed was not "
         "in the program's output.",
         ASKS_AND_PRINTS,
         "Keep what recv() returns, and print it: print(data.decode())."},
    [CODE_PRINTED_EARLY] = {"The right text was printed, but before the other side had "
                            "sent it: so it stands "
                            "in the program, and is not what was received.",
                            ASKS_AND_PRINTS,
                            "Print what recv() returned, after it has returned."},
    [CODE_WRONG_OUTPUT] =
        {"Something was printed after the message had come, but not what "
         "the exercise asks for.",
         ASKS_AND_PRINTS,
         "Print what recv() returned, all of it, rather than what was "
         "sent or how long it was."},
    [CODE_KEPT_OPEN] =
        {"The exercise asks for the connection to be closed, and it is still open. "
         "Leaving "
         "a loop, saying goodbye, or closing the listening socket closes no connection.",
         "It should close the connection after the second \"exit\" in a row.",
         "Call close() on the connection, the socket that accept() returned."},
    [CODE_CRASHED] = {"The program was ended by an error that it did not catch, or by a "
                      "signal such as "
                      "a segmentation fault, before it was done.",
                      ASKS_AND_PRINTS,
                      "Read the last line of the error, and look at the line that is "
                      "named. Here a text "
                      "was to be sent, and sockets carry bytes: b\"How do you do?\"."},
    [CODE_EXITED_EARLY] =
        {"The program ended in good order, without an error, before it had done what was "
         "asked, or with another exit status than was asked for.",
         "It should end with exit status 1 unless it receives \"open\".",
         "Look at what the report says was still to come. An exit status is given by "
         "sys.exit(1), or by return 1 in C's main(); to print it is not enough."},
    [CODE_WANTS_INPUT] =
        {"The program waits for the keyboard, and in this exercise nobody types: the "
         "message comes over the connection, or is fixed.",
         ASKS_AND_PRINTS,
         "Put the text into the program in place of input(); what the other side says "
         "comes from recv()."},
    [CODE_TOO_SLOW] =
        {"The program was still asleep or computing when the time for this "
         "step was over: 10 seconds, unless the exercise says otherwise.",
         COUNTS,
         "Leave sleep() out: recv() and accept() wait by themselves, for just "
         "as long as it takes."},
    [CODE_SPINNING] =
        {"The program was busy all the time without a word: a loop that never ends. "
         "Often "
         "it asks again and again whether something has come, or does not notice that "
         "the "
         "other side has closed: then recv() returns nothing, at once, every time.",
         "It should receive until the other side has nothing more to say, then answer "
         "\"goodbye\".",
         "Leave the loop when recv() returns nothing: data = s.recv(1024), and if not "
         "data: break."},
    [CODE_TOO_MUCH] =
        {"The program went beyond a limit: memory, processes and threads, processor "
         "time, "
         "output, files. The message names it. A correct program for an exercise stays "
         "far "
         "below.",
         COUNTS,
         "Look for a loop that prints, opens, starts or keeps something each time "
         "around and never ends."},
    [CODE_FORBIDDEN] =
        {"The program ended over a system call that it is refused here, such as a raw "
         "socket or mounting a file system. No exercise needs one.",
         COUNTS, "Use an ordinary socket: SOCK_STREAM for TCP, SOCK_DGRAM for UDP."},
};

static const struct lesson_program programs[CODES] = {
#include "judge/lesson_programs.h" /* generated */
};

const struct lesson *lesson_of(enum code code)
{
    return &lessons[code];
}

const struct lesson_program *lesson_program(enum code code)
{
    return &programs[code];
}
