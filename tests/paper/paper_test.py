#!/usr/bin/env python3
"""The certificate's paper as others see it: pdftotext, pdffonts, pdfinfo, qpdf, and zbarimg for the printed code.

    paper_test.py SAMPLE ROOT [word of a test...]
"""
import json, os, pathlib, re, resource, subprocess, sys, tempfile, unicodedata

SAMPLE, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
LANGUAGES = "en ru ar kk fr es".split()
NUMBER = "CAZFI-5UYXL-OP4AJ-DIVTQ"
# Nearly as long as a code may be: version 15 at level M.
CODE = "HTTPS://CHEDANG.EXAMPLE/C#" + ("2KCE3IVEPDKQ7WJZ6NRF4HTYBMLA5XGUO" * 17)[:555]
WORDS = {lang: json.loads((ROOT / f"templates/certificate.{lang}.json").read_text()) for lang in ["zh", *LANGUAGES]}
WORK = pathlib.Path(tempfile.mkdtemp(prefix="chedang-paper-"))
CREDENTIAL = WORK / "credential.json"
CREDENTIAL.write_text(json.dumps({"credential": {"kind": "stream endobj /EmbeddedFile", "n": list(range(900))}}))
drawn = {}


def run(*command, **how):
    return subprocess.run([str(c) for c in command], capture_output=True, check=True, **how).stdout


def paper(language, case, code=CODE):
    """The path of the paper; its processor time, first and again, in milliseconds."""
    if (language, case, code) not in drawn:
        path = WORK / f"{language}-{case}-{len(drawn)}.pdf"
        # To look up each leak that a library is known for takes half a second: for one case of each language.
        leaks = {} if case == "7" else {"ASAN_OPTIONS": "detect_leaks=0"}
        done = subprocess.run([SAMPLE, "draw", language, case, code, CREDENTIAL], capture_output=True, env=os.environ | leaks)
        assert done.returncode == 0, done.stderr.decode()
        path.write_bytes(done.stdout)
        times = [float(line.split()[0]) for line in done.stderr.decode().split("\n") if line.endswith(" ms")]
        drawn[language, case, code] = path, times
    return drawn[language, case, code][0]


