"""The words of times and counts, Indonesian and English, with the short forms in which they are typed."""

from __future__ import annotations

from datetime import time, timedelta, timezone

PARTS = {
    "pagi": time(9), "siang": time(13), "sore": time(16), "petang": time(18), "malam": time(19), "mlm": time(19),
    "pg": time(9), "morning": time(9), "noon": time(12), "afternoon": time(15), "evening": time(19),
    "night": time(19), "tonight": time(19), "malem": time(19), "mlem": time(19), "malm": time(19),
    "sorean": time(16), "siangan": time(13), "soree": time(16), "mlam": time(19),
}  # fmt: skip
"""Parts of the day, each with the hour that it stands for when no other is said."""
PRAYERS = {
    "zuhur": time(13), "dzuhur": time(13), "dhuhur": time(13), "lohor": time(13), "asar": time(16), "ashar": time(16),
    "magrib": time(18, 30), "maghrib": time(18, 30), "mahgrib": time(18, 30), "isya": time(20), "isa": time(20),
    "isyak": time(20), "isha": time(20), "luhur": time(13), "duhur": time(13), "zhuhur": time(13), "dzhuhur": time(13),
    "asyar": time(16), "mgrb": time(18, 30), "mghrb": time(18, 30), "mgrib": time(18, 30), "magrip": time(18, 30),
}  # fmt: skip
"""After these prayers; the hour of the sun itself differs by place and month, an hour's visit begins after it."""
TWELVE_HOURS: dict[str, dict[int, int]] = {
    "pagi": {h: h for h in range(1, 12)} | {0: 0},
    "siang": {10: 10, 11: 11, 12: 12, 1: 13, 2: 14, 3: 15},
    "sore": {2: 14, 3: 15, 4: 16, 5: 17, 6: 18, 7: 19},
    "petang": {4: 16, 5: 17, 6: 18, 7: 19},
    "malam": {6: 18, 7: 19, 8: 20, 9: 21, 10: 22, 11: 23, 12: 0, 0: 0, 1: 1, 2: 2, 3: 3},
    "dini": {h: h for h in range(6)} | {12: 0},
    "noon": {12: 12},
    "am": {h: h for h in range(1, 12)} | {12: 0},
    "pm": {h: h + 12 for h in range(1, 12)} | {12: 12},
    "afternoon": {12: 12, 1: 13, 2: 14, 3: 15, 4: 16, 5: 17, 6: 18},
    "evening": {h: h + 12 for h in range(4, 12)},
    "night": {h: h + 12 for h in range(6, 12)} | {12: 0, 1: 1, 2: 2, 3: 3},
}
"""What an hour of a twelve-hour clock means with each part of the day; another one is a contradiction."""
TWELVE_HOURS |= {
    "pg": TWELVE_HOURS["pagi"], "mlm": TWELVE_HOURS["malam"], "morning": TWELVE_HOURS["am"],
    "tonight": TWELVE_HOURS["night"], "subuh": TWELVE_HOURS["dini"], 
    "sorean": TWELVE_HOURS["sore"], "soree": TWELVE_HOURS["sore"], "siangan": TWELVE_HOURS["siang"],
    **dict.fromkeys(("malem", "mlem", "malm", "mlam"), TWELVE_HOURS["malam"]),
}  # fmt: skip
DARK = {"dini", "subuh"}
"""Parts of the day that name no hour of a visit."""
AT_MIDNIGHT = {"malam", "mlm", "malem", "mlem", "malm", "mlam", "night", "tonight"}
"""With these, twelve to three lie after midnight: of which day is not said."""

