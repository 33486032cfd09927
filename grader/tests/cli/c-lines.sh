# Lines of C programs that are told, and those that are not because several could be meant
# or because nothing went wrong there.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

program() { # FILE: a client's C source, with BODY in main(), once connected as fd
    cat >"$1" <<END
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>
int *volatile null;
static int fd;
static void *hear(void *arg)
{
    char byte;
    recv(fd, &byte, 1, 0);
    return arg;
}
static void leave(int number)
{
    _exit(number);
}
int main(void)
{
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(5678)};
    pthread_t thread;
    fd = socket(AF_INET, SOCK_STREAM, 0);
    addr.sin_addr.s_addr = inet_addr("127.0.0.1");
    connect(fd, (struct sockaddr *)&addr, sizeof addr);
    (void)thread, (void)hear, (void)leave;
$2
}
END
}
fails() { # FILE BODY CODE
    program "$1" "$2"
    run check connect-2 "$1" --format json
    has_status 1
    is_silent
    says "\"code\": \"$3\""
}

# --- the line is told ------------------------------------------------------------------------

fails one.c '    hear(NULL);' both-waiting
says 'one.c line 14 waits in recv()'
fails joined.c '    pthread_create(&thread, NULL, hear, NULL);
    pthread_join(thread, NULL);' both-waiting
says 'joined.c line 14 waits in recv()'
fails null.c '    *null = 1;' crashed
says 'in line 29 of null.c: segmentation fault: it used a pointer that is NULL.'
fails copied.c '    memcpy(null, "abc", strlen("abc") + (size_t)fd);' crashed
says 'in line 29 of copied.c: segmentation fault'
fails called.c '    ((void (*)(void))null)();' crashed
says 'in line 29 of called.c: segmentation fault: it called a function through a pointer'
fails aborted.c '    abort();' crashed
says 'in line 29 of aborted.c: abort() was called'

# --- and none where it could be several -----------------------------------------------------

fails two.c '    pthread_create(&thread, NULL, hear, NULL);
    hear(NULL);' both-waiting
says_not 'two.c line'

# --- or where no signal ended it --------------------------------------------------------------

fails handled.c '    signal(SIGSEGV, leave);
    *null = 1;' closed-early
says_not 'handled.c line'
says_not 'crashed'
fails pretended.c '    char nothing[2000] = "";
    for (int i = 0; i < 100; i++)
        prctl(0x736F636B, 11, nothing, nothing, 0);' closed-early
says_not 'pretended.c line'
says_not 'crashed'
fails pretended-and-killed.c '    char nothing[2000] = "";
    prctl(0x736F636B, 9, nothing, nothing, 0);
    raise(SIGKILL);' crashed
says_not 'pretended-and-killed.c line'
says 'ended by signal 9'

# --- and whatever its debug information says, it gets its verdict ----------------------------

fails rubbish.c '    __asm__(".pushsection .debug_info\n.fill 5000,1,0xff\n.popsection");
    __asm__(".pushsection .debug_abbrev\n.fill 5000,1,0x83\n.popsection");
    *null = 1;' crashed
says 'segmentation fault: it used a pointer that is NULL'
fails moved.c '#line 2000000000 "moved.c"
    *null = 1;' crashed
says 'segmentation fault: it used a pointer that is NULL'

finish
