/* SPDX-License-Identifier: MIT */
#include "loopback.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <stdlib.h>

#include "play/names.h"

#define SPARE 64 /* bytes behind a reply that must stay as they are */

static bool alone;

static int setup(void **state)
{
    (void)state;
    alone = own_network();
    return 0;
}

/* A question as a resolver asks it; each label of the name has its length in front. */
static size_t ask(unsigned char *out, const char *name, int type)
{
    static const unsigned char head[NS_HFIXEDSZ] = {0xAB, 0xCD, 0x01, 0x00, 0, 1};
    size_t len = sizeof head;
    memcpy(out, head, len);
    for (const char *at = name; *at;) {
        size_t label = strcspn(at, ".");
        out[len++] = (unsigned char)label;
        memcpy(out + len, at, label);
        len += label;
        at += label + (at[label] == '.');
    }
    out[len++] = 0;
    ns_put16((unsigned)type, out + len);
    ns_put16(ns_c_in, out + len + 2);
    return len + NS_QFIXEDSZ;
}

struct answer {
    ns_msg message;
    ns_rr record;
    unsigned char bytes[1024];
};

/* Asks, and takes the reply apart with the resolver's own functions. */
static void hear(struct names *n, const char *name, int type, struct answer *out)
{
    unsigned char question[512];
    size_t len = ask(question, name, type);
    size_t got = names_reply(n, question, len, out->bytes, sizeof out->bytes);
    assert_true(got >= len);
    assert_int_equal(ns_initparse(out->bytes, (int)got, &out->message), 0);
    assert_int_equal(ns_msg_id(out->message), 0xABCD);
    assert_int_equal(ns_msg_getflag(out->message, ns_f_qr), 1);
    assert_int_equal(ns_msg_getflag(out->message, ns_f_aa), 1);
    assert_int_equal(ns_msg_getflag(out->message, ns_f_rd), 1);
    assert_int_equal(ns_msg_getflag(out->message, ns_f_ra), 1);
    assert_int_equal(ns_msg_getflag(out->message, ns_f_tc), 0);
    assert_int_equal(ns_msg_count(out->message, ns_s_qd), 1);
    if (ns_msg_count(out->message, ns_s_an))
        assert_int_equal(ns_parserr(&out->message, ns_s_an, 0, &out->record), 0);
}

static void every_name_has_an_address(void **state)
{
    (void)state;
    static const char *const names[] = {
        "example.com",
        "www.example.com",
        "a",
        "with-dash.org",
        "under_score.net",
        "x.y.z.very.long.name.of.a.host.that.nobody.has.registered.example"};
    struct names n = {.fd = -1, .every = true};
    struct answer first, again;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        hear(&n, names[i], ns_t_a, &first);
        assert_int_equal(ns_msg_count(first.message, ns_s_an), 1);
        assert_int_equal(ns_rr_type(first.record), ns_t_a);
        assert_int_equal(ns_rr_rdlen(first.record), 4);
        assert_string_equal(ns_rr_name(first.record), names[i]);
        assert_int_equal(ns_rr_rdata(first.record)[0], 198);
        assert_int_equal(ns_rr_rdata(first.record)[1] & 0xFE, 18);
        assert_string_equal(n.last_name, names[i]);
        hear(&n, names[i], ns_t_a, &again);
        assert_memory_equal(ns_rr_rdata(first.record), ns_rr_rdata(again.record), 4);
        hear(&n, names[i], ns_t_aaaa, &again);
        assert_int_equal(ns_rr_rdlen(again.record), 16);
        assert_memory_equal(ns_rr_rdata(again.record), "\x20\x01\x0d\xb8", 4);
    }
    hear(&n, "EXAMPLE.Com", ns_t_a, &first);
    hear(&n, "example.com", ns_t_a, &again);
    assert_memory_equal(ns_rr_rdata(first.record), ns_rr_rdata(again.record), 4);
    hear(&n, "example.org", ns_t_a, &again);
    assert_memory_not_equal(ns_rr_rdata(first.record), ns_rr_rdata(again.record), 4);
}