WEEKDAYS = (
    {"senin", "senen", "snin", "snn", "monday", "mon"}, {"selasa", "slasa", "slsa", "tuesday", "tue", "tues"},
    {"rabu", "rebo", "rbu", "wednesday", "wed"}, {"kamis", "kemis", "kms", "thursday", "thu", "thurs"},
    {"jumat", "jumaat", "jum", "jmt", "jmat", "friday", "fri"}, {"sabtu", "saptu", "sbtu", "sbt", "saturday", "sat"},
    {"minggu", "mgg", "mggu", "mnggu", "mingu", "ahad", "sunday", "sun"},
)  # fmt: skip
WEEKDAY = {name: number for number, names in enumerate(WEEKDAYS) for name in names}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb peb februari pebruari february", "mar mrt maret march", "apr april", "mei may",
            "jun juni june", "jul juli july", "agu agt ags agust agus aug agustus august", "sep sept september",
            "okt oct oktober october", "nov nop november nopember", "des dec desember december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
AHEAD = dict.fromkeys(
    ("besok", "bsk", "bsok", "besk", "besuk", "bsuk", "esok", "sesuk", "tomorrow", "tomorow", "tmrw", "tmr"), 1
) | {"lusa": 2, "lsa": 2}
SOON = frozenset({"nanti", "nnt", "nti", "ntr", "ntar", "entar", "nantik"})
YESTERDAY = frozenset({"kemarin", "kmrn", "kemaren", "kemarn", "yesterday"})
EARLIER = frozenset({"tadi", "td", "barusan", "earlier"})
ZONES = {name: timezone(timedelta(hours=hours)) for name, hours in (("wib", 7), ("wita", 8), ("wit", 9))}

ONES = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "an": 1, "a": 1,
}  # fmt: skip
UNITS = {
    "menit": "minutes", "mnt": "minutes", "minute": "minutes", "minutes": "minutes", "min": "minutes",
    "jam": "hours", "hour": "hours", "hours": "hours", "hrs": "hours", "mins": "minutes", "mnit": "minutes",
    "menitan": "minutes", "jaman": "hours", "hari": "days", "hr": "days", "hri": "days", "harian": "days",
    "day": "days", "days": "days",
    "minggu": "weeks", "mgg": "weeks", "pekan": "weeks", "week": "weeks", "weeks": "weeks",
    "bulan": "months", "bln": "months", "month": "months", "months": "months",
    "tahun": "years", "thn": "years", "th": "years", "year": "years", "years": "years",
}  # fmt: skip
ONE_UNIT = {"sejam": "hours", "sehari": "days", "seminggu": "weeks", "semenit": "minutes"}
LATER = frozenset({"lagi", "lg", "kemudian", "kedepan", "mendatang"})
NOT_AFTER = frozenset({"sebelum", "sblm", "sblum", "before"})
DAY_WORDS = frozenset({"hari", "hr", "hri"})
SUNDAY_OR_WEEK = frozenset({"minggu", "mgg", "mggu", "mnggu", "mingu"})
AFTER = frozenset({
    "setelah", "stlh", "sesudah", "ssdh", "selepas", "sehabis", "habis", "abis", "hbs", "bada", "badha", "bakda",
    "after",
})  # fmt: skip
PRAYER = frozenset({"sholat", "salat", "shalat", "solat", "shlt"})
HALF = frozenset({"setengah", "stgh", "stengah", "setngah", "stngah", "1/2", "1⁄2"})
WITHIN = frozenset({"dalam", "in"})
SINCE = frozenset({"sejak", "semenjak", "sedari", "since", "sdh", "sudah", "selama", "udah", "for", "ditinggal"})
"""Behind these a time is over, or a length of time: it belongs to the note."""
UNTIL = frozenset({"sampai", "hingga", "kembali", "pulang", "balik", "until", "till", "back", "returns", "return"})
"""Behind these a time is that of the family's coming back."""

