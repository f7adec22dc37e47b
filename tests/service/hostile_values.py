"""Values that programs and people should never send: the same ones each time."""
import itertools
import random

MARKUP = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "{{7*7}}", "{{{t.key}}}",
          "${7*7}", "javascript:alert(1)", "<!--", "]]>", "&lt;", "=cmd|' /C calc'!A0", "+1", "@SUM(1)", "\t=1"]
SQL = ["'", "''", "'; DROP TABLE repair; --", "' OR '1'='1", "\\'; --", "1; SELECT pg_sleep(5)", "$1", "\\x00", "%s%s%s%n",
       "') ON CONFLICT DO NOTHING; --", "NULL", "NaN", "Infinity", "-Infinity", "0x1F", "1e400", "9" * 40, "-0", "--1", "１２３"]
UNICODE = ["\u202e反转", "\u200b零宽", "\ufeff", "é" * 500, "👍" * 300, "\ud7ff", "\ue000", "ﷺ" * 50, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚", "\u0085", "\u2028",
           "ＡＢＣ", "Ⅷ", "\x7f", "\x01"]
SHAPES = [None, True, False, 0, -1, 1.5, 10 ** 18, [], {}, [[]], [None], {"a": {"b": []}}, "", " ", "\n", "无"]


def some():
    """What is tried with every change."""
    yield from MARKUP + SQL + UNICODE + SHAPES
    dice = random.Random(1)
    for _ in range(60):
        yield "".join(chr(dice.choice((dice.randrange(32, 127), dice.randrange(0x4e00, 0x9fff), dice.randrange(0xa0, 0x2fff))))
                      for _ in range(dice.randrange(1, 80)))


def types():
    scalars = [None, True, False, 0, -1, 1, 1.5, -0.0, 1e300, 2 ** 31 - 1, 2 ** 31, 2 ** 63 - 1, -2 ** 63, "", "a", "汉"]
    yield from scalars
    for inner in scalars:
        yield from ([inner], [inner, inner], {"a": inner}, {"": inner}, {"vin": inner}, [[inner]], [{"partsname": inner}])
    for depth in (2, 8, 20, 28):
        yield eval("[" * depth + "]" * depth)


def lengths():
    for sign in ("a", "0", "汉", "👍", "'", "<", " ", "\n", "é", "\\", '"', "%", "\u0301"):
        for n in (1, 2, 3, 16, 17, 18, 31, 63, 64, 65, 127, 199, 200, 201, 255, 256, 1000, 1999, 2000, 2001, 8191):
            yield sign * n


def numbers():
    for digits in ("0", "1", "7", "12345", "999999", "1000000", "2147483648", "9223372036854775808", "9" * 40, "1.5", "1.005",
                   ".5", "5.", "1e5", "1e400", "0x1F", "017", "1,234", "1 234", "1_000", "１２３", "٣", "½", "二", "五万"):
        for sign in ("", "-", "+", "--", "±", "~", "$", "¥"):
            yield from (sign + digits, sign + digits + "公里")
    for day in ("00000000", "99999999", "20240230", "20230229", "2024-13-01", "2024/1/1", "20240101T25:61:61", "0001-01-01",
                "2024年2月30日", "-20240101", "2024010", "202401011", "1704067200", "infinity", "today", "now()", "epoch"):
        yield day


def characters():
    odd = [*range(1, 32), *range(0x7f, 0xa1), 0xad, *range(0x200b, 0x2010), *range(0x2028, 0x2030), *range(0x2060, 0x206a),
           0xfeff, 0xfff9, 0xfffc, 0xfffd, 0xfffe, 0xffff, 0xe000, 0xf8ff, 0x1fffe, 0x1ffff, 0xe0001, 0xe0041, 0x10ffff, 0x0130,
           0x0131, 0x00df, 0x1e9e, 0x0410, 0x0412, 0x0421, 0x212a, 0x3000, 0xff21, 0x2160, 0x1d400, 0x0345, 0x0e33, 0x202f]
    for c in odd:
        yield from (chr(c), f"机{chr(c)}油", f"{chr(c)}机油{chr(c)}", f"LSVAA418{chr(c)}E2000001")


def markup():
    tags = ("<script>{}</script>", "<img src=x onerror={}>", "<svg/onload={}>", "<a href='javascript:{}'>x</a>", "<iframe src={}>",
            "\"><b onmouseover={}>", "' autofocus onfocus={} x='", "</td></tr><script>{}</script>", "</title><script>{}</script>",
            "<!--{}-->", "<![CDATA[{}]]>", "{{{{{}}}}}", "${{{}}}", "#{{{}}}", "<%= {} %>", "{{%{}%}}", "&#60;b&#62;{}", "\\u003cb\\u003e{}",
            "&lt;{}&gt;", "<style>*{{background:url({})}}</style>", "<meta http-equiv=refresh content='0;url={}'>")
    for tag, act in itertools.product(tags, ("alert(1)", "7*7", "alert`1`", "//evil.example", "{{t.key}}", "&quot;", "é", "一", "\t", "")):
        yield tag.format(act)


def statements():
    for before, attack, after in itertools.product(
            ("", "'", "''", "\"", "\\'", "')", "'))", "1", "$$", "E'\\''", "％27"),
            (" OR 1=1", " OR '1'='1", "; DROP TABLE repair", "; SELECT pg_sleep(9)", " UNION SELECT NULL,NULL", "||pg_sleep(9)",
             " AND 1=CAST(version() AS int)", "; COPY repair TO '/tmp/x'", " ORDER BY 99", "%s%n"),
            ("", "--", "/*", ";", " --\n")):
        yield before + attack + after


def formulas():
    for first, rest in itertools.product("=+-@\t\r|;,", ("1+1", "cmd|' /C calc'!A0", "SUM(1:1)", "HYPERLINK(\"http://evil.example\")",
                                                          "IMPORTXML(\"//evil\")", "DDE(\"a\",\"b\")", "1", "'")):
        yield from (first + rest, f'"{first}{rest}"')


def noise():
    dice = random.Random(2)
    ranges = ((32, 127), (0x4e00, 0x9fff), (0xa0, 0x2fff), (0x1f300, 0x1f6ff), (0xe000, 0xf8ff))
    for _ in range(300):
        yield "".join(chr(dice.randrange(*dice.choice(ranges))) for _ in range(dice.randrange(1, 80)))


def all_of_them():
    """Each once; more than two thousand."""
    found = {}
    for value in itertools.chain(some(), types(), lengths(), numbers(), characters(), markup(), statements(), formulas(), noise()):
        found.setdefault(repr(value), value)
    return list(found.values())