static void addresses_have_names(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"1.0.0.127.in-addr.arpa", "localhost"},
        {"1.0.0.127.IN-ADDR.ARPA", "localhost"},
        {"9.9.18.198.in-addr.arpa", "host.example"},
    };
    struct names n = {.fd = -1, .every = true};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct answer a;
        char name[NS_MAXDNAME];
        hear(&n, rows[i][0], ns_t_ptr, &a);
        assert_int_equal(ns_rr_type(a.record), ns_t_ptr);
        assert_true(ns_name_uncompress(a.bytes, ns_msg_end(a.message),
                                       ns_rr_rdata(a.record), name, sizeof name)
                    > 0);
        assert_string_equal(name, rows[i][1]);
    }
}

static void other_questions_have_no_answer(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int type, code;
    } rows[] = {
        {"example.com", ns_t_mx, ns_r_noerror},
        {"example.com", ns_t_txt, ns_r_noerror},
        {"example.com", 65, ns_r_noerror},
        {"http://example", ns_t_a, ns_r_nxdomain},
        {"with space.com", ns_t_a, ns_r_nxdomain},
        {"a/b", ns_t_a, ns_r_nxdomain},
        {"\xc3\xbc.de", ns_t_aaaa, ns_r_nxdomain},
    };
    struct names n = {.fd = -1, .every = true};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct answer a;
        hear(&n, rows[i].name, rows[i].type, &a);
        assert_int_equal(ns_msg_getflag(a.message, ns_f_rcode), rows[i].code);
        assert_int_equal(ns_msg_count(a.message, ns_s_an), 0);
    }
}

/* In a world without names of its own a look-up ends at once, with nothing. */
static void elsewhere_no_name_leads_anywhere(void **state)
{
    (void)state;
    static const int types[] = {ns_t_a, ns_t_aaaa, ns_t_ptr};
    struct names n = {.fd = -1};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct answer a;
        hear(&n, "1.0.0.127.in-addr.arpa", types[i], &a);
        assert_int_equal(ns_msg_getflag(a.message, ns_f_rcode), ns_r_nxdomain);
        assert_int_equal(ns_msg_count(a.message, ns_s_an), 0);
    }
}

/* Replies to an exact copy, into an exact room: a sanitizer sees one byte too far. */
static size_t reply_exactly(const unsigned char *question, size_t len, size_t room)
{
    struct names n = {.fd = -1, .every = true};
    unsigned char *copy = malloc(len ? len : 1), *reply = malloc(room + SPARE);
    memcpy(copy, question, len);
    memset(reply, 0x5A, room + SPARE);
    size_t got = names_reply(&n, copy, len, reply, room);
    assert_true(got <= room);
    for (size_t i = got; i < room + SPARE; i++)
        assert_int_equal(reply[i], 0x5A);
    free(copy);
    free(reply);
    return got;
}

static void hostile_messages_get_none(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
#define BYTES(text) {text, sizeof text - 1}
        BYTES(""),
        BYTES("\0"),
        BYTES("\xAB\xCD\x01\0\0\0\0\0\0\0\0\0"),              /* no question */
        BYTES("\xAB\xCD\x01\0\0\1\0\0\0\0\0\0"),              /* none follows */
        BYTES("\xAB\xCD\x81\0\0\1\0\0\0\0\0\0\1a\0\0\1\0\1"), /* a response */
        BYTES("\xAB\xCD\x01\0\0\2\0\0\0\0\0\0\1a\0\0\1\0\1\1b\0\0\1\0\1"), /* two */
        BYTES("\xAB\xCD\x01\0\xFF\xFF\0\0\0\0\0\0\1a\0\0\1\0\1"),          /* many */
        BYTES("\xAB\xCD\x01\0\0\1\xFF\xFF\0\0\0\0\1a\0\0\1\0\1"), /* answers that lack */
        BYTES("\xAB\xCD\x01\0\0\1\0\0\0\0\0\0\xC0\x0C\0\1\0\1"),  /* points to itself */
        BYTES("\xAB\xCD\x01\0\0\1\0\0\0\0\0\0\1a\xC0\x0C\0\1\0\1"), /* a loop */
        BYTES("\xAB\xCD\x01\0\0\1\0\0\0\0\0\0\xC0\xFF\0\1\0\1"),    /* beyond the end */
        BYTES("\xAB\xCD\x01\0\0\1\0\0\0\0\0\0\xC0\x07\0\1\0\1"),    /* into the header */
        BYTES("\xAB\xCD\x01\0\0\1\0\0\0\0\0\0\x3F"
              "abc"),                                          /* a label too long */
        BYTES("\xAB\xCD\x01\0\0\1\0\0\0\0\0\0\x80\0\0\1\0\1"), /* a reserved label */
        BYTES("\xAB\xCD\x01\0\0\1\0\0\0\0\0\0\1a\0\0\1\0"),    /* a byte short */
#undef BYTES
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reply_exactly((const unsigned char *)rows[i].bytes, rows[i].len, 512))
            fail_msg("row %zu got a reply", i);
}

