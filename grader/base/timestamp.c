/* SPDX-License-Identifier: MIT */
#include "base/timestamp.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

#define MS_PER_S 1000
#define MS_PER_MINUTE ((int64_t)60 * MS_PER_S)
#define MS_PER_DAY (24 * 60 * MS_PER_MINUTE)

/* Days since 1970 of a date of the Gregorian calendar. Years are counted from March, so that
 * the leap day is the last of its year. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t days_in(int64_t year, int64_t month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Just so many digits, of a number from low to high. */
static bool number(const char **at, int digits, int64_t low, int64_t high, int64_t *out)
{
    *out = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        *out = *out * 10 + (**at - '0');
    }
    return *out >= low && *out <= high;
}

static bool letter(const char **at, const char *any_of)
{
    if (!**at || !strchr(any_of, **at))
        return false;
    (*at)++;
    return true;
}

static bool date(const char **at, int64_t *days)
{
    int64_t year, month, day;
    if (!number(at, 4, 1970, 9999, &year) || !letter(at, "-")
        || !number(at, 2, 1, 12, &month) || !letter(at, "-")
        || !number(at, 2, 1, days_in(year, month), &day))
        return false;
    *days = days_of(year, month, day);
    return true;
}

static bool fraction(const char **at, int64_t *ms)
{
    int64_t digit, unit = 100;
    *ms = 0;
    if (!number(at, 1, 0, 9, &digit))
        return false;
    for (;; unit /= 10) {
        *ms += digit * unit;
        if (**at < '0' || **at > '9')
            return true;
        number(at, 1, 0, 9, &digit);
    }
}

static bool time_of_day(const char **at, int64_t *ms)
{
    int64_t hour, minute, second = 0, part = 0;
    if (!number(at, 2, 0, 23, &hour) || !letter(at, ":")
        || !number(at, 2, 0, 59, &minute))
        return false;
    if (letter(at, ":")) {
        if (!number(at, 2, 0, 60, &second)) /* 60: a leap second */
            return false;
        if (letter(at, ".,") && !fraction(at, &part))
            return false;
    }
    *ms = (hour * 60 + minute) * MS_PER_MINUTE + second * MS_PER_S + part;
    return true;
}

static bool distance(const char **at, int64_t *ms)
{
    int64_t hours, minutes = 0;
    *ms = 0;
    if (letter(at, "Zz"))
        return true;
    int64_t sign = **at == '-' ? -1 : 1;
    if (!letter(at, "+-") || !number(at, 2, 0, 23, &hours))
        return false;
    letter(at, ":");
    if (**at && !number(at, 2, 0, 59, &minutes))
        return false;
    *ms = sign * (hours * 60 + minutes) * MS_PER_MINUTE;
    return true;
}

int timestamp_parse(const char *text, int64_t *out_ms)
{
    int64_t days, ms, ahead;
    if (!date(&text, &days) || !letter(&text, "Tt ") || !time_of_day(&text, &ms))
        return -1;
    letter(&text, " ");
    if (!distance(&text, &ahead) || *text)
        return -1;
    *out_ms = days * MS_PER_DAY + ms - ahead;
    return 0;
}

void timestamp_write(int64_t ms, struct buf *out)
{
    char text[40];
    struct tm parts;
    time_t seconds = (time_t)(ms / MS_PER_S);
    if (!gmtime_r(&seconds, &parts)
        || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts))
        return;
    buf_puts(out, text);
}
