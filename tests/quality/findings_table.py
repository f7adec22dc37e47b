"""findings: false alarms on clean vehicles, and how many of each injected fault are found."""

import datetime
import os
import pathlib
import random
import subprocess

# The generator knows nothing of the rules but what a fault is; that the two agree is what is measured.
PROGRAM = pathlib.Path(os.environ.get("CHEDANG_BUILD", pathlib.Path(__file__).parents[2] / "build-test")) / "tests/quality/findings"
CLEAN, FAULTY = 3000, 200
BEGIN, END = datetime.date(2018, 1, 1), datetime.date(2026, 6, 30)
CITIES = ["3101", "3201", "3205", "3301", "3302", "1101", "1201", "3701", "4101", "4201", "4401", "4403", "5101", "5001", "6101", "2101", "2301", "3501", "4301", "5301"]
FAR = {("3101", "1101"), ("3101", "4401"), ("3101", "5101"), ("3205", "2301"), ("3301", "1101"), ("4403", "1101"), ("4401", "6101"), ("5101", "2101")}
WORN = ["oil,filters", "maintenance,oil", "brakes", "tyres", "oil,filters,brakes", "fluids,brakes", "wipers", "air_conditioning", "battery_12v"]
CRASH = ["body,paint", "paint", "lights,body", "glass", "structure,body,paint"]


class Visit:
    def __init__(self, day, minute, workshop, city, km, works, fuel, plate):
        self.day, self.minute, self.workshop, self.city, self.km = day, minute, workshop, city, km
        self.works, self.fuel, self.plate, self.elsewhere = works, fuel, plate, 0

    def copy(self, **changed):
        other = Visit(self.day, self.minute, self.workshop, self.city, self.km, self.works, self.fuel, self.plate)
        other.elsewhere = self.elsewhere
        other.__dict__.update(changed)
        return other

    def line(self):
        return f"{self.day}|{self.minute}|{self.workshop}|{self.city}01|{self.km}|{self.works}|{self.fuel}|{self.plate}|{self.elsewhere}"


RATES = {"family": (25, 9), "commuter": (55, 15), "sales": (140, 40), "taxi": (330, 60), "coach": (420, 90), "standing": (0.7, 0.4), "summer": (40, 15)}


def driven(dice, kind, day, days):
    """Kilometres in so many days: more or less of what is usual, none of a summer car's in winter, and now and then a journey."""
    rate = max(0.1, dice.gauss(*RATES[kind]))
    if kind == "summer" and not 4 <= day.month <= 10:
        rate /= 50
    journey = dice.uniform(400, 1100) * min(days, 3) if kind not in ("taxi", "coach", "standing") and dice.random() < 0.12 else 0
    return rate * days + journey


def read(dice, km):
    """As people write a reading down: mostly to the kilometre, some to the ten or the hundred, some not at all."""
    if dice.random() < 0.06:
        return -1
    unit = dice.choices([1, 10, 100], [80, 14, 6])[0]
    return max(1, round(km / unit) * unit)


def vehicle(dice):
    kind = dice.choices(list(RATES), [45, 28, 8, 9, 3, 3, 4])[0]
    day, home = BEGIN + datetime.timedelta(days=dice.randrange(1500)), dice.choice(CITIES)
    shops = [(dice.randrange(1, 900), home) for _ in range(dice.choice([1, 1, 2, 2, 3, 4]))]
    fuel, km, plate = dice.choice("AAAAAABBCCO "), dice.uniform(5, 60), f"p{dice.randrange(10**9)}"
    sold, visits = day + datetime.timedelta(days=dice.randrange(400, 6000)), []
    while len(visits) < 60:
        crash = dice.random() < 0.12
        wanted = (9000 if kind in ("taxi", "coach", "sales") else 6500) * dice.uniform(0.8, 1.6) * (dice.random() if crash else 1)
        days = max(2, min(400, round(wanted / RATES[kind][0])))
        km += driven(dice, kind, day, days)
        if dice.random() < 0.03:
            days += dice.randrange(60, 300)  # laid up
        day += datetime.timedelta(days=days)
        if day > END:
            break
        if day > sold:
            plate, sold = f"q{dice.randrange(10**9)}", END
            if dice.random() < 0.5:
                home = dice.choice(CITIES)
                shops = [(dice.randrange(1, 900), home) for _ in range(2)]
        workshop, city = dice.choice(shops)
        if crash and days > 5 and dice.random() < 0.1:
            workshop, city = dice.randrange(1, 900), dice.choice(CITIES)
        minute = dice.randrange(480, 1080) if dice.random() < 0.6 else 0
        visits.append(Visit(day, minute, workshop, city, read(dice, km), dice.choice(CRASH if crash else WORN), fuel, plate))
        if dice.random() < 0.04:  # a second order of the same day
            visits.append(visits[-1].copy(works=dice.choice(CRASH), minute=0))
    return visits