AT = frozenset({"jam", "jm", "pukul", "pkl", "pk", "at"})
BEGIN_A_TIME = AT | set(PRAYERS) | set(PARTS)
ON = frozenset({"tgl", "tanggal", "tggl", "tg"})
LOOSE = frozenset({
    "sekitar", "sktr", "kira", "pada", "dalam", "di", "around", "about", "on", "the", "in", "of", "hari",
    "setelah", "stlh", "sesudah", "ssdh", "selepas", "sehabis", "habis", "abis", "hbs",
    "bada", "badha", "bakda", "agak", "rada", "after", "mulai", "from", "this", "sholat",
    "salat", "shalat", "solat", "antara", "between", "approximately", "approx", "dari", "waktu",
})  # fmt: skip
"""Words that may stand directly before a time and add nothing to it."""
POLITE = frozenset({
    "ya", "yaa", "pak", "pa", "bu", "bapak", "ibu", "mas", "mbak", "kak", "bang", "dong", "saja", "aja", "sih", "deh",
    "please", "pls", "ok", "oke", "baik", "siap", "iya", "lah", "insyaallah", "insya", "allah",
    "insyaalloh", "inshaallah", "inshallah", "tolong", "untuk", "mau", "bisa", "kami",
})  # fmt: skip
"""Words that may stand around the answer to the question when."""
TO = frozenset({"sampai", "sampe", "smp", "hingga", "to", "until", "till", "sd"})
NEXT = frozenset({"depan", "dpn"})

ADDRESS = frozenset({
    "rt", "rw", "gg", "gang", "blok", "blk", "block", "no", "nomor", "nomer", "nmr", "jl", "jln", "jalan", "km",
    "kav", "kavling", "lorong", "lt", "lantai", "kamar", "unit", "tower", "dusun", "sektor", "rumah", "house", "street",
})  # fmt: skip
"""A number behind these is an address."""
OF_AGE = frozenset({"umur", "usia", "kelas", "tahun", "thn", "year", "age", "grade", "semester", "anak", "ke", "covid"})
"""A number behind these is no count and no hour."""
THINGS = frozenset({
    "ekor", "lantai", "tingkat", "kali", "x", "meter", "km", "pintu", "kamar", "unit", "rumah", "petak", "lembar",
    "buah", "anjing", "kucing", "ayam", "mobil", "motor", "tamu", "dogs", "dog", "times", "guests", "floors", "cars",
    "juta", "ribu", "rupiah", "persen", "toko", "ruko", "kontrakan", "kios", "warung", "gembok", "satpam", "guards",
})  # fmt: skip
"""A number before these counts things, which is nothing to a report."""
PERSONS = frozenset({
    "orang", "org", "orng", "jiwa", "art", "people", "person", "persons", "orangnya", "members", "member",
})  # fmt: skip
FAMILIES = frozenset({"kk", "keluarga", "families", "family"})
KINDS_OF_PERSON = frozenset({
    "laki", "lakilaki", "lk", "pria", "perempuan", "pr", "prempuan", "wanita", "cewek", "cowok", "dewasa", "anak",
    "anaknya", "balita", "bayi", "lansia", "cucu", "remaja", "kakek", "nenek", "male", "female", "men", "women", "man",
    "woman", "boys", "girls", "adult", "adults", "child", "children", "kids", "baby", "babies",
})  # fmt: skip
"""Some of the persons."""
BEFORE_A_COUNT = frozenset({"total", "jumlah", "jml", "jmlh", "isi", "semua", "seluruhnya", "anggota"})
"""Words that may stand before the number of persons."""
SINGLE_PERSONS = frozenset({"suami", "istri", "bpk", "ayah", "bapak", "ibu", "husband", "wife", "father", "mother"})
"""One person each."""

TIME_WORDS = frozenset(
    word
    for word in (*PARTS, *PRAYERS, *AHEAD, *WEEKDAY, *SOON, *NOT_AFTER, *YESTERDAY, *MONTHS)
    if len(word) > 3
)
"""Words of times; one that is mistyped beside a time is asked about."""
LIKE_A_TIME = frozenset({
    "malas", "malah", "lupa", "bisa", "lagi", "bagi", "hari", "ganti", "panti", "anti", "pasar", "dasar", "kasar",
    "salam", "makam", "dalam", "antar", "bentar", "satu", "ribu", "luas", "tuli", "macet", "sidang", "umat", "seni",
    "selama", "soon", "right", "might", "light", "abu", "kamus", "bagian", "petani", "mulai",
})  # fmt: skip
"""Ordinary words that are only one letter apart from one of a time."""