static void truncated_questions_get_none(void **state)
{
    (void)state;
    unsigned char question[512];
    size_t len = ask(question, "www.example.com", ns_t_a);
    for (size_t n = 0; n < len; n++)
        assert_int_equal(reply_exactly(question, n, 512), 0);
    size_t whole = reply_exactly(question, len, 512);
    assert_true(whole > len);
    for (size_t room = 0; room < whole; room++)
        assert_int_equal(reply_exactly(question, len, room), 0);
    assert_int_equal(reply_exactly(question, len, whole), whole);
}

/* One wrong byte in every place, and what an EDNS resolver adds. */
static void damaged_questions_do_no_harm(void **state)
{
    (void)state;
    static const unsigned char edns[] = {0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0};
    unsigned char question[512];
    size_t len = ask(question, "www.example.com", ns_t_a);
    for (size_t i = 0; i < len; i++) {
        unsigned char was = question[i];
        for (int value = 0; value < 256; value++) {
            question[i] = (unsigned char)value;
            reply_exactly(question, len, 512);
        }
        question[i] = was;
    }
    memcpy(question + len, edns, sizeof edns);
    question[11] = 1;
    assert_true(reply_exactly(question, len + sizeof edns, 512) > len);
}

static void answers_over_the_network(void **state)
{
    (void)state;
    struct names n = {.fd = -1, .every = true}, second = {.fd = -1, .every = true};
    struct error err;
    unsigned char question[512], reply[512];
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(53),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(names_answer(&n), 0); /* closed */
    if (!alone)
        skip();
    assert_int_equal(names_open(&n, true, &err), 0);
    assert_int_equal(names_answer(&n), 0);
    assert_int_equal(names_open(&second, true, &err), -1);
    assert_non_null(strstr(err.text, "53"));
    assert_int_equal(second.fd, -1);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    size_t len = ask(question, "example.com", ns_t_a);
    assert_int_equal(send(fd, "rubbish", 7, 0), 7);
    assert_int_equal(send(fd, question, len, 0), len);
    assert_int_equal(send(fd, question, len, 0), len);
    int count = 0;
    EVENTUALLY((count += names_answer(&n)) >= 3);
    assert_int_equal(count, 3);
    for (int i = 0; i < 2; i++) {
        wait_for(fd, POLLIN);
        assert_int_equal(recv(fd, reply, sizeof reply, 0), len + 16);
    }
    assert_int_equal(recv(fd, reply, sizeof reply, MSG_DONTWAIT), -1);
    close(fd);
    names_close(&n);
    names_close(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_has_an_address),
        cmocka_unit_test(addresses_have_names),
        cmocka_unit_test(other_questions_have_no_answer),
        cmocka_unit_test(elsewhere_no_name_leads_anywhere),
        cmocka_unit_test(hostile_messages_get_none),
        cmocka_unit_test(truncated_questions_get_none),
        cmocka_unit_test(damaged_questions_do_no_harm),
        cmocka_unit_test(answers_over_the_network),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