def inside(dice, visits, last=False):
    """One visit with readings on both sides."""
    known = [i for i, v in enumerate(visits) if v.km > 0]
    middle = [i for a, i, b in zip(known, known[1:], known[2:]) if visits[a].km + 300 < visits[i].km < visits[b].km - 300]
    return dice.choice(middle) if middle else None


def misread(change):
    def fault(dice, visits):
        at = inside(dice, visits)
        if at is None:
            return None
        known = [v.km for v in visits if v.km > 0]
        km, place = change(dice, visits[at].km), known.index(visits[at].km)
        # What still lies between its neighbours nobody can tell.
        if km is None or not 0 < km <= 999999 or known[place - 1] - 150 <= km <= known[place + 1] + 150:
            return None
        visits[at].km = km
        return {at}
    return fault


def swap(dice, km):
    digits = list(str(km))
    at = dice.randrange(len(digits) - 1)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return None if digits[0] == "0" else int("".join(digits))


def other_digit(dice, km):
    digits = list(str(km))
    digits[dice.randrange(min(2, len(digits)))] = dice.choice("123456789")
    return int("".join(digits))


def turned_back(dice, visits):
    known = [i for i, v in enumerate(visits) if v.km > 0]
    if len(known) < 6:
        return None
    at = known[dice.randrange(3, len(known) - 2)]
    before = max(v.km for v in visits[:at])
    less = dice.uniform(0.2, 0.6) * before
    if visits[at].km - less > before - 3000:
        return None
    for v in visits[at:]:
        if v.km > 0:
            v.km = max(1, round(v.km - less))
    return set(range(len(visits)))


def copied(dice, visits):
    places = [i for i in range(1, len(visits)) if visits[i - 1].km > 0 and visits[i].km > visits[i - 1].km + 500
              and (visits[i].day - visits[i - 1].day).days > 35 and visits[i].works in WORN[:6]]
    if not places:
        return None
    at = dice.choice(places)
    visits[at].km = visits[at - 1].km
    return {at}


def jumped(dice, visits):
    places = [i for i in range(1, len(visits) - 1) if visits[i].km > 0 and visits[i - 1].km > 0]
    if not places:
        return None
    at = dice.choice(places)
    more = round(dice.uniform(2, 4) * (150000 / 366 * max(7, (visits[at].day - visits[at - 1].day).days) + 20000))
    if visits[-1].km + more > 999999:
        return None
    for v in visits[at:]:
        if v.km > 0:
            v.km += more
    return set(range(len(visits)))


def two_places(dice, visits):
    at = dice.randrange(len(visits))
    visits[at].city, city = dice.choice(sorted(FAR))
    visits[at].minute = dice.randrange(540, 900)
    km = visits[at].km if visits[at].km < 0 else visits[at].km + dice.randrange(0, 50)
    visits.insert(at + 1, visits[at].copy(workshop=dice.randrange(1000, 1900), city=city, km=km, minute=visits[at].minute + dice.randrange(20, 180), works="diagnosis"))
    return {at, at + 1}


def three_plates(dice, visits):
    at = dice.randrange(len(visits))
    day = visits[at].day
    for i in (1, 2):
        visits.insert(at + i, visits[at].copy(day=day + datetime.timedelta(days=9 * i), plate=f"x{dice.randrange(10**9)}", works="wipers", minute=0, km=-1))
    visits.sort(key=lambda v: v.day)
    return set(range(len(visits)))