def plain(text):
    """Without what only sets it: forms of Arabic letters, marks of direction, blanks."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+", "", text)


def text(path):
    return plain(run("pdftotext", "-enc", "UTF-8", "-layout", path, "-").decode())


def info(path):
    return dict(re.split(r":\s+", line, maxsplit=1) for line in run("pdfinfo", path).decode().splitlines()
                if re.search(r":\s+", line))


def test_it_has_one_to_three_pages():
    for language in LANGUAGES:
        for case in ["0", "1", "7", "80", "500", "dense", "long"]:
            pages = int(info(paper(language, case))["Pages"])
            assert 1 <= pages <= 3, (language, case, pages)


def stands_in(word, seen):
    """pdftotext takes the two letters of a lam-alef, which are one glyph, the other way round."""
    word = plain(word)
    return word in seen or re.sub("ل([اأإآ])", r"\1ل", word) in seen


def test_its_text_is_text_in_every_language():
    for language in LANGUAGES:
        seen = text(paper(language, "7"))
        for group, code in [("label", "make"), ("label", "issuer"), ("heading", "coverage"), ("signal", "flood"), ("region", "44")]:
            for words in WORDS["zh"], WORDS[language]:
                assert stands_in(words[group][code], seen), (language, group, code)
        for fact in ["LSVAU2180N2183294", NUMBER, "FAW-Volkswagen", "2027-01-27", "chedang.example/verify", "2026-11-28"]:
            assert fact in seen, (language, fact)


def test_a_vehicle_without_a_record_is_said_to_have_none():
    for language in LANGUAGES:
        seen = text(paper(language, "0"))
        assert plain(WORDS["zh"]["no_record"]["title"]) in seen
        assert stands_in(WORDS[language]["no_record"]["title"], seen), language


def test_what_looks_like_markup_is_text():
    assert "<b>&amp;</b>" in text(paper("en", "long"))


def test_a_shortened_table_says_so():
    seen = text(paper("en", "500"))
    assert "96of500readingsareshown" in seen, seen[-2000:]
    assert "readingsareshown" not in text(paper("en", "80"))


def test_all_fonts_are_embedded_in_part():
    for language in LANGUAGES:
        for line in run("pdffonts", paper(language, "dense")).decode().splitlines()[2:]:
            embedded, subset, to_unicode = line.split()[-5:-2]
            assert (embedded, subset, to_unicode) == ("yes", "yes", "yes"), line


def test_it_says_what_it_is():
    for language in LANGUAGES:
        path = paper(language, "7")
        title = info(path)["Title"]
        assert WORDS["zh"]["paper"]["title"] in title and WORDS[language]["paper"]["title"] in title and NUMBER in title
        assert f"/Lang ({language})".encode() in path.read_bytes()
        assert info(path)["Page size"].endswith("(A4)")


def test_it_is_sound():
    for language in LANGUAGES:
        run("qpdf", "--check", paper(language, "dense"))  # exits with 3 for a warning


def test_the_same_certificate_gives_the_same_bytes():
    again = subprocess.run([SAMPLE, "draw", "ru", "80", CODE, CREDENTIAL], capture_output=True).stdout
    assert again == paper("ru", "80").read_bytes()


def test_the_credential_comes_out_as_it_was_put_in():
    path = paper("en", "7")
    assert run("qpdf", f"--show-attachment=chedang-{NUMBER}.json", path) == CREDENTIAL.read_bytes()
    saved = WORK / "saved.pdf"
    for how in [["--qdf"], ["--object-streams=generate"], ["--linearize"], ["--stream-data=compress", "--recompress-flate"],
                ["--stream-data=uncompress"]]:
        run("qpdf", *how, path, saved)
        for one in path, saved:
            assert run(SAMPLE, "extract", input=one.read_bytes()) == CREDENTIAL.read_bytes(), how


def test_the_code_is_large_enough_and_on_whole_dots():
    """It alone is black: what is printed with ink of its own is a little lighter."""
    for code in [CODE, CODE[:300], CODE[:80]]:
        page = run("pdftoppm", "-r", "300", "-gray", "-f", "1", "-l", "1", paper("en", "7", code))
        width, height = map(int, page.split(b"\n", 2)[1].split())
        rows = [page[-width * (height - y):][:width] for y in range(height)]
        dark = [(y, row.find(0), row.rfind(0)) for y, row in enumerate(rows) if 0 in row]
        left, right = min(x for _, x, _ in dark), max(x for _, _, x in dark)
        assert dark[-1][0] - dark[0][0] == right - left, "a square"
        assert (right - left + 1) / 300 * 25.4 >= 35
        # cairo places in 256ths of a point, so an edge may be a shade.
        assert all(b == 0 or b > 160 for y, _, _ in dark for b in rows[y][left:right + 1]), "no dot is half dark"


def read_code(picture, how, code=CODE):
    seen = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", "-"], input=picture, capture_output=True)
    assert seen.stdout.decode().strip() == code, how


def test_the_code_reads_from_the_page():
    for language in LANGUAGES:
        read_code(run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", paper(language, "80")), language)
    short = "HTTPS://CHEDANG.EXAMPLE/C#2KCE3IVE"
    read_code(run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", paper("en", "7", short)), "short", short)


def test_the_code_survives_printing_and_photographing():
    page = run("pdftoppm", "-r", "300", "-png", "-f", "1", "-l", "1", "-x", "1690", "-y", "440", "-W", "620", "-H", "760", paper("en", "7"))
    ways = {
        "printed at 25 mm, seen at 300 dpi": ["-resize", "68%"],
        "blurred": ["-blur", "0x1.6"],
        "dirty": ["-attenuate", "0.5", "+noise", "Gaussian", "-fill", "black", "-draw", "circle 300,330 308,330"],
        "pale": ["-level", "0%,100%", "+level", "45%,80%"],
        "turned": ["-background", "white", "-rotate", "17"],
        "from the side": ["-virtual-pixel", "white", "-distort", "Perspective", "0,0 40,30  620,0 580,0  620,760 600,700  0,760 10,740"],
        "a photo of a screen": ["-resize", "140%", "-attenuate", "0.3", "+noise", "Poisson", "-blur", "0x1.2", "-quality", "60"],
    }
    for how, options in ways.items():
        read_code(run("convert", "png:-", *options, "png:-", input=page), how)


def test_a_full_disk_does_not_matter():
    """Nothing is written while it is drawn: no file of this process may hold a byte, and it has no folder for any."""
    full = subprocess.run([SAMPLE, "draw", "ru", "80", CODE, CREDENTIAL], capture_output=True,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
                          env={**os.environ, "HOME": "/nowhere", "TMPDIR": "/nowhere", "XDG_CACHE_HOME": "/nowhere"})
    assert full.returncode == 0, full.stderr
    assert full.stdout == paper("ru", "80").read_bytes()


def test_a_code_that_is_too_long_makes_no_paper():
    done = subprocess.run([SAMPLE, "draw", "en", "7", "HTTPS://X/C#" + "A" * 900, CREDENTIAL], capture_output=True)
    assert done.returncode == 1 and done.stdout == b""


def main():
    wanted, failed = sys.argv[3:], 0
    for name, test in list(globals().items()):
        if name.startswith("test_") and (not wanted or any(word in name for word in wanted)):
            try:
                test()
                print("ok   ", name)
            except (AssertionError, subprocess.CalledProcessError) as wrong:
                failed += 1
                print("WRONG", name, wrong, getattr(wrong, "stderr", b""))
    times = [time for _, time in drawn.values()]
    print(f"processor time of a paper: first at most {max(t[0] for t in times):.0f} ms, then at most {max(t[1] for t in times):.0f} ms")
    if not failed:
        subprocess.run(["rm", "-r", WORK])
    sys.exit(failed)


main()
