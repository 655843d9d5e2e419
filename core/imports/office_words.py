"""What offices call the columns of their lists: for suggestions only, since one word means several things.

Written in lower case and without dots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def _listed(**columns: str) -> Mapping[str, Sequence[str]]:
    return {column: words.split(", ") for column, words in columns.items()}


CODE = "kode, kode wilayah, kode area, kode sls, id sls, idsls, kdsls, kd sls, nks, no nks, id wilayah"
AREA_WORDS = _listed(
    code=CODE,
    name="nama, nama wilayah, nama area, nama sls, nmsls, nm sls, wilayah, sls, rt, nama rt",
    timezone="zona, zona waktu, time zone",
    kemendagri="kode kemendagri, kode dagri, kemdagri",
)
OFFICER_WORDS = _listed(
    id="kode, kode petugas, id petugas, no, nomor, no urut, nomor urut, nip, id sobat, sobat id",
    name="nama, nama lengkap, nama petugas, nama pegawai, petugas",
    role="peran, jabatan, posisi, tugas, sebagai, status petugas",
    supervisor="pengawas, pemeriksa, pml, koordinator, atasan, ksk, koseka, kode pengawas, id pengawas, kode pml",
    area=f"wilayah, wilayah kerja, wilayah tugas, kecamatan, lokasi, {CODE}",
    phone="hp, no hp, nomor hp, telepon, no telepon, nomor telepon, telp, no telp, wa, no wa, nomor wa",
)
HOUSEHOLD_WORDS = _listed(
    area=f"{CODE}, sls, wilayah",
    number="no, nomor, no urut, nomor urut, nurt, nus, no urut ruta, no ruta, no prelist, no urut keluarga",
    head="nama, kepala keluarga, nama kepala keluarga, nama kk, nama krt, krt, kepala rumah tangga, "
    "nama kepala rumah tangga",
    address="alamat, alamat lengkap, alamat rumah, jalan, nama jalan",
    enumerator="petugas, pcl, ppl, pencacah, kode petugas, id petugas, nama petugas, kode ppl, kode pcl, enumerator",
    kk="no kk, nomor kk, nokk, nkk, kartu keluarga, no kartu keluarga, nomor kartu keluarga",
    lat="latitude, lintang, garis lintang, y",
    lon="longitude, bujur, garis bujur, long, lng, x",
)