def plate_elsewhere(dice, visits):
    at = dice.randrange(len(visits))
    visits[at].elsewhere = 1
    return {at}


def sent_twice(dice, visits):
    places = [i for i, v in enumerate(visits) if v.km > 0]
    if not places:
        return None
    at = dice.choice(places)
    visits.insert(at + 1, visits[at].copy(workshop=dice.randrange(1000, 1900), day=visits[at].day + datetime.timedelta(days=dice.randrange(0, 3)), minute=0))
    visits.sort(key=lambda v: v.day)
    return set(range(len(visits)))


def other_fuel(dice, visits):
    if len(visits) < 3 or visits[0].fuel == " ":
        return None
    at = dice.randrange(1, len(visits))
    visits[at].fuel = {"A": "C", "B": "A", "C": "A", "O": "C"}[visits[at].fuel]
    return {at}


READINGS = {"K1", "K2", "K3", "K4", "K5", "K6"}
FAULTS = {  # what is done, and which codes tell of it
    "a digit too many": (misread(lambda dice, km: km * 10 + dice.randrange(10)), READINGS),
    "a digit forgotten": (misread(lambda dice, km: km // 10), READINGS),
    "digits exchanged": (misread(swap), READINGS),
    "miles": (misread(lambda dice, km: round(km * 0.6214)), READINGS),
    "another digit": (misread(other_digit), READINGS),
    "turned back": (turned_back, READINGS),
    "jumped": (jumped, READINGS),
    "copied": (copied, {"K7"}),
    "two places": (two_places, {"G1"}),
    "three plates": (three_plates, {"G2"}),
    "plate elsewhere": (plate_elsewhere, {"G2"}),
    "sent twice": (sent_twice, {"G3"}),
    "other fuel": (other_fuel, {"F1"}),
}


def ask(histories):
    lines = "".join(";".join(v.line() for v in visits) + "\n" for visits in histories)
    done = subprocess.run([PROGRAM], input=lines, capture_output=True, encoding="utf-8", check=True)
    return [[(word.split(":")[0], int(word.split(":")[1])) for word in line.split()] for line in done.stdout.split("\n")[:-1]]


def injected(dice, fault):
    histories, places = [], []
    while len(histories) < FAULTY:
        visits = vehicle(dice)
        at = fault(dice, visits) if len(visits) >= 4 else None
        if at is not None:
            histories.append(visits)
            places.append(at)
    return histories, places


def table(say, check):
    dice = random.Random(20261128)
    clean = [visits for visits in (vehicle(dice) for _ in range(CLEAN)) if visits]
    alarms = [found for found in ask(clean) if found]
    codes = sorted({code for found in alarms for code, _ in found})
    rows = {"clean": {"vehicles": len(clean), "found": len(alarms), "share": len(alarms) / len(clean),
                      "codes": {code: sum(any(c == code for c, _ in found) for found in alarms) for code in codes}}}
    print(f"  {'clean':18} {len(clean):6} {len(alarms):6}  {rows['clean']['share']:6.2%}  {rows['clean']['codes']}")
    check("findings: clean vehicles without an alarm", 1 - rows["clean"]["share"], 0.98)
    for name, (fault, wanted) in FAULTS.items():
        histories, places = injected(dice, fault)
        answers = ask(histories)
        hit = sum(any(code in wanted for code, _ in found) for found in answers)
        placed = sum(any(code in wanted and at in place for code, at in found) for found, place in zip(answers, places))
        seen = {}
        for found in answers:
            for code in {code for code, _ in found} or {"none"}:
                seen[code] = seen.get(code, 0) + 1
        rows[name] = {"vehicles": len(histories), "found": hit, "share": hit / len(histories), "placed": placed / len(histories), "codes": dict(sorted(seen.items()))}
        print(f"  {name:18} {len(histories):6} {hit:6}  {rows[name]['share']:6.2%}  in place {rows[name]['placed']:6.2%}  {rows[name]['codes']}")
        check(f"findings: recall of \"{name}\"", hit / len(histories), 0.9)
    return rows
