"""The usual notes of an outcome, as the form has them: in Indonesian, whatever is spoken in the chat."""

from __future__ import annotations

from core.visits.outcomes import Outcome

USUAL: dict[Outcome, dict[str, str]] = {
    Outcome.PARTIAL: {
        "not_all_met": "Ada anggota keluarga yang belum ditemui",
        "not_all_told": "Sebagian pertanyaan tidak dijawab",
    },
    Outcome.AWAY: {
        "back_after": "Kembali sesudah masa pendataan",
        "back_unknown": "Tidak diketahui kapan kembali",
    },
    Outcome.UNABLE: {"ill": "Sakit", "old": "Lanjut usia", "language": "Kendala bahasa"},
    Outcome.NO_ACCESS: {"guard": "Dijaga satpam", "dog": "Ada anjing galak", "unsafe": "Tidak aman"},
    Outcome.MOVED: {
        "moved_near": "Pindah, masih satu kota",
        "moved_far": "Pindah ke luar kota",
        "moved_unknown": "Tidak diketahui pindah ke mana",
    },
    Outcome.VACANT: {
        "long_vacant": "Sudah lama kosong",
        "on_offer": "Dijual atau dikontrakkan",
        "now_and_then": "Hanya sesekali ditempati",
    },
    Outcome.NO_DWELLING: {
        "torn_down": "Sudah dibongkar",
        "business": "Menjadi tempat usaha",
        "bare_land": "Tanah kosong",
    },
    Outcome.DECEASED: {
        "told_by_family": "Kata keluarganya",
        "told_by_neighbour": "Kata tetangga",
        "told_by_rt": "Kata Ketua RT",
    },
}
"""By outcome: the note's key and the note."""
