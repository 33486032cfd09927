/* SPDX-License-Identifier: MIT */
#include "run/language.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/bytes.h"
#include "run/beacon.h"
#include "run/elf.h"
#include "run/rustup.h"
#include "run/stage.h"

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct language languages[] = {
    {
        .name = "python",
        .title = "Python",
        .extensions = LIST(".py"),
        .tools = LIST("python3", "python"),
        .package = "python3",
        .comment = "#",
        .interpreted = true,
        .env = LIST("PYTHONDONTWRITEBYTECODE=1", "PYTHONFAULTHANDLER=1",
                    "PYTHONNOUSERSITE=1"),
        .where_signal = SIGABRT,
        .crash = trace_python_crash,
        .waits = trace_python_waits,
        .refusal = trace_python_refusal,
    },
    {
        .name = "c",
        .title = "C",
        .extensions = LIST(".c"),
        .tools = LIST("gcc", "clang", "cc"),
        .package = "gcc",
        .comment = "//",
        .together = true,
        .build = LIST("-std=gnu17", "-g", "-O0", "-pthread", "-o", "@program", "@source",
                      "-x", "assembler", "-", "-lm"),
        .build_input = beacon_source,
        .traced = true,
        .etc = LIST("/etc/ld.so.conf", "/etc/ld.so.conf.d"),
        .aborted = trace_c_aborted,
        .build_error = trace_c_build,
    },
    {
        .name = "c++",
        .title = "C++",
        .extensions = LIST(".cpp", ".cc", ".cxx"),
        .tools = LIST("g++", "clang++", "c++"),
        .package = "g++",
        .comment = "//",
        .together = true,
        .build = LIST("-std=gnu++17", "-g", "-O0", "-pthread", "-o", "@program",
                      "@source", "-x", "assembler", "-"),
        .build_input = beacon_source,
        .traced = true,
        .etc = LIST("/etc/ld.so.conf", "/etc/ld.so.conf.d"),
        .aborted = trace_c_aborted,
        .build_error = trace_c_build,
    },
    {
        .name = "java",
        .title = "Java",
        .extensions = LIST(".java"),
        .tools = LIST("javac"),
        .package = "default-jdk-headless",
        .comment = "//",
        .together = true,
        .build = LIST("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-J-Xshare:auto",
                      "-encoding", "UTF-8", "-g", "-proc:none", "-nowarn", "-d",
                      "@program", "@source"),
        .pack = jar_pack,
        .runner = "java",
        /* Its programs are short: they end before a second compiler is worth its start. */
        .options =
            LIST("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-jar"),
        .etc = LIST("/etc/java", "/etc/java-11-openjdk", "/etc/java-17-openjdk",
                    "/etc/java-21-openjdk", "/etc/java-25-openjdk"),
        .managed = true,
        .where_signal = SIGQUIT,
        .end_signal = SIGTERM,
        .limits = {{[LIMIT_MEMORY] = INT64_C(1) << 30, [LIMIT_PROCESSES] = 256}},
        .crash = trace_java_crash,
        .waits = trace_java_waits,
        .build_error = trace_java_build,
    },
    {
        .name = "javascript",
        .title = "JavaScript",
        .extensions = LIST(".js", ".mjs", ".cjs"),
        .tools = LIST("node", "nodejs"),
        .package = "nodejs",
        .comment = "//",
        .managed = true,
        .interpreted = true,
        .event_loop = true,
        .env = LIST("NODE_NO_WARNINGS=1"),
        .limits = {{[LIMIT_MEMORY] = INT64_C(1) << 30, [LIMIT_PROCESSES] = 256}},
        .crash = trace_javascript_crash,
        .refusal = trace_javascript_refusal,
    },
    {
        .name = "go",
        .title = "Go",
        .extensions = LIST(".go"),
        .tools = LIST("go"),
        .version_option = "version",
        .package = "golang-go",
        .comment = "//",
        .together = true,
        .build = LIST("build", "-o", "@program", "@source"),
        .build_env = LIST("GO111MODULE=off", "GOFLAGS=-p=2", "GOTELEMETRY=off",
                          "GOTOOLCHAIN=local"),
        .managed = true,
        .where_signal = SIGQUIT,
        .limits = {{[LIMIT_MEMORY] = INT64_C(1) << 30, [LIMIT_PROCESSES] = 256}},
        .crash = trace_go_crash,
        .waits = trace_go_waits,
        .build_error = trace_go_build,
    },
    {
        .name = "rust",
        .title = "Rust",
        .extensions = LIST(".rs"),
        .tools = LIST("rustc"),
        .package = "rustc",
        .comment = "//",
        .build = LIST("--edition=2021", "--crate-name=program", "--crate-type=bin", "-g",
                      "-o", "@program", "@source"),
        .traced = true,
        .etc = LIST("/etc/ld.so.conf", "/etc/ld.so.conf.d"),
        .crash = trace_rust_crash,
        .build_error = trace_rust_build,
    },
    {
        .name = "ruby",
        .title = "Ruby",
        .extensions = LIST(".rb"),
        .tools = LIST("ruby"),
        .package = "ruby",
        .comment = "#",
        .managed = true,
        .interpreted = true,
        .alone = true,
        .where_signal = SIGINT,
        .crash = trace_ruby_crash,
        .waits = trace_ruby_waits,
        .refusal = trace_ruby_refusal,
    },
    {
        .name = "perl",
        .title = "Perl",
        .extensions = LIST(".pl", ".perl"),
        .tools = LIST("perl"),
        .package = "perl",
        .comment = "#",
        .interpreted = true,
        .crash = trace_perl_crash,
        .refusal = trace_perl_refusal,
    },
    {
        .name = "sh",
        .title = "shell script",
        .extensions = LIST(".sh"),
        .tools = LIST("sh", "dash"),
        .version_option = "-n",
        .package = "dash",
        .comment = "#",
        .interpreted = true,
        .any_shebang = true,
        .crash = trace_shell_crash,
        .refusal = trace_shell_refusal,
    },
    {
        .name = "bash",
        .title = "Bash script",
        .extensions = LIST(".bash"),
        .tools = LIST("bash"),
        .package = "bash",
        .comment = "#",
        .interpreted = true,
        .any_shebang = true,
        .crash = trace_shell_crash,
        .refusal = trace_shell_refusal,
    },
    {
        .name = "script",
        .title = "a script that names its interpreter",
        .extensions = LIST(""),
        .limits = {{[LIMIT_MEMORY] = INT64_C(1) << 30, [LIMIT_PROCESSES] = 256}},
    },
    {
        .name = "executable",
        .title = "a compiled program",
        .extensions = LIST(""),
        /* Its runtime may be any: Go's has threads for every processor. */
        .limits = {{[LIMIT_MEMORY] = INT64_C(1) << 30, [LIMIT_PROCESSES] = 256}},
    },
};
#define LANGUAGES (sizeof languages / sizeof *languages)

const struct language *language_executable(void)
{
    return &languages[LANGUAGES - 1];
}

const struct language *language_script(void)
{
    return &languages[LANGUAGES - 2];
}

const struct language *language_at(size_t index)
{
    return index < LANGUAGES ? &languages[index] : NULL;
}

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return b && a > b && strcmp(text + a - b, end) == 0;
}

static const struct language *by_extension(const char *path)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        for (const char *const *e = languages[i].extensions; *e; e++)
            if (ends_with(path, *e))
                return &languages[i];
    return NULL;
}

/* The next word of the first line; its length, 0: there is none. */
static size_t next_word(const char **at, const char *end)
{
    while (*at < end && (**at == ' ' || **at == '\t'))
        (*at)++;
    const char *stop = *at;
    while (stop < end && !strchr(" \t\r", *stop))
        stop++;
    return (size_t)(stop - *at);
}

bool language_interpreter(const char *head, size_t len, char *out, size_t size)
{
    const char *end = memchr(head, '\n', len), *at = head + 2;
    bool by_env = false;
    out[0] = '\0';
    if (len < 3 || memcmp(head, "#!", 2) != 0)
        return false;
    end = end ? end : head + len;
    for (size_t n; (n = next_word(&at, end)); at += n) {
        snprintf(out, size, "%.*s", (int)n, at);
        bool option = by_env && (out[0] == '-' || strchr(out, '='));
        bool env = n >= 4 && memcmp(at + n - 4, "/env", 4) == 0;
        by_env |= env;
        if (!env && !option)
            return true;
    }
    out[0] = '\0';
    return false;
}

/* "python" of "/usr/bin/python3.11". */
static bool is_tool(const char *path, const char *tool)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t len = strlen(name), bare = len;
    while (bare && strchr("0123456789.", name[bare - 1]))
        bare--;
    return strcmp(name, tool) == 0
           || (strlen(tool) == bare && !strncmp(name, tool, bare));
}

static const struct language *by_interpreter(const char *interpreter)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        for (const char *const *t = languages[i].tools; languages[i].interpreted && *t;
             t++)
            if (is_tool(interpreter, *t))
                return &languages[i];
    return language_script();
}

const struct language *language_of(const char *path, const char *head, size_t len)
{
    char interpreter[PATH_MAX];
    if (elf_begins(head, len))
        return &languages[LANGUAGES - 1];
    const struct language *l = by_extension(path);
    if ((!l || l->any_shebang)
        && language_interpreter(head, len, interpreter, sizeof interpreter))
        return by_interpreter(interpreter);
    return l;
}

/* Whether the user that programs run as gets at the path: as root we see more than it does. */
static bool reachable(const char *path)
{
    char real[PATH_MAX];
    if (!realpath(path, real))
        return false;
    if (geteuid() != 0)
        return access(real, X_OK) == 0;
    struct stat info;
    for (char *slash = strchr(real + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool open = stat(real, &info) == 0 && (info.st_mode & S_IXOTH);
        *slash = '/';
        if (!open)
            return false;
    }
    return stat(real, &info) == 0 && (info.st_mode & S_IXOTH) && (info.st_mode & S_IROTH);
}

static bool is_program(const char *path)
{
    char head[4];
    if (!reachable(path))
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);
    if (fd >= 0)
        close(fd);
    return n == sizeof head && elf_begins(head, sizeof head);
}

bool language_find_program(const char *name, char *out, size_t size)
{
    const char *search = getenv("PATH");
    if (!search || !*search)
        search = "/usr/local/bin:/usr/bin:/bin";
    for (const char *at = search; *at;) {
        size_t len = strcspn(at, ":");
        if (len && at[0] == '/') {
            snprintf(out, size, "%.*s/%s", (int)len, at, name);
            if (is_program(out) && rustup_resolve(out, size))
                return true;
        }
        at += len + (at[len] == ':');
    }
    out[0] = '\0';
    return false;
}

/* What was found last: of a course's programs most want the same. */
static struct {
    const struct language *language; /* NULL: nothing yet */
    char *search, *path;
} last;

static const char *search_path(void)
{
    const char *search = getenv("PATH");
    return search ? search : "";
}

static bool is_last(const struct language *l)
{
    return last.language == l && strcmp(last.search, search_path()) == 0
           && access(last.path, X_OK) == 0;
}

static void remember(const struct language *l, const char *path)
{
    free(last.search);
    free(last.path);
    last.search = mem_text(search_path());
    last.path = mem_text(path);
    last.language = l;
}

bool language_find_tool(const struct language *l, char *out, size_t size)
{
    if (is_last(l)) {
        snprintf(out, size, "%s", last.path);
        return true;
    }
    out[0] = '\0';
    for (const char *const *tool = l->tools; tool && *tool; tool++)
        if (language_find_program(*tool, out, size)) {
            remember(l, out);
            return true;
        }
    return false;
}

bool language_find_runner(const struct language *l, const char *tool, char *out,
                          size_t size)
{
    char real[PATH_MAX];
    out[0] = '\0';
    if (!l->interpreted && !l->runner)
        return true;
    if (l->interpreted) {
        snprintf(out, size, "%s", tool);
        return true;
    }
    char *slash = realpath(tool, real) ? strrchr(real, '/') : NULL;
    if (!slash)
        return false;
    *slash = '\0';
    char *path = mem_printf("%s/%s", real, l->runner);
    snprintf(out, size, "%s", path);
    free(path);
    if (is_program(out))
        return true;
    out[0] = '\0';
    return false;
}
